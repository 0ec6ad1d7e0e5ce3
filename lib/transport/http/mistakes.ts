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
  /\bis not (?:a function|a constructor|iterable|defined|an object)\b|^Cannot (?:read|set|destructure|access|convert|assign|use)\b|^can't access\b|\bhas no properties\b|^Illegal invocation|^Failed to (?:execute|construct)\b|^Only absolute URLs|Illegal invocation$/;

const MISTAKE_CODE = /^ERR_(?:INVALID_ARG|MISSING_ARGS|METHOD_NOT_IMPLEMENTED)/;

/** Was this thrown by a mistake in code? Another attempt would throw it again. */
export function isMistake(thrown: unknown): boolean {
  if (typeof thrown !== 'object' || thrown === null) return false;
  const { name, message, code } = thrown as Partial<Record<'name' | 'message' | 'code', unknown>>;
  const text = typeof message === 'string' ? message : '';
  // What a platform throws has a code; Node has some for mistakes too, and one for a body that a wrapper around `fetch` has read.
  if (code !== undefined)
    return (typeof code === 'string' && MISTAKE_CODE.test(code)) || text.endsWith('is locked');
  return NAMES.has(name) || (name === 'TypeError' && MESSAGES.test(text));
}

/** What can be shown of a foreign error; anything else on it may be secret. */
export function nameAndMessage(thrown: unknown): string {
  if (typeof thrown !== 'object' || thrown === null)
    return `something that is not an error (${typeof thrown})`;
  const { name, message } = thrown as Partial<Record<'name' | 'message', unknown>>;
  return [name, message]
    .filter(part => typeof part === 'string' && part !== '')
    .join(': ')
    .slice(0, 300);
}
