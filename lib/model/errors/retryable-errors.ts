import { TranslationError, type ErrorDetails, type HintDetails } from './translation-error.js';

/**
 * The next attempt may succeed: the network or the server failed, or the server limits the rate.
 *
 * @example
 * // In a custom transport: the request cannot be sent now, but may succeed later.
 * throw new RetryableError('The token service does not respond', { jobId, retryAfterMs: 5000 });
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
 * No complete response arrived: the connection was refused, reset or cut off, the host is unknown, or the time limit passed.
 *
 * @example
 * // In a custom transport: the response was cut off.
 * throw new NetworkError('The connection was lost', { jobId, code: 'ECONNRESET' });
 */
export class NetworkError extends RetryableError {
  override readonly name = 'NetworkError';
  /** `'timeout'`, `'proxy_refused'`, or the platform's code, such as `'ECONNREFUSED'`. */
  declare readonly code?: string;

  constructor(message: string, details?: ErrorDetails & { readonly code?: string | undefined }) {
    super(message, details);
  }
}

/**
 * The service is temporarily unable to respond: 408, 425, 5xx except 501, or 409 for a create that is still in progress.
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
