import { textOf } from '../model/checks.js';
import { languagesOf, type TranslationRequest } from '../model/request.js';
import { checkIsObject, checkLanguages, fieldsOf } from '../transport/request-fields.js';

/**
 * Checks a request, and copies it: it may be sent much later, and must not change until then.
 *
 * @throws TypeError for anything but an object that can be sent as JSON.
 */
export function checkRequest(request: TranslationRequest): TranslationRequest {
  checkIsObject(request);
  const copy = copyOf(request);
  checkLanguages(copy);
  return copy;
}

function copyOf(request: object): TranslationRequest {
  try {
    const fields = fieldsOf(request);
    JSON.stringify(fields);
    return copiedFields(fields);
  } catch (thrown) {
    // V8 draws a cycle below the sentence.
    const [why] = textOf(thrown).split('\n');
    throw new TypeError(`Cannot create a job: a request must be convertible to JSON: ${why}`, {
      cause: thrown,
    });
  }
}

const copiedFields = (fields: object): object =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, copied(value)]));

/** Copies what JSON consists of. A date, a file or an object of a class is for the transport to read. */
function copied(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copied);
  return isPlain(value) ? copiedFields(value) : value;
}

/** An object without a class, from any realm. */
function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** Checks and copies a request for one job. @throws TypeError for several languages, and as `checkRequest`. */
export function oneLanguage(request: TranslationRequest): TranslationRequest {
  const copy = checkRequest(request);
  const { length } = languagesOf(copy);
  if (length <= 1) return copy;
  throw new TypeError(
    `Cannot translate: a job has one language, got ${length}; translateBatch takes several`,
  );
}

/** The most jobs that one call creates by number: they take half an hour at 50 requests a second, and 300 MB. */
const MOST_REQUESTS = 100_000;

/** This many requests without any field. @throws RangeError unless it is a whole number from 0 to 100 000. */
export function emptyRequests(count: number): readonly TranslationRequest[] {
  if (!Number.isSafeInteger(count) || count < 0 || count > MOST_REQUESTS) {
    throw new RangeError(
      `Cannot create jobs: the count must be a whole number from 0 to ${MOST_REQUESTS}, got ${count}`,
    );
  }
  return Array.from({ length: count }, () => ({}));
}
