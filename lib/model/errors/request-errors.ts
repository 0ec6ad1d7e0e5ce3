import { TranslationError, type ErrorDetails, type HintDetails } from './translation-error.js';

interface RequestErrorDetails extends ErrorDetails {
  /** The HTTP status; absent if the refusal is not a response. */
  readonly status?: number | undefined;
  /** The service's own code, such as `'invalid_parameter'`. */
  readonly code?: string | undefined;
}

/**
 * The service refused the request. Sending it again will not help.
 *
 * @example
 * throw new RequestError('Unknown language', { status: 400, code: 'invalid_parameter' });
 */
export class RequestError extends TranslationError {
  override readonly name: 'RequestError' | 'AuthenticationError' | 'JobNotFoundError' | 'QuotaError' =
    'RequestError';
  /** The HTTP status; absent if there was no response. */
  declare readonly status?: number;
  /** The service's own code, or one of this library's, such as `'redirect'` or `'certificate'`. */
  declare readonly code?: string;

  constructor(message: string, details?: RequestErrorDetails) {
    super(message, details);
  }
}

/**
 * 401 or 403: the key is wrong, or lacks permission.
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
 * throw new JobNotFoundError(`Job ${jobId} does not exist`, { jobId, status: 404 });
 */
export class JobNotFoundError extends RequestError {
  override readonly name = 'JobNotFoundError';
}

/**
 * 402, or a 429 that waiting does not resolve: the account has no credit or quota left.
 *
 * @example
 * throw new QuotaError('The account has no credit left', { status: 402 });
 */
export class QuotaError extends RequestError {
  override readonly name = 'QuotaError';
}

/**
 * A response that makes no sense: not JSON, not in the expected form, or about another job.
 *
 * @example
 * throw new ProtocolError('The response has no status', { jobId, status: 200 });
 */
export class ProtocolError extends TranslationError {
  override readonly name = 'ProtocolError';
  /** The HTTP status of the response. */
  declare readonly status?: number;
  /** `'body_too_large'` for a response longer than `maxBodyBytes`, `'not_json'`, or `'redirect'` for a create that was redirected. */
  declare readonly code?: string;

  constructor(
    message: string,
    details?: ErrorDetails & { readonly status?: number | undefined; readonly code?: string | undefined },
  ) {
    super(message, details);
  }
}
