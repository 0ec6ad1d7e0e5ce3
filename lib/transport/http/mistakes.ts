import { textOf } from '../../model/checks.js';

/** Errors that only code throws, never a network. */
const NAMES: ReadonlySet<unknown> = new Set([
  'ReferenceError',
  'RangeError',
  'SyntaxError',
  'EvalError',
  'URIError',
]);

/** The messages of V8, JavaScriptCore and SpiderMonkey for mistakes: network failures are TypeErrors too, so the name is not enough. */
const MESSAGES =
  /\bis not (?:a function|a constructor|iterable|defined|an object)\b|^Cannot (?:read|set|destructure|access|convert|assign|use)\b|^can't access\b|\bhas no properties\b|Illegal invocation|^Failed to (?:execute|construct)\b|^Only absolute URLs/;

const MISTAKE_CODE = /^ERR_(?:INVALID_ARG|MISSING_ARGS|METHOD_NOT_IMPLEMENTED)/;

/** Was this thrown by a mistake in code? Another attempt would throw it again. */
export function isMistake(thrown: unknown): boolean {
  const { name, message, code } = Object(thrown) as Partial<Record<'name' | 'message' | 'code', unknown>>;
  const text = textOf(message);
  // What a platform throws has a code; Node has some for mistakes too, and one for a body that a wrapper around `fetch` has read.
  if (code !== undefined) return MISTAKE_CODE.test(textOf(code)) || text.endsWith('is locked');
  return NAMES.has(name) || (name === 'TypeError' && MESSAGES.test(text));
}

/** What libraries quote of an address that may be secret: user and password, and the query. */
const SECRETS_IN_ADDRESS = /\/\/[^/\s]*@|\?\w\S*/g;

/**
 * What can be shown of a foreign error, once known secrets are removed and it is shortened: name and message, as a string. What is thrown but is
 * no object may itself be a secret.
 */
export const nameAndMessage = (thrown: unknown): string =>
  typeof thrown === 'object'
    ? textOf(thrown).replace(SECRETS_IN_ADDRESS, '[redacted]')
    : `a thrown ${typeof thrown}`;
