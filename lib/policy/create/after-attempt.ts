import { textOf } from '../../model/checks.js';
import {
  bareError,
  UnknownOutcomeError,
  withDetails,
  type HintDetails,
  type TranslationError,
} from '../../model/errors.js';
import type { JobId } from '../../model/job.js';
import { hintOf } from '../retry/retry.js';
import { mayHaveCreated, provesNoJob } from './may-have-created.js';

/** What is known of one create, which has one key for all attempts. Plain JSON. */
export interface CreateState {
  readonly idempotencyKey: string;
  /** Whether an attempt ended without a response: a job may exist. */
  readonly isUncertain: boolean;
}

/** A create before its first attempt. */
export const newCreate = (idempotencyKey: string): CreateState => ({ idempotencyKey, isUncertain: false });

/** Another attempt failed. Once the outcome is uncertain, only an id, or proof that no job exists, makes it certain again. */
export const afterAttempt = (state: CreateState, error: TranslationError): CreateState => ({
  ...state,
  isUncertain: mayHaveCreated(error) || (state.isUncertain && !provesNoJob(error)),
});

/** An attempt was aborted. */
export const afterAbort = (state: CreateState): CreateState => ({ ...state, isUncertain: true });

/**
 * The error for the caller when no attempts are left. It always has the key.
 *
 * @param known The ids of jobs that are known to exist all the same.
 */
export function createFailure(
  { isUncertain, idempotencyKey }: CreateState,
  error: TranslationError,
  known: readonly JobId[] = [],
): TranslationError {
  const { requestId } = error;
  const details = { idempotencyKey, created: error.created ?? unlessEmpty(known) };
  return isUncertain
    ? unknownOutcome(error.message, { ...details, requestId, retryAfterMs: hintOf(error), cause: error })
    : withDetails(error, details);
}

const unlessEmpty = (jobIds: readonly JobId[]): readonly JobId[] | undefined =>
  jobIds.length > 0 ? jobIds : undefined;

/**
 * The error for a caller that stops waiting, by an abort or `close()`; undefined if no job can exist.
 *
 * @param known The ids of jobs that are known to exist: there may be more.
 */
export const abandonedError = (
  { isUncertain, idempotencyKey }: CreateState,
  reason: unknown,
  known: readonly JobId[] = [],
): UnknownOutcomeError | undefined =>
  isUncertain || known.length > 0
    ? unknownOutcome(messageOf(reason), { idempotencyKey, created: unlessEmpty(known), cause: reason })
    : undefined;

/** An abort may have any reason. */
export const messageOf = (reason: unknown): string =>
  typeof reason === 'object' && reason !== null ? bareError(reason).message : textOf(reason);

const unknownOutcome = (
  why: string,
  details: HintDetails & { readonly idempotencyKey: string },
): UnknownOutcomeError =>
  new UnknownOutcomeError(
    `The job may or may not have been created (${why}). Create it again with idempotencyKey '${details.idempotencyKey}' to find out`,
    details,
  );
