// Errors of a call: its deadline, an open circuit, an unknown outcome, a closed client, a failed job or batch.
import type { FailedSnapshot, JobFailure, JobId, JobStatus } from '../job.js';
import { TranslationError, type ErrorDetails, type HintDetails } from './translation-error.js';

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
  /** How long the service asks to wait, in ms, if that exceeds the deadline. */
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
  /** When to try again, in ms from now; absent while the breaker is isolated manually. */
  declare readonly retryAfterMs?: number;

  constructor(message: string, details?: HintDetails) {
    super(message, details);
  }
}

/**
 * A create ended without a clear response, so the job may exist. Create it again with the same `idempotencyKey` to find out.
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

/** Everything known about a failed batch. */
export interface BatchErrorDetails extends ErrorDetails {
  /** Ids of all jobs that exist, in the order of the requests. */
  readonly created: readonly JobId[];
  /** The last known status of each job that was watched. */
  readonly statuses: Readonly<Record<JobId, JobStatus>>;
  /** What went wrong, in chronological order. */
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
  /** The last known status of each job that was watched. */
  declare readonly statuses: Readonly<Record<JobId, JobStatus>>;
  /** What went wrong, in chronological order. Each error has its `requestIndex` and `language`. */
  declare readonly errors: readonly TranslationError[];

  constructor(message: string, details: BatchErrorDetails) {
    super(message, details);
  }
}
