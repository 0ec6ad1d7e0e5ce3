import type { TranslationError } from '../../../model/errors.js';
import { outcomeOf, type Outcome } from '../../../policy/circuit/outcome.js';
import type { SilenceReport } from '../../engine/claims.js';
import { silenceReportOf } from './silence-report.js';

/** What a request says about the service, beside what it says about its jobs. */
export interface RequestReport {
  readonly circuit: Outcome;
  /** Undefined: nothing was sent, or the worker stopped before the answer. */
  readonly silence: SilenceReport | undefined;
}

/** @param maxSilenceMs The longest silence that one answer may impose on the account, in ms. */
export function requestReportOf(
  outcome: { readonly type: string; readonly error?: TranslationError },
  maxSilenceMs: number,
): RequestReport {
  const { type, error } = outcome;
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
