import type { JobId, JobSnapshot, JobFailure, JobStatus, FailedSnapshot } from './job.js';

/** What every error of ours can carry. Never a key, a header, a body or a foreign error: those can hold secrets. */
export interface ErrorDetails {
  /** The job this is about. */
  readonly jobId?: JobId | undefined;
  /** The last that was known of the job: go on watching from here. */
  readonly snapshot?: JobSnapshot | undefined;
  /** The service's own name for the request: quote it to their support. */
  readonly requestId?: string | undefined;
  /** The idempotency key of the create that failed: pass it again and no second job is made. */
  readonly idempotencyKey?: string | undefined;
  /** Ids of the jobs that a create made all the same. */
  readonly created?: readonly JobId[] | undefined;
  /** In a batch: which of the requests failed, from 0. */
  readonly requestIndex?: number | undefined;
  /** In a batch: the language of the job, where the request names one. */
  readonly language?: string | undefined;
  /** What is behind this error. */
  readonly cause?: unknown;
}

interface HintDetails extends ErrorDetails {
  /** How long the service, or the breaker, asks to be left alone, in ms. */
  readonly retryAfterMs?: number | undefined;
}

// Errors are known by a mark, not by their class: two copies of this package, or two realms, do not share classes,
// and rxjs and the DOM have errors that are called TimeoutError too.
const MARK = Symbol.for('heygen-rx.error');
/** The mark of an error that has become JSON. */
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

/** The root of every error of this package. */
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

  /** All that it carries but its cause, as plain JSON; the guards recognise it again. */
  toJSON(): Readonly<Record<string, unknown>> {
    return Object.assign<Record<string, unknown>, object>({ library: LIBRARY, message: this.message }, this);
  }
}

/** It may go well the next time: the network, a server in trouble, a throttle. */
export class RetryableError extends TranslationError {
  override readonly name: 'RetryableError' | 'NetworkError' | 'ServerError' | 'RateLimitError' =
    'RetryableError';
  /** How long the service asks to be left alone, in ms. */
  declare readonly retryAfterMs?: number;

  constructor(message: string, details?: HintDetails) {
    super(message, details);
  }
}

/** No whole answer arrived: refused, reset, unresolvable, cut off, or out of time. */
export class NetworkError extends RetryableError {
  override readonly name = 'NetworkError';
  /** `'timeout'`, or the platform's word for what went wrong, such as `'ECONNREFUSED'`. */
  declare readonly code?: string;

  constructor(message: string, details?: ErrorDetails & { readonly code?: string | undefined }) {
    super(message, details);
  }
}

/** The service answered that it cannot just now (408, 425, 5xx but 501, a create still in progress). */
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

/** 429: too many requests, or as many jobs as the account may run at once. */
export class RateLimitError extends RetryableError {
  override readonly name = 'RateLimitError';
  declare readonly code?: string;

  constructor(message: string, details?: HintDetails & { readonly code?: string | undefined }) {
    super(message, details);
  }
}

interface RequestErrorDetails extends ErrorDetails {
  /** The HTTP status; absent where no answer stands behind the refusal. */
  readonly status?: number | undefined;
  /** The service's own word for it, such as `'invalid_parameter'`. */
  readonly code?: string | undefined;
}

/** The service refused for good: asking again will not help. */
export class RequestError extends TranslationError {
  override readonly name: 'RequestError' | 'AuthenticationError' | 'JobNotFoundError' | 'QuotaError' =
    'RequestError';
  declare readonly status?: number;
  declare readonly code?: string;

  constructor(message: string, details?: RequestErrorDetails) {
    super(message, details);
  }
}

/** 401, 403: the key is wrong, or may not do this. */
export class AuthenticationError extends RequestError {
  override readonly name = 'AuthenticationError';
}

/** The service knows no such job: never made, deleted, or another account's. */
export class JobNotFoundError extends RequestError {
  override readonly name = 'JobNotFoundError';
}

/** 402, or a 429 that no waiting mends: the account is out of credit or quota. */
export class QuotaError extends RequestError {
  override readonly name = 'QuotaError';
}

/** An answer that makes no sense: not JSON, not of the form agreed on, or about another job. */
export class ProtocolError extends TranslationError {
  override readonly name = 'ProtocolError';
  declare readonly status?: number;
  /** `'body_too_large'` for an answer that is longer than is read. */
  declare readonly code?: string;

  constructor(
    message: string,
    details?: ErrorDetails & { readonly status?: number | undefined; readonly code?: string | undefined },
  ) {
    super(message, details);
  }
}

/** The watch's deadline came while the job was still running. The job has not failed: watch it again by its id. */
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
  /** When to ask again, in ms from now; absent while the breaker is isolated by hand. */
  declare readonly retryAfterMs?: number;

  constructor(message: string, details?: HintDetails) {
    super(message, details);
  }
}

/** A create ended without an answer: the job may exist. Create again with the same `idempotencyKey` to find out. */
export class UnknownOutcomeError extends TranslationError {
  override readonly name = 'UnknownOutcomeError';
}

/** The client was closed under a watch. The job goes on. */
export class ClientClosedError extends TranslationError {
  override readonly name = 'ClientClosedError';
}

/** The service gave the job up; only the operator `throwIfFailed()` makes an error of that. */
export class JobFailedError extends TranslationError {
  override readonly name = 'JobFailedError';
  declare readonly failure: JobFailure;

  constructor(snapshot: FailedSnapshot) {
    const details = { jobId: snapshot.jobId, snapshot, failure: snapshot.failure };
    super(`Job ${snapshot.jobId} failed: ${snapshot.failure.message}`, details);
  }
}

/** What a batch that did not go well knows: nothing is lost. */
export interface BatchErrorDetails extends ErrorDetails {
  /** Ids of all jobs that exist, in the order of the requests. */
  readonly created: readonly JobId[];
  /** The last known status of each job that was seen. */
  readonly statuses: Readonly<Record<JobId, JobStatus>>;
  /** What went wrong, in the order in which it did. */
  readonly errors: readonly TranslationError[];
}

/** Some of a batch could not be created, or its watch ended without an answer. */
export class BatchError extends TranslationError {
  override readonly name = 'BatchError';
  declare readonly created: readonly JobId[];
  declare readonly statuses: Readonly<Record<JobId, JobStatus>>;
  declare readonly errors: readonly TranslationError[];

  constructor(message: string, details: BatchErrorDetails) {
    super(message, details);
  }
}

/** Every concrete error: a `switch` over `name` is exhaustive. */
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

/** Is it an error of this package: of any copy or realm, or one that has been through JSON? */
export const isTranslationError = (error: unknown): error is TranslationError =>
  typeof error === 'object' && error !== null && (MARK in error || Reflect.get(error, 'library') === LIBRARY);
export const isRetryableError = guard<RetryableError>('RetryableError');
export const isNetworkError = guard<NetworkError>('NetworkError');
export const isServerError = guard<ServerError>('ServerError');
export const isRateLimitError = guard<RateLimitError>('RateLimitError');
export const isRequestError = guard<RequestError>('RequestError');
export const isAuthenticationError = guard<AuthenticationError>('AuthenticationError');
export const isJobNotFoundError = guard<JobNotFoundError>('JobNotFoundError');
export const isQuotaError = guard<QuotaError>('QuotaError');
export const isProtocolError = guard<ProtocolError>('ProtocolError');
export const isTimeoutError = guard<TimeoutError>('TimeoutError');
export const isCircuitBreakerError = guard<CircuitBreakerError>('CircuitBreakerError');
export const isUnknownOutcomeError = guard<UnknownOutcomeError>('UnknownOutcomeError');
export const isClientClosedError = guard<ClientClosedError>('ClientClosedError');
export const isJobFailedError = guard<JobFailedError>('JobFailedError');
export const isBatchError = guard<BatchError>('BatchError');

/** The same error, told with more of what is known. The original may be shared with others and stays as it is. */
export function withDetails<E extends TranslationError>(error: E, details: ErrorDetails): E {
  const fields = Object.assign({}, error, { cause: error.cause }, details);
  return Reflect.construct(TranslationError, [error.message, fields], error.constructor) as E;
}

/**
 * What a transport of the user's may throw: it says nothing about the job, so it counts as a fault of the network. A foreign error may carry its whole request,
 * key included: only its name, message and code are kept.
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
