/** Errors that only bugs cause, never the network. */
const NAMES: ReadonlySet<unknown> = new Set([
  'ReferenceError',
  'RangeError',
  'SyntaxError',
  'EvalError',
  'URIError',
]);

/** Messages of V8, JavaScriptCore and SpiderMonkey for bugs. Network failures are TypeErrors too, so the name is not enough. */
const MESSAGES =
  /\bis not (?:a function|a constructor|iterable|defined|an object)\b|^Cannot (?:read|set|destructure|access|convert|assign|use)\b|^can't access\b|\bhas no properties\b|^Illegal invocation|^Failed to (?:execute|construct)\b|^Only absolute URLs|Illegal invocation$/;

const MISTAKE_CODE = /^ERR_(?:INVALID_ARG|MISSING_ARGS|METHOD_NOT_IMPLEMENTED)/;

/** Was this thrown by a bug? Then another attempt would fail the same way. */
export function isMistake(thrown: unknown): boolean {
  if (typeof thrown !== 'object' || thrown === null) return false;
  const { name, message, code } = thrown as Partial<Record<'name' | 'message' | 'code', unknown>>;
  const text = typeof message === 'string' ? message : '';
  // Errors of the platform have a code. Node also has codes for bugs, and one for a body that a wrapper around `fetch` has already read.
  if (code !== undefined)
    return (typeof code === 'string' && MISTAKE_CODE.test(code)) || text.endsWith('is locked');
  return NAMES.has(name) || (name === 'TypeError' && MESSAGES.test(text));
}

/** The part of a foreign error that is safe to show; its other fields may contain secrets. */
export function nameAndMessage(thrown: unknown): string {
  if (typeof thrown !== 'object' || thrown === null)
    return `something that is not an error (${typeof thrown})`;
  const { name, message } = thrown as Partial<Record<'name' | 'message', unknown>>;
  return [name, message]
    .filter(part => typeof part === 'string' && part !== '')
    .join(': ')
    .slice(0, 300);
}
