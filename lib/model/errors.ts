import { textOf } from './checks.js';
import type { JobId, JobSnapshot, JobFailure, JobStatus, FailedSnapshot } from './job.js';

/** What every error of ours can carry. Never a key, a header, a body or a foreign error: those can hold secrets. */
export interface ErrorDetails {
  /** The job this is about. */
  readonly jobId?: JobId | undefined;
  /** The last snapshot of the job. */
  readonly snapshot?: JobSnapshot | undefined;
  /** The service's own id of the request, for its support. */
  readonly requestId?: string | undefined;
  /** The idempotency key of the create that failed: with the same key, no second job is created. */
  readonly idempotencyKey?: string | undefined;
  /** Ids of the jobs that were created nevertheless. */
  readonly created?: readonly JobId[] | undefined;
  /** In a batch: the index of the request that failed, from 0. */
  readonly requestIndex?: number | undefined;
  /** In a batch: the language of the job, where the request names one. */
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

const PARENT: ReadonlyMap<string, string> = new Map([
  ['RetryableError', 'TranslationError'],
  ['NetworkError', 'RetryableError'],
  ['ServerError', 'RetryableError'],
  ['RateLimitError', 'RetryableError'],
  ['RequestError', 'TranslationError'],
  ['AuthenticationError', 'RequestError'],
  ['JobNotFoundError', 'RequestError'],
  ['QuotaError', 'RequestError'],
]);

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
  /** The service's own id of the request, for its support. */
  declare readonly requestId?: string;
  /** The idempotency key of the create that failed. */
  declare readonly idempotencyKey?: string;
  /** Ids of the jobs that were created nevertheless. */
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
 * The next attempt may succeed: the network failed, the server is in trouble, or it limits the rate.
 *
 * @example
 * // In a transport of your own: the request could not be sent now, but may be later.
 * throw new RetryableError('The token service does not answer', { jobId, retryAfterMs: 5000 });
 */
export class RetryableError extends TranslationError {
  override readonly name: 'RetryableError' | 'NetworkError' | 'ServerError' | 'RateLimitError' =
    'RetryableError';
  /** How long the service asks to wait, in ms. */
  declare readonly retryAfterMs?: number;

  constructor(message: string, details?: HintDetails) {
    super(message, details);
  }
}

/**
 * No complete answer arrived: the connection was refused, reset or cut off, the host is unknown, or the time limit passed.
 *
 * @example
 * // In a transport of your own: the answer was cut off.
 * throw new NetworkError('The connection was lost', { jobId, code: 'ECONNRESET' });
 */
export class NetworkError extends RetryableError {
  override readonly name = 'NetworkError';
  /** `'timeout'`, or the platform's code, such as `'ECONNREFUSED'`. */
  declare readonly code?: string;

  constructor(message: string, details?: ErrorDetails & { readonly code?: string | undefined }) {
    super(message, details);
  }
}

/**
 * The service cannot answer at the moment: 408, 425, 5xx except 501, or 409 for a create that is still in progress.
 *
 * @example
 * throw new ServerError('Down for maintenance', { status: 503, retryAfterMs: 60_000 });
 */
export class ServerError extends RetryableError {
  override readonly name = 'ServerError';
  /** The HTTP status. */
  declare readonly status: number;
  /** The service's own code, such as `'internal_error'`. */
  declare readonly code?: string;

  constructor(
    message: string,
    details: HintDetails & { readonly status: number; readonly code?: string | undefined },
  ) {
    super(message, details);
  }
}

/**
 * 429: too many requests, or too many jobs at once for the account.
 *
 * @example
 * throw new RateLimitError('Too many jobs at once', { retryAfterMs: 30_000 });
 */
export class RateLimitError extends RetryableError {
  override readonly name = 'RateLimitError';
  /** The service's own code, such as `'rate_limit_exceeded'`; `'silence'` if a `Retry-After` is longer than the call may wait. */
  declare readonly code?: string;

  constructor(message: string, details?: HintDetails & { readonly code?: string | undefined }) {
    super(message, details);
  }
}

interface RequestErrorDetails extends ErrorDetails {
  /** The HTTP status; absent if the refusal did not come from an answer. */
  readonly status?: number | undefined;
  /** The service's own code, such as `'invalid_parameter'`. */
  readonly code?: string | undefined;
}

/**
 * The service refused the request. Sending it again will not help.
 *
 * @example
 * throw new RequestError('There is no such language', { status: 400, code: 'invalid_parameter' });
 */
export class RequestError extends TranslationError {
  override readonly name: 'RequestError' | 'AuthenticationError' | 'JobNotFoundError' | 'QuotaError' =
    'RequestError';
  /** The HTTP status; absent if nothing was answered. */
  declare readonly status?: number;
  /** The service's own code, or one of this library's, such as `'redirect'` or `'certificate'`. */
  declare readonly code?: string;

  constructor(message: string, details?: RequestErrorDetails) {
    super(message, details);
  }
}

/**
 * 401 or 403: the key is wrong, or does not allow this.
 *
 * @example
 * throw new AuthenticationError('The key was revoked', { status: 401 });
 */
export class AuthenticationError extends RequestError {
  override readonly name = 'AuthenticationError';
  /** How long the service asks to wait, in ms: some services throttle with 403. */
  declare readonly retryAfterMs?: number;

  constructor(message: string, details?: RequestErrorDetails & HintDetails) {
    super(message, details);
  }
}

/**
 * The service does not know the job: it never existed, was deleted, or belongs to another account.
 *
 * @example
 * throw new JobNotFoundError(`There is no job ${jobId}`, { jobId, status: 404 });
 */
export class JobNotFoundError extends RequestError {
  override readonly name = 'JobNotFoundError';
}

/**
 * 402, or a 429 that waiting does not solve: the account has no credit or quota left.
 *
 * @example
 * throw new QuotaError('The account has no credit left', { status: 402 });
 */
export class QuotaError extends RequestError {
  override readonly name = 'QuotaError';
}

/**
 * An answer that makes no sense: not JSON, not of the expected form, or about another job.
 *
 * @example
 * throw new ProtocolError('The answer has no status', { jobId, status: 200 });
 */
export class ProtocolError extends TranslationError {
  override readonly name = 'ProtocolError';
  /** The HTTP status of the answer. */
  declare readonly status?: number;
  /** `'body_too_large'` for an answer longer than `maxBodyBytes`. */
  declare readonly code?: string;

  constructor(
    message: string,
    details?: ErrorDetails & { readonly status?: number | undefined; readonly code?: string | undefined },
  ) {
    super(message, details);
  }
}

/**
 * The deadline passed before the job was settled. The job has not failed: watch it again by its id.
 *
 * @example
 * try {
 *   await client.waitForCompletion(jobId, { timeoutMs: 60_000 });
 * } catch (error) {
 *   if (!isTimeoutError(error)) throw error;
 *   console.log(`last seen ${error.snapshot?.status}: watch ${error.jobId} again later`);
 * }
 */
export class TimeoutError extends TranslationError {
  override readonly name = 'TimeoutError';
  /** How long the service asks to wait, in ms, if that is beyond the deadline. */
  declare readonly retryAfterMs?: number;

  constructor(message: string, details?: HintDetails) {
    super(message, details);
  }
}

/**
 * The circuit breaker is open: nothing was sent.
 *
 * @example
 * try {
 *   await client.getStatus(jobId);
 * } catch (error) {
 *   if (!isCircuitBreakerError(error)) throw error;
 *   console.log(`the service is down, try again in ${error.retryAfterMs ?? 60_000} ms`);
 * }
 */
export class CircuitBreakerError extends TranslationError {
  override readonly name = 'CircuitBreakerError';
  /** When to try again, in ms from now; absent while the breaker is isolated by hand. */
  declare readonly retryAfterMs?: number;

  constructor(message: string, details?: HintDetails) {
    super(message, details);
  }
}

/**
 * A create ended without a clear answer: the job may exist. Create it again with the same `idempotencyKey` to find out.
 *
 * @example
 * try {
 *   await client.createJob(request, { signal: AbortSignal.timeout(5000) });
 * } catch (error) {
 *   if (!isUnknownOutcomeError(error) || error.idempotencyKey === undefined) throw error;
 *   await client.createJob(request, { idempotencyKey: error.idempotencyKey });
 * }
 */
export class UnknownOutcomeError extends TranslationError {
  override readonly name = 'UnknownOutcomeError';
  /** How long the service asks to wait before the next attempt, in ms. */
  declare readonly retryAfterMs?: number;

  constructor(message: string, details?: HintDetails) {
    super(message, details);
  }
}

/**
 * The client was closed during a watch. The job keeps running.
 *
 * @example
 * client.watch(jobId).subscribe({ error: error => console.log(isClientClosedError(error)) }); // true
 * client.close();
 */
export class ClientClosedError extends TranslationError {
  override readonly name = 'ClientClosedError';
}

/**
 * The job failed. Only the operator `throwIfFailed()` throws this.
 *
 * @example
 * client.watch(jobId).pipe(throwIfFailed()).subscribe({
 *   error: error => {
 *     if (isJobFailedError(error)) console.error(error.failure.message);
 *   },
 * });
 */
export class JobFailedError extends TranslationError {
  override readonly name = 'JobFailedError';
  /** Why the job failed. */
  declare readonly failure: JobFailure;

  constructor(snapshot: FailedSnapshot) {
    const details = { jobId: snapshot.jobId, snapshot, failure: snapshot.failure };
    super(`Job ${snapshot.jobId} failed: ${snapshot.failure.message}`, details);
  }
}

/** Everything that is known of a batch that failed. */
export interface BatchErrorDetails extends ErrorDetails {
  /** Ids of all jobs that exist, in the order of the requests. */
  readonly created: readonly JobId[];
  /** The last known status of each job that was seen. */
  readonly statuses: Readonly<Record<JobId, JobStatus>>;
  /** What went wrong, in order of time. */
  readonly errors: readonly TranslationError[];
}

/**
 * Some jobs of a batch could not be created, or their watches ended without a result.
 *
 * @example
 * try {
 *   await client.createBatchJobs([{ outputLanguage: 'French' }, { outputLanguage: 'Klingon' }]);
 * } catch (error) {
 *   if (!isBatchError(error)) throw error;
 *   console.log('created', error.created);
 *   for (const { requestIndex, language, message } of error.errors) console.log(requestIndex, language, message);
 * }
 */
export class BatchError extends TranslationError {
  override readonly name = 'BatchError';
  /** Ids of all jobs that exist, in the order of the requests. */
  declare readonly created: readonly JobId[];
  /** The last known status of each job that was seen. */
  declare readonly statuses: Readonly<Record<JobId, JobStatus>>;
  /** What went wrong, in order of time. Each has its `requestIndex` and `language`. */
  declare readonly errors: readonly TranslationError[];

  constructor(message: string, details: BatchErrorDetails) {
    super(message, details);
  }
}

/** Every concrete error, as a union: a `switch` over `name` is exhaustive. */
export type AnyTranslationError =
  | NetworkError
  | ServerError
  | RateLimitError
  | (RetryableError & { readonly name: 'RetryableError' })
  | (RequestError & { readonly name: 'RequestError' })
  | AuthenticationError
  | JobNotFoundError
  | QuotaError
  | ProtocolError
  | TimeoutError
  | CircuitBreakerError
  | UnknownOutcomeError
  | ClientClosedError
  | JobFailedError
  | BatchError;

/** Marked as pure at each call, so that bundlers leave out the guards that are not used. */
function guard<E extends TranslationError>(name: E['name']): (error: unknown) => error is E {
  return (error): error is E => {
    if (!isTranslationError(error)) return false;
    let own: string | undefined = error.name;
    while (own !== name && own !== undefined) own = PARENT.get(own);
    return own === name;
  };
}

/**
 * Is this an error of this package: of any copy or realm, or parsed from JSON?
 *
 * @example
 * const parsed: unknown = JSON.parse(JSON.stringify(error));
 * if (isTranslationError(parsed)) console.log(parsed.name, parsed.message);
 */
export const isTranslationError = (error: unknown): error is TranslationError => {
  try {
    return (
      typeof error === 'object' &&
      error !== null &&
      (MARK in error || Reflect.get(error, 'library') === LIBRARY)
    );
  } catch {
    return false;
  }
};
/**
 * Is this a `RetryableError`, or one of its kinds?
 *
 * @example
 * if (isRetryableError(error)) console.log(`try again in ${error.retryAfterMs ?? 1000} ms`);
 */
export const isRetryableError = /* @__PURE__ */ guard<RetryableError>('RetryableError');
/**
 * Is this a `NetworkError`?
 *
 * @example
 * if (isNetworkError(error) && error.code === 'timeout') console.log('no answer in time');
 */
export const isNetworkError = /* @__PURE__ */ guard<NetworkError>('NetworkError');
/**
 * Is this a `ServerError`?
 *
 * @example
 * if (isServerError(error)) console.log(`the service answers ${error.status}`);
 */
export const isServerError = /* @__PURE__ */ guard<ServerError>('ServerError');
/**
 * Is this a `RateLimitError`?
 *
 * @example
 * if (isRateLimitError(error)) console.log(`asked to wait ${error.retryAfterMs} ms`);
 */
export const isRateLimitError = /* @__PURE__ */ guard<RateLimitError>('RateLimitError');
/**
 * Is this a `RequestError`, or one of its kinds?
 *
 * @example
 * if (isRequestError(error)) console.log(`refused: ${error.status} ${error.code}`);
 */
export const isRequestError = /* @__PURE__ */ guard<RequestError>('RequestError');
/**
 * Is this an `AuthenticationError`?
 *
 * @example
 * if (isAuthenticationError(error)) console.log('check the key');
 */
export const isAuthenticationError = /* @__PURE__ */ guard<AuthenticationError>('AuthenticationError');
/**
 * Is this a `JobNotFoundError`?
 *
 * @example
 * if (isJobNotFoundError(error)) console.log(`${error.jobId} was deleted, or belongs to another account`);
 */
export const isJobNotFoundError = /* @__PURE__ */ guard<JobNotFoundError>('JobNotFoundError');
/**
 * Is this a `QuotaError`?
 *
 * @example
 * if (isQuotaError(error)) console.log('the account needs credit');
 */
export const isQuotaError = /* @__PURE__ */ guard<QuotaError>('QuotaError');
/**
 * Is this a `ProtocolError`?
 *
 * @example
 * if (isProtocolError(error)) console.log(`is there a proxy? ${error.message}`);
 */
export const isProtocolError = /* @__PURE__ */ guard<ProtocolError>('ProtocolError');
/**
 * Is this a `TimeoutError` of this package?
 *
 * @example
 * if (isTimeoutError(error)) console.log(`${error.jobId} may still be running`);
 */
export const isTimeoutError = /* @__PURE__ */ guard<TimeoutError>('TimeoutError');
/**
 * Is this a `CircuitBreakerError`?
 *
 * @example
 * if (isCircuitBreakerError(error)) console.log('nothing was sent');
 */
export const isCircuitBreakerError = /* @__PURE__ */ guard<CircuitBreakerError>('CircuitBreakerError');
/**
 * Is this an `UnknownOutcomeError`?
 *
 * @example
 * if (isUnknownOutcomeError(error)) console.log(`create it again with the key ${error.idempotencyKey}`);
 */
export const isUnknownOutcomeError = /* @__PURE__ */ guard<UnknownOutcomeError>('UnknownOutcomeError');
/**
 * Is this a `ClientClosedError`?
 *
 * @example
 * if (isClientClosedError(error)) console.log('watch it with another client');
 */
export const isClientClosedError = /* @__PURE__ */ guard<ClientClosedError>('ClientClosedError');
/**
 * Is this a `JobFailedError`?
 *
 * @example
 * if (isJobFailedError(error)) console.log(error.failure.message);
 */
export const isJobFailedError = /* @__PURE__ */ guard<JobFailedError>('JobFailedError');
/**
 * Is this a `BatchError`?
 *
 * @example
 * if (isBatchError(error)) console.log(`${error.created.length} jobs exist`);
 */
export const isBatchError = /* @__PURE__ */ guard<BatchError>('BatchError');

/** A copy of the error with more details. The original may be shared and is not changed. An error parsed from JSON becomes an `Error` again. */
export function withDetails<E extends TranslationError>(error: E, details: ErrorDetails): E {
  const fields = Object.assign({}, error, { cause: error.cause }, details);
  const constructor = MARK in error ? error.constructor : TranslationError;
  return Reflect.construct(TranslationError, [error.message, fields], constructor) as E;
}

/**
 * Whatever a user's transport throws, as an error of ours. It says nothing about the job, so it counts as a fault of the network. A foreign error may contain its
 * request, key included: only its name, message and code are kept.
 */
export function toTranslationError(thrown: unknown): TranslationError {
  const error = withoutForeign(thrown);
  if (isTranslationError(error)) return error;
  if (!(error instanceof Error)) return new NetworkError(`The transport failed: ${textOf(error)}`);
  const { name, message, code } = error as BareError;
  return new NetworkError(`The transport failed: ${name}: ${message}`, { cause: error, code });
}

/** How many causes deep an error is kept: a cause could be the error itself. */
const DEEPEST = 8;

/** An error, or the cause of one, in which nothing but the name, message and code of foreign ones can be reached. */
function withoutForeign(thrown: unknown, depth = 0): unknown {
  if (typeof thrown !== 'object' || thrown === null) return thrown;
  if (!isTranslationError(thrown)) return bareError(thrown);
  const cause = depth < DEEPEST ? withoutForeign(thrown.cause, depth + 1) : undefined;
  return cause === thrown.cause && MARK in thrown ? thrown : withDetails(thrown, { cause });
}

type BareError = Error & { readonly code?: string };

/** Even reading a field may throw, as with objects that are parsed late. */
function bareError(thrown: object): BareError {
  const text = (field: string): string | undefined => {
    try {
      const value: unknown = Reflect.get(thrown, field);
      return typeof value === 'string' ? value : undefined;
    } catch {
      return undefined;
    }
  };
  const bare = new Error(text('message') ?? 'no message');
  bare.name = text('name') ?? 'Error';
  const code = text('code');
  return code === undefined ? bare : Object.assign(bare, { code });
}
