import { TranslationError, type HintDetails } from './translation-error.js';

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
 * The client was closed during a watch. The job keeps running.
 *
 * @example
 * client.watch(jobId).subscribe({ error: error => console.log(isClientClosedError(error)) }); // true
 * client.close();
 */
export class ClientClosedError extends TranslationError {
  override readonly name = 'ClientClosedError';
}
