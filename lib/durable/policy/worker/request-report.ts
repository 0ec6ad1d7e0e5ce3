import type { TranslationError } from '../../../model/errors.js';
import { outcomeOf, type Outcome } from '../../../policy/circuit/outcome.js';
import { hintOf } from '../../../policy/retry/retry.js';
import type { SilenceReport } from '../../engine/claims.js';
import type { PollOutcome } from './poll-outcome.js';
import type { CreateOutcome } from './create-outcome.js';

/** What the end of a request says about the service, rather than about its jobs. */
export interface RequestReport {
  readonly circuit: Outcome;
  /** Absent: nothing was sent, or the worker stopped before the response. */
  readonly silence: SilenceReport | undefined;
}

/** How a claim for a poll or a create ended. */
export interface AnyOutcome {
  readonly type: (PollOutcome | CreateOutcome)['type'];
  readonly error?: TranslationError;
}

/** The longest wait that is stored, in ms: a year. Some services ask to wait forever. */
const LONGEST_MS = 365 * 86_400_000;

/**
 * @param maxSilenceMs The longest silence that one response may impose on the account, in ms; then a probe is sent.
 * @param lateMs How long after its time limit the request ended, in ms.
 */
export function requestReportOf(
  { type, error }: AnyOutcome,
  maxSilenceMs: number,
  lateMs: number,
): RequestReport {
  switch (type) {
    case 'response':
    case 'created':
    case 'answered':
      return { circuit: 'success', silence: 'success' };
    case 'failure':
      return { circuit: outcomeOf(error, lateMs), silence: silenceAfter(error!, maxSilenceMs) };
    default:
      return { circuit: 'neutral', silence: undefined };
  }
}

function silenceAfter(error: TranslationError, maxSilenceMs: number): SilenceReport {
  const askedMs = hintOf(error);
  return askedMs === undefined
    ? 'failure'
    : { askedMs: Math.min(askedMs, LONGEST_MS), quietMs: Math.min(askedMs, maxSilenceMs) };
}
