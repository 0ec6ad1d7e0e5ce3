import { UnknownOutcomeError, withDetails, type TranslationError } from '../../model/errors.js';
import { mayHaveCreated, provesNoJob } from './may-have-created.js';

/** What is known of one create: however often it is tried, it has one key. Plain JSON. */
export interface CreateState {
  readonly idempotencyKey: string;
  /** Whether an attempt ended without an answer: a job may exist. */
  readonly isUncertain: boolean;
}

export const newCreate = (idempotencyKey: string): CreateState => ({ idempotencyKey, isUncertain: false });

/** One more attempt failed. Once uncertain, only an id or a proof that there is no job makes it certain again. */
export const afterAttempt = (state: CreateState, error: TranslationError): CreateState => ({
  ...state,
  isUncertain: mayHaveCreated(error) || (state.isUncertain && !provesNoJob(error)),
});

/** An attempt was cut short. */
export const afterAbort = (state: CreateState): CreateState => ({ ...state, isUncertain: true });

/** What the caller is told when there is no further attempt. Always with the key. */
export function createFailure(
  { isUncertain, idempotencyKey }: CreateState,
  error: TranslationError,
): TranslationError {
  return isUncertain
    ? unknownOutcome(idempotencyKey, error.message, error)
    : withDetails(error, { idempotencyKey });
}

/** What the caller is told who stops waiting, by an abort or `close()`; undefined where no job can exist. */
export const abandoned = (
  { isUncertain, idempotencyKey }: CreateState,
  reason: unknown,
): UnknownOutcomeError | undefined =>
  isUncertain ? unknownOutcome(idempotencyKey, textOf(reason), reason) : undefined;

function textOf(reason: unknown): string {
  const message: unknown = (reason as Partial<Error> | null | undefined)?.message;
  return typeof message === 'string' ? message : String(reason);
}

function unknownOutcome(idempotencyKey: string, why: string, cause: unknown): UnknownOutcomeError {
  const { requestId, created } = cause as Partial<TranslationError>;
  return new UnknownOutcomeError(
    `The job may or may not have been created (${why}). Create it again with idempotencyKey '${idempotencyKey}' to find out: that never makes a second one`,
    { idempotencyKey, requestId, created, cause },
  );
}
