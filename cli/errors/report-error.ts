import type { Host } from '../host.js';
import { hidePassword } from '../text/hide-password.js';
import { jsonText } from '../text/json-text.js';
import { plainText } from '../text/plain-text.js';
import { describeError } from './describe-error.js';
import { reasonOf } from './reason-of.js';

/** Is the output for programs? Decided from the raw arguments, since parsing them may be what failed. */
export const wantsJson = (args: readonly string[]): boolean => {
  const end = args.indexOf('--');
  return args.slice(0, end < 0 ? undefined : end).includes('--json');
};

/** Prints the error that ended a command to stderr: one sentence, or with `--json` an object with `code` and `hint`. */
export function reportError(error: unknown, { stderr, now }: Host, isJson: boolean): void {
  const text = isJson
    ? jsonText({ type: 'error', at: now(), error: describeError(error) })
    : plainText(hidePassword(reasonOf(error)));
  stderr.write(`${text}\n`);
}
