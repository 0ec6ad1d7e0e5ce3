import type { TranslationError } from '../../../model/errors.js';
import { outcomeOf, type Outcome } from '../../../policy/circuit/outcome.js';
import type { SilenceReport } from '../../engine/claims.js';
import type { PollOutcome } from './poll-outcome.js';
import type { CreateOutcome } from './settle-create.js';
import { silenceReportOf } from './silence-report.js';

/** What a request says about the service, beside what it says about its jobs. */
export interface RequestReport {
  readonly circuit: Outcome;
  /** Undefined: nothing was sent, or the worker stopped before the answer. */
  readonly silence: SilenceReport | undefined;
}

/** How a claim for a poll or a create ended. */
export interface AnyOutcome {
  readonly type: (PollOutcome | CreateOutcome)['type'];
  readonly error?: TranslationError;
}

/** @param maxSilenceMs The longest silence that one answer may impose on the account, in ms. */
export function requestReportOf({ type, error }: AnyOutcome, maxSilenceMs: number): RequestReport {
  switch (type) {
    case 'answer':
    case 'created':
      return { circuit: 'success', silence: silenceReportOf(undefined, maxSilenceMs) };
    case 'failure':
      return { circuit: outcomeOf(error), silence: silenceReportOf(error, maxSilenceMs) };
    default:
      return { circuit: 'neutral', silence: undefined };
  }
}
