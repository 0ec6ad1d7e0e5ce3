import type { TranslationError } from '../../../model/errors.js';
import { hintOf } from '../../../policy/retry/retry.js';
import type { SilenceReport } from '../../engine/claims.js';

/**
 * What the end of a request says about the silence of its lane.
 *
 * @param maxSilenceMs The longest silence that one answer may impose on the account, in ms; then a probe is sent.
 */
export function silenceReportOf(error: TranslationError | undefined, maxSilenceMs: number): SilenceReport {
  if (error === undefined) return 'success';
  const askedMs = hintOf(error);
  if (askedMs === undefined) return 'failure';
  return { askedMs: Math.min(askedMs, LONGEST_MS), quietMs: Math.min(askedMs, maxSilenceMs) };
}

/** A year, in ms: an engine stores numbers, and some services ask to wait for ever. */
const LONGEST_MS = 365 * 86_400_000;
