import { isTranslationError, type TranslationError, type UnknownOutcomeError } from '../../model/errors.js';
import type { JobId } from '../../model/job.js';
import {
  abandonedError,
  afterAbort,
  afterAttempt,
  createFailure,
  newCreate,
} from '../../policy/create/after-attempt.js';

/** What is known of one create, through all its attempts and subscriptions: which jobs exist, and whether others may. */
export class CreateProgress {
  /** All ids, once the create has succeeded. */
  created: readonly JobId[] | undefined;
  /** The ids of the jobs that are known to exist. */
  known: readonly JobId[] = [];
  /** The error of the last attempt that failed. */
  lastError: TranslationError | undefined;
  /** Whether any attempt was sent. */
  wasSent = false;
  #isInFlight = false;
  #state;

  constructor(idempotencyKey: string) {
    this.#state = newCreate(idempotencyKey);
  }

  /** A request was sent. Until the attempt has failed, or all of its requests have responses, unknown jobs may exist. */
  onSent(): void {
    this.#isInFlight = this.wasSent = true;
  }

  /** The service has returned an id; the create may still fail. */
  onCreated(jobId: JobId): void {
    if (!this.known.includes(jobId)) this.known = [...this.known, jobId];
  }

  /** An attempt failed. Anything but a `TranslationError` says nothing about a job. */
  onError(error: unknown): void {
    this.#isInFlight = false;
    if (!isTranslationError(error)) return;
    this.lastError = error;
    this.#state = afterAttempt(this.#state, error);
  }

  /** The attempt was abandoned. */
  onAbort(): void {
    this.#state = this.#ifAborted;
  }

  /** The create succeeded with these jobs. */
  onAnswer(jobIds: readonly JobId[]): void {
    this.created = this.known = jobIds;
  }

  /** The error for the caller when no attempts are left. */
  failure(error: TranslationError): TranslationError {
    const failed = createFailure(this.#state, error, this.known);
    this.known = failed.created ?? [];
    return failed;
  }

  /** The error for a caller that stops waiting because of `reason`; undefined if no unknown job can exist. */
  abandonedError(reason: unknown): UnknownOutcomeError | undefined {
    return this.created ? undefined : abandonedError(this.#ifAborted, reason, this.known);
  }

  /** A request in flight may create a job. */
  get #ifAborted() {
    return this.#isInFlight ? afterAbort(this.#state) : this.#state;
  }
}
