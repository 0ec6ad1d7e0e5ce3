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

interface HintDetails extends ErrorDetails {
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

/** The base class of every error of this package. */
export class TranslationError extends Error {
  override readonly name: string = 'TranslationError';
  readonly [MARK] = true;
  declare readonly jobId?: JobId;
  declare readonly snapshot?: JobSnapshot;
  declare readonly requestId?: string;
  declare readonly idempotencyKey?: string;
  declare readonly created?: readonly JobId[];
  declare readonly requestIndex?: number;
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

/** The next attempt may succeed: the network failed, the server is in trouble, or it limits the rate. */
export class RetryableError extends TranslationError {
  override readonly name: 'RetryableError' | 'NetworkError' | 'ServerError' | 'RateLimitError' =
    'RetryableError';
  /** How long the service asks to wait, in ms. */
  declare readonly retryAfterMs?: number;

  constructor(message: string, details?: HintDetails) {
    super(message, details);
  }
}

/** No complete answer arrived: the connection was refused, reset or cut off, the host is unknown, or the time limit passed. */
export class NetworkError extends RetryableError {
  override readonly name = 'NetworkError';
  /** `'timeout'`, or the platform's code, such as `'ECONNREFUSED'`. */
  declare readonly code?: string;

  constructor(message: string, details?: ErrorDetails & { readonly code?: string | undefined }) {
    super(message, details);
  }
}

/** The service cannot answer at the moment: 408, 425, 5xx except 501, or 409 for a create that is still in progress. */
export class ServerError extends RetryableError {
  override readonly name = 'ServerError';
  declare readonly status: number;
  declare readonly code?: string;

  constructor(
    message: string,
    details: HintDetails & { readonly status: number; readonly code?: string | undefined },
  ) {
    super(message, details);
  }
}

/** 429: too many requests, or too many jobs at once for the account. */
export class RateLimitError extends RetryableError {
  override readonly name = 'RateLimitError';
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

/** The service refused the request. Sending it again will not help. */
export class RequestError extends TranslationError {
  override readonly name: 'RequestError' | 'AuthenticationError' | 'JobNotFoundError' | 'QuotaError' =
    'RequestError';
  declare readonly status?: number;
  declare readonly code?: string;

  constructor(message: string, details?: RequestErrorDetails) {
    super(message, details);
  }
}

/** 401 or 403: the key is wrong, or does not allow this. */
export class AuthenticationError extends RequestError {
  override readonly name = 'AuthenticationError';
}

/** The service does not know the job: it never existed, was deleted, or belongs to another account. */
export class JobNotFoundError extends RequestError {
  override readonly name = 'JobNotFoundError';
}

/** 402, or a 429 that waiting does not solve: the account has no credit or quota left. */
export class QuotaError extends RequestError {
  override readonly name = 'QuotaError';
}

/** An answer that makes no sense: not JSON, not of the expected form, or about another job. */
export class ProtocolError extends TranslationError {
  override readonly name = 'ProtocolError';
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

/** The deadline passed before the job was settled. The job has not failed: watch it again by its id. */
export class TimeoutError extends TranslationError {
  override readonly name = 'TimeoutError';
  declare readonly retryAfterMs?: number;

  constructor(message: string, details?: HintDetails) {
    super(message, details);
  }
}

/** The circuit breaker is open: nothing was sent. */
export class CircuitBreakerError extends TranslationError {
  override readonly name = 'CircuitBreakerError';
  /** When to try again, in ms from now; absent while the breaker is isolated by hand. */
  declare readonly retryAfterMs?: number;

  constructor(message: string, details?: HintDetails) {
    super(message, details);
  }
}

/** A create ended without a clear answer: the job may exist. Create it again with the same `idempotencyKey` to find out. */
export class UnknownOutcomeError extends TranslationError {
  override readonly name = 'UnknownOutcomeError';
}

/** The client was closed during a watch. The job keeps running. */
export class ClientClosedError extends TranslationError {
  override readonly name = 'ClientClosedError';
}

/** The job failed. Only the operator `throwIfFailed()` throws this. */
export class JobFailedError extends TranslationError {
  override readonly name = 'JobFailedError';
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

/** Some jobs of a batch could not be created, or their watches ended without a result. */
export class BatchError extends TranslationError {
  override readonly name = 'BatchError';
  declare readonly created: readonly JobId[];
  declare readonly statuses: Readonly<Record<JobId, JobStatus>>;
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

function guard<E extends TranslationError>(name: E['name']): (error: unknown) => error is E {
  return (error): error is E => {
    if (!isTranslationError(error)) return false;
    let own: string | undefined = error.name;
    while (own !== name && own !== undefined) own = PARENT.get(own);
    return own === name;
  };
}

/** Is this an error of this package: of any copy or realm, or parsed from JSON? */
export const isTranslationError = (error: unknown): error is TranslationError =>
  typeof error === 'object' && error !== null && (MARK in error || Reflect.get(error, 'library') === LIBRARY);
/** Is this a `RetryableError`, or one of its kinds? */
export const isRetryableError = guard<RetryableError>('RetryableError');
/** Is this a `NetworkError`? */
export const isNetworkError = guard<NetworkError>('NetworkError');
/** Is this a `ServerError`? */
export const isServerError = guard<ServerError>('ServerError');
/** Is this a `RateLimitError`? */
export const isRateLimitError = guard<RateLimitError>('RateLimitError');
/** Is this a `RequestError`, or one of its kinds? */
export const isRequestError = guard<RequestError>('RequestError');
/** Is this an `AuthenticationError`? */
export const isAuthenticationError = guard<AuthenticationError>('AuthenticationError');
/** Is this a `JobNotFoundError`? */
export const isJobNotFoundError = guard<JobNotFoundError>('JobNotFoundError');
/** Is this a `QuotaError`? */
export const isQuotaError = guard<QuotaError>('QuotaError');
/** Is this a `ProtocolError`? */
export const isProtocolError = guard<ProtocolError>('ProtocolError');
/** Is this a `TimeoutError` of this package? */
export const isTimeoutError = guard<TimeoutError>('TimeoutError');
/** Is this a `CircuitBreakerError`? */
export const isCircuitBreakerError = guard<CircuitBreakerError>('CircuitBreakerError');
/** Is this an `UnknownOutcomeError`? */
export const isUnknownOutcomeError = guard<UnknownOutcomeError>('UnknownOutcomeError');
/** Is this a `ClientClosedError`? */
export const isClientClosedError = guard<ClientClosedError>('ClientClosedError');
/** Is this a `JobFailedError`? */
export const isJobFailedError = guard<JobFailedError>('JobFailedError');
/** Is this a `BatchError`? */
export const isBatchError = guard<BatchError>('BatchError');

/** A copy of the error with more details. The original may be shared and is not changed. */
export function withDetails<E extends TranslationError>(error: E, details: ErrorDetails): E {
  const fields = Object.assign({}, error, { cause: error.cause }, details);
  return Reflect.construct(TranslationError, [error.message, fields], error.constructor) as E;
}

/**
 * Whatever a user's transport throws, as an error of ours. It says nothing about the job, so it counts as a fault of the network. A foreign error may contain its
 * request, key included: only its name, message and code are kept.
 */
export function toTranslationError(thrown: unknown): TranslationError {
  if (isTranslationError(thrown)) {
    return isForeign(thrown.cause) ? withDetails(thrown, { cause: bareError(thrown.cause) }) : thrown;
  }
  if (!isForeign(thrown)) return new NetworkError(`The transport failed: ${String(thrown)}`);
  const cause = bareError(thrown);
  return new NetworkError(`The transport failed: ${cause.name}: ${cause.message}`, {
    cause,
    code: cause.code,
  });
}

const isForeign = (thrown: unknown): thrown is object =>
  typeof thrown === 'object' && thrown !== null && !isTranslationError(thrown);

function bareError(thrown: object): Error & { readonly code?: string } {
  const { name, message, code } = thrown as Partial<Record<'name' | 'message' | 'code', unknown>>;
  const bare = new Error(typeof message === 'string' ? message : 'no message');
  bare.name = typeof name === 'string' ? name : 'Error';
  return typeof code === 'string' ? Object.assign(bare, { code }) : bare;
}
