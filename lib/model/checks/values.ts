// The checks of whatever users pass: what kind of value it is (`values`), what it must be (`check`), and the sentences that refuse it (`options`).

const isPromise = (value: unknown): boolean =>
  typeof (value as Partial<PromiseLike<unknown>> | null | undefined)?.then === 'function';

/** Is this an object of fields? An array or a Map is not, nor a promise whose `await` was forgotten. */
export const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !(Symbol.iterator in value) && !isPromise(value);

/** Anything thrown, as text for a message. Not every object can be converted to a string. */
export function textOf(thrown: unknown): string {
  try {
    return String(thrown);
  } catch {
    return typeof thrown;
  }
}

/** An unexpected return value may be a promise, whose unhandled rejection would end a Node process. */
export function ignoreRejection(returned: unknown): void {
  Promise.resolve(returned).catch(() => undefined);
}

/** Refuses a promise, whose rejection would come too late. @throws TypeError */
export function checkNoPromise(what: string, returned: unknown): void {
  if (!isPromise(returned)) return;
  ignoreRejection(returned);
  throw new TypeError(`${what} must not return a promise`);
}

/** A bad value for a message: short, and without the content of objects or functions. */
export function shown(value: unknown): string {
  if (typeof value === 'string')
    return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}...` : value);
  if (Array.isArray(value)) return value.length === 0 ? 'an empty array' : 'an array';
  if (isPromise(value)) return 'a promise';
  if (typeof value === 'function') return 'a function';
  if (isObject(value)) return 'an object';
  return typeof value === 'object' && value !== null ? 'an iterable' : String(value);
}
