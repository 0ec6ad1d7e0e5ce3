import type { RequestTrouble, Trouble } from '../jobs/trouble.js';
import { durationFlag } from '../flags/duration-flag.js';
import { durationText } from '../text/duration-text.js';
import { plainText } from '../text/plain-text.js';

/** What to print of the trouble now, and the trouble that has been reported then. */
export interface TroubleLines {
  readonly reported: Trouble | undefined;
  readonly lines: readonly string[];
}

/**
 * Decides which permanent lines are printed: when trouble begins, when the circuit opens again, and when it is over.
 *
 * @param timeoutMs For how long the command tries.
 */
export function troubleLines(
  reported: Trouble | undefined,
  trouble: Trouble | undefined,
  now: number,
  timeoutMs = 0,
): TroubleLines {
  if (trouble === undefined)
    return { reported: undefined, lines: reported === undefined ? [] : [overText(reported)] };
  if (!isWorthALine(trouble, reported)) return { reported, lines: [] };
  const isFirst = reported === undefined && mayBeWrongUrl(trouble);
  const text = isFirst ? wrongUrlText(trouble, now, timeoutMs) : plainLine(trouble, now);
  return { reported: trouble, lines: [text] };
}

/** A possibly wrong URL is reported at once. Otherwise the second failed request in a row is, since the next attempt may succeed, and each opening of the circuit. */
function isWorthALine(trouble: Trouble, reported: Trouble | undefined): boolean {
  if (trouble.type === 'workers') return reported === undefined;
  if (reported === undefined) return trouble.attempts > 1 || mayBeWrongUrl(trouble);
  const { openUntil } = trouble;
  return openUntil !== undefined && (reported.type !== 'requests' || openUntil !== reported.openUntil);
}

const retryText = (trouble: Trouble, now: number): string =>
  trouble.type === 'workers' ? '' : `, retrying in ${durationText(Math.max(0, trouble.retryAt - now))}`;

/** Has there been no response yet, so that the URL may be wrong? */
export const mayBeWrongUrl = (trouble: Trouble | undefined): trouble is RequestTrouble =>
  trouble?.type === 'requests' && trouble.doubt !== undefined;

/** The first line about a possibly wrong URL, with how long the command keeps trying, unless it will soon give up. */
export const wrongUrlText = (trouble: RequestTrouble, now: number, timeoutMs: number): string =>
  trouble.doubt === 'possible'
    ? `${sentenceStart(trouble)}; retrying for up to ${durationFlag(timeoutMs)}.`
    : plainLine(trouble, now);

const plainLine = (trouble: Trouble, now: number): string =>
  `${sentenceStart(trouble)}${retryText(trouble, now)}.`;

const sentenceStart = ({ what }: Trouble): string => {
  const clause = plainText(what);
  return clause.charAt(0).toUpperCase() + clause.slice(1);
};

const overText = ({ type }: Trouble): string =>
  type === 'workers' ? 'Working again.' : 'The service is responding again.';
