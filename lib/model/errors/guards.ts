import type {
  BatchError,
  CircuitBreakerError,
  ClientClosedError,
  JobFailedError,
  TimeoutError,
  UnknownOutcomeError,
} from './call-errors.js';
import type {
  AuthenticationError,
  JobNotFoundError,
  ProtocolError,
  QuotaError,
  RequestError,
} from './request-errors.js';
import type { NetworkError, RateLimitError, RetryableError, ServerError } from './retryable-errors.js';
import { isTranslationError, type TranslationError } from './translation-error.js';

const PARENT: ReadonlyMap<string, string> = new Map([
  ['NetworkError', 'RetryableError'],
  ['ServerError', 'RetryableError'],
  ['RateLimitError', 'RetryableError'],
  ['AuthenticationError', 'RequestError'],
  ['JobNotFoundError', 'RequestError'],
  ['QuotaError', 'RequestError'],
]);

/** Marked as pure at each call, so that bundlers leave out the guards that are not used. */
function guard<E extends TranslationError>(name: E['name']): (error: unknown) => error is E {
  return (error): error is E =>
    isTranslationError(error) && (error.name === name || PARENT.get(error.name) === name);
}

/**
 * Is this a `RetryableError`, or one of its subclasses?
 *
 * @example
 * if (isRetryableError(error)) console.log(`try again in ${error.retryAfterMs ?? 1000} ms`);
 */
export const isRetryableError = /* @__PURE__ */ guard<RetryableError>('RetryableError');
/**
 * Is this a `NetworkError`?
 *
 * @example
 * if (isNetworkError(error) && error.code === 'timeout') console.log('no response in time');
 */
export const isNetworkError = /* @__PURE__ */ guard<NetworkError>('NetworkError');
/**
 * Is this a `ServerError`?
 *
 * @example
 * if (isServerError(error)) console.log(`the service responded with ${error.status}`);
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
 * Is this a `RequestError`, or one of its subclasses?
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
