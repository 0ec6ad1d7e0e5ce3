import type { JobId, JobSnapshot } from '../job.js';

/** What every error of this package can carry. Never a key, a header, a body or a foreign error, which could contain secrets. */
export interface ErrorDetails {
  /** The job this is about. */
  readonly jobId?: JobId | undefined;
  /** The last snapshot of the job. */
  readonly snapshot?: JobSnapshot | undefined;
  /** The service's id for the request, to quote to its support. */
  readonly requestId?: string | undefined;
  /** The idempotency key of the create that failed: with the same key, no second job is created. */
  readonly idempotencyKey?: string | undefined;
  /** Ids of the jobs that exist despite the error. */
  readonly created?: readonly JobId[] | undefined;
  /** In a batch: the index of the request that failed, from 0. */
  readonly requestIndex?: number | undefined;
  /** In a batch: the language of the job, if the request has one. */
  readonly language?: string | undefined;
  /** The error or reason that led to this one. */
  readonly cause?: unknown;
}

/** The details of an error after which the service may ask to wait. */
export interface HintDetails extends ErrorDetails {
  /** How long the service, or the breaker, asks to wait, in ms. */
  readonly retryAfterMs?: number | undefined;
}

// Errors are recognised by a mark, not by their class: two copies of this package, or two realms, do not share classes,
// and rxjs and the DOM also have errors called TimeoutError.
const MARK = Symbol.for('heygen-rx.error');
/** Marks an error in its JSON form. */
const LIBRARY = 'heygen-rx';

/**
 * The base class of every error of this package.
 *
 * @example
 * client.watch(jobId).subscribe({
 *   error: error => {
 *     if (isTranslationError(error)) console.error(error.name, error.jobId, error.snapshot?.status);
 *   },
 * });
 */
export class TranslationError extends Error {
  override readonly name: string = 'TranslationError';
  /** @hidden */
  readonly [MARK] = true;
  /** The job this is about. */
  declare readonly jobId?: JobId;
  /** The last snapshot of the job. */
  declare readonly snapshot?: JobSnapshot;
  /** The service's id for the request, to quote to its support. */
  declare readonly requestId?: string;
  /** The idempotency key of the create that failed. */
  declare readonly idempotencyKey?: string;
  /** Ids of the jobs that exist despite the error. */
  declare readonly created?: readonly JobId[];
  /** In a batch: the index of the request that failed, from 0. */
  declare readonly requestIndex?: number;
  /** In a batch: the language of the job. */
  declare readonly language?: string;

  constructor(message: string, { cause, ...details }: ErrorDetails = {}) {
    super(message, cause === undefined ? undefined : { cause });
    Object.defineProperty(this, MARK, { enumerable: false });
    for (const [field, value] of Object.entries(details)) {
      if (value !== undefined)
        Object.defineProperty(this, field, { value, enumerable: true, configurable: true });
    }
  }

  /** All fields but the cause, as plain JSON. The guards recognise the parsed object. */
  toJSON(): Readonly<Record<string, unknown>> {
    return Object.assign<Record<string, unknown>, object>({ library: LIBRARY, message: this.message }, this);
  }
}

/**
 * Is this an error of this package: of any copy or realm, or parsed from JSON?
 *
 * @example
 * const parsed: unknown = JSON.parse(JSON.stringify(error));
 * if (isTranslationError(parsed)) console.log(parsed.name, parsed.message);
 */
export const isTranslationError = (error: unknown): error is TranslationError => {
  // Asked of every report: an exception would cost more than the rest of the poll (`bench/cost-of-a-poll`).
  if (typeof error !== 'object' || error === null) return false;
  try {
    return MARK in error || Reflect.get(error, 'library') === LIBRARY;
  } catch {
    return false;
  }
};

/** A copy of the error with more details. The original may be shared and is not changed. An error parsed from JSON becomes an `Error` again. */
export function withDetails<E extends TranslationError>(error: E, details: ErrorDetails): E {
  // JSON may bring a field called `constructor`: it would hide that of the class.
  const fields = Object.assign({}, error, { constructor: undefined, cause: error.cause }, details);
  const constructor = MARK in error ? error.constructor : TranslationError;
  const copy = Reflect.construct(TranslationError, [error.message, fields], constructor) as E;
  // V8 gives an error that is constructed like this no frames. The original's say where it arose. Defined, because in Firefox assigning makes it a field of the JSON.
  const { stack } = error;
  if (typeof stack === 'string')
    Object.defineProperty(copy, 'stack', {
      value: stack,
      enumerable: false,
      writable: true,
      configurable: true,
    });
  return copy;
}
