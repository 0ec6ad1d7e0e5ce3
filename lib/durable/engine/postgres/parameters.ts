import type { ClaimTerms, SilenceReport } from '../claims.js';
import type { CreateSettlement, NewCreate } from '../creates.js';
import { toJson } from '../json.js';
import type { NewWatch, Settlement } from '../watches.js';
import { toParameters } from './row.js';
import { checkName } from '../../storable.js';

/** The parameters of `add-watches.sql` between account and service. */
export function ofNewWatches(watches: readonly NewWatch[]): unknown[] {
  for (const { state } of watches) checkName('add a watch', 'job id', state.jobId);
  const each = oncePerJob(watches);
  return [...toParameters(each), each.map(({ terms }) => toJson(terms))];
}

/** Of two watches of one job, keeps the first, with the later deadline: a statement cannot write a row twice. */
function oncePerJob(watches: readonly NewWatch[]): readonly NewWatch[] {
  const byId = new Map<string, NewWatch>();
  for (const watch of watches) {
    const { jobId, deadlineAt } = watch.state;
    const before = byId.get(jobId);
    if (before === undefined) byId.set(jobId, watch);
    else if (before.state.deadlineAt < deadlineAt) {
      byId.set(jobId, { ...before, state: { ...before.state, deadlineAt } });
    }
  }
  return [...byId.values()];
}

/** The parameters of `ClaimTerms`. */
export const ofTerms = ({ perSecond, leaseMs, probeMs, service }: ClaimTerms): unknown[] => [
  perSecond,
  leaseMs,
  probeMs,
  service ?? null,
];

/** The parameters of a `SilenceReport`. */
export const ofSilence = (report: SilenceReport | undefined): unknown[] =>
  typeof report === 'object' ? ['asked', report.quietMs, report.askedMs] : [report ?? null, null, null];

/** The parameters of `settle-watches.sql` after the silence. */
export const ofSettlements = (settlements: readonly Settlement[]): unknown[] => [
  ...toParameters(settlements),
  settlements.map(({ hasChanged }) => hasChanged),
  settlements.map(({ end }) => end !== undefined),
  settlements.map(({ end }) => toJson(end?.error)),
  settlements.map(({ observed }) => toJson(observed)),
];

/** The parameters of `add-creates.sql` between account and service. */
export function ofNewCreates(creates: readonly NewCreate[]): unknown[] {
  for (const { key } of creates) checkName('add a create', 'key', key);
  return [
    creates.map(({ key }) => key),
    creates.map(({ request }) => toJson(request)),
    creates.map(({ digest }) => digest),
    creates.map(({ timeoutMs }) => timeoutMs),
    creates.map(({ terms }) => toJson(terms)),
  ];
}

/** The parameters of `settle-create.sql` after the silence. */
export function ofCreateSettlement(settlement: CreateSettlement): unknown[] {
  const { type } = settlement;
  const watches = ofNewWatches(type === 'created' ? settlement.watches : []);
  switch (type) {
    case 'created':
      return [type, null, null, null, null, toJson(settlement.jobIds), null, ...watches];
    case 'again':
      return [
        type,
        settlement.dueInMs,
        toJson(settlement.attempts),
        settlement.isUncertain,
        null,
        null,
        toJson(settlement.known),
        ...watches,
      ];
    case 'failed':
      return [
        type,
        null,
        null,
        settlement.isUncertain,
        toJson(settlement.error),
        null,
        toJson(settlement.known),
        ...watches,
      ];
  }
}
