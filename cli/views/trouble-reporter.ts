import type { Trouble } from '../jobs/trouble.js';
import { durationText } from '../text/duration-text.js';
import { plainText } from '../text/plain-text.js';

/** Prints a sentence when trouble begins, when the circuit opens again, and when it is over. */
export function troubleReporter(print: (line: string) => void): (trouble: Trouble | undefined) => void {
  let reported: Trouble | undefined;
  return trouble => {
    if (trouble === undefined) {
      if (reported !== undefined) print(overText(reported));
      reported = undefined;
    } else if (isWorthReporting(trouble, reported)) {
      reported = trouble;
      print(`${capitalized(plainText(trouble.what))}${retryText(trouble)}.`);
    }
  };
}

/** Reports the second failed attempt in a row, not the first, and each opening of the circuit. */
const isWorthReporting = (trouble: Trouble, reported: Trouble | undefined): boolean =>
  reported === undefined
    ? trouble.attempts > 1
    : trouble.openUntil !== undefined && trouble.openUntil !== reported.openUntil;

const retryText = ({ retryAt }: Trouble): string =>
  retryAt === undefined ? '' : `, retrying in ${durationText(Math.max(0, retryAt - Date.now()))}`;

const capitalized = (clause: string): string => clause.charAt(0).toUpperCase() + clause.slice(1);

/** Trouble with a known next attempt is the service's own. */
const overText = ({ retryAt }: Trouble): string =>
  retryAt === undefined ? 'Working again.' : 'The service answers again.';
