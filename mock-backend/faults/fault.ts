import { isAimedAt } from './aim.js';
import type { Fault, FaultKind } from './fault-kinds.js';
import { anyFault } from './fault-kinds-schema.js';

/** The kinds that change the response of a route, and so cannot come before it. */
const changesResponse: ReadonlySet<string> = new Set<FaultKind>([
  'reset-body',
  'end-body',
  'stall-body',
  'drip',
  'cut-json',
  'bom',
  'big-headers',
  'words',
  'report',
  'percent',
  'padded',
  'replica-lag',
  'early-webhook',
]);

/** The kinds that affect the job of a create; they are aimed at creates by default. */
const affectsCreate: ReadonlySet<string> = new Set<FaultKind>(['replica-lag', 'early-webhook']);

/** Checks one fault. */
export const faultSchema = anyFault
  .refine(({ times, forMs }) => times === undefined || forMs === undefined, {
    path: ['forMs'],
    error: 'cannot be combined with `times`',
  })
  .refine(({ kind: name, when }) => when !== 'before' || !changesResponse.has(name), {
    path: ['when'],
    error: 'must be left out: this fault changes the real response',
  })
  .refine(({ kind: name, on = 'create' }) => !affectsCreate.has(name) || /^(create$|POST)/.test(on), {
    path: ['on'],
    error: "must be 'create' or a POST: this fault affects the job that is created",
  });

/** A random fault, or one of an outage: how often it occurs is decided elsewhere. */
export const lastingFaultSchema = faultSchema
  .refine(({ times }) => times === undefined, { path: ['times'], error: 'is for scripts only' })
  .refine(({ forMs }) => forMs === undefined, { path: ['forMs'], error: 'is for scripts only' });

/** Whether a fault affects this request. */
export const affects = (fault: Fault, method: string, target: string): boolean => {
  const { on = affectsCreate.has(fault.kind) ? 'create' : undefined, ...aim } = fault;
  return isAimedAt({ ...aim, on }, method, target);
};
