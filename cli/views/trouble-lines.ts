import type { Trouble } from '../jobs/trouble.js';
import { durationText } from '../text/duration-text.js';
import { plainText } from '../text/plain-text.js';

/** What to print of the trouble now, and the trouble that has been reported then. */
export interface TroubleLines {
  readonly reported: Trouble | undefined;
  readonly lines: readonly string[];
}

/** Decides what is printed in permanent lines: that trouble begins, that the circuit has opened again, and that it is over. */
export function troubleLines(
  reported: Trouble | undefined,
  trouble: Trouble | undefined,
  now: number,
): TroubleLines {
  if (trouble === undefined)
    return { reported: undefined, lines: reported === undefined ? [] : [overText(reported)] };
  if (!isWorthALine(trouble, reported)) return { reported, lines: [] };
  return { reported: trouble, lines: [`${capitalized(plainText(trouble.what))}${retryText(trouble, now)}.`] };
}

/** Of failed requests: the second in a row, not the first, and each opening of the circuit. */
function isWorthALine(trouble: Trouble, reported: Trouble | undefined): boolean {
  if (trouble.type === 'workers') return reported === undefined;
  if (reported === undefined) return trouble.attempts > 1;
  const { openUntil } = trouble;
  return openUntil !== undefined && (reported.type !== 'requests' || openUntil !== reported.openUntil);
}

const retryText = (trouble: Trouble, now: number): string =>
  trouble.type === 'workers' ? '' : `, retrying in ${durationText(Math.max(0, trouble.retryAt - now))}`;

const capitalized = (clause: string): string => clause.charAt(0).toUpperCase() + clause.slice(1);

const overText = ({ type }: Trouble): string =>
  type === 'workers' ? 'Working again.' : 'The service answers again.';
