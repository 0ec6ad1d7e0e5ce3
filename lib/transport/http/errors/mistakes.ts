import { textOf } from '../../../model/checks.js';

/** Errors that only bugs cause, never the network. */
const NAMES = /^(?:Reference|Range|Syntax|Eval|URI)Error$/;

/** Messages of V8, JavaScriptCore and SpiderMonkey for bugs. Network failures are TypeErrors too, so the name is not enough. */
const MESSAGES =
  /\bis not (?:a function|a constructor|iterable|defined|an object)\b|^Cannot (?:read|set|destructure|access|convert|assign|use)\b|^can't access\b|\bhas no properties\b|Illegal invocation|^Failed to (?:execute|construct)\b|^Only absolute URLs/;

const MISTAKE_CODE = /^ERR_(?:INVALID_ARG|MISSING_ARGS|METHOD_NOT_IMPLEMENTED)/;

/** Was this thrown by a bug? Then another attempt would fail the same way. */
export function isMistake(thrown: unknown): boolean {
  const { name, message, code } = Object(thrown) as Partial<Record<'name' | 'message' | 'code', unknown>>;
  const text = textOf(message);
  // Errors of the platform have a code. Node also has codes for bugs, and one for a body that a wrapper around `fetch` has already read.
  if (code !== undefined) return MISTAKE_CODE.test(textOf(code)) || text.endsWith('is locked');
  return NAMES.test(textOf(name)) || (name === 'TypeError' && MESSAGES.test(text));
}

/** The parts of a URL in a message that may be secret: user and password, and the query. */
const SECRETS_IN_URL = /\/\/[^/\s]*@|\?\w\S*/g;

/** The part of a foreign error that is safe to show: its name and message, without secrets in URLs. A thrown value that is not an object may itself be a secret. */
export const nameAndMessage = (thrown: unknown): string =>
  typeof thrown === 'object'
    ? textOf(thrown).replace(SECRETS_IN_URL, '[redacted]')
    : `a thrown ${typeof thrown}`;
