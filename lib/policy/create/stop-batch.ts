import { isAuthenticationError, isRequestError, type TranslationError } from '../../model/errors.js';

/** What the finished creates of a batch mean for those still to come. */
export interface BatchCreates {
  /** Set once no further create is to be sent. */
  readonly stoppedBy?: TranslationError;
  /** How the last create was refused, if it was refused. */
  readonly lastRefusal?: string;
}

/** No create of the batch has been refused. */
export const noRefusal: BatchCreates = {};

/**
 * One create of a batch has ended. A refusal may concern only its own video. It concerns the whole batch if the key is wrong (401), or if two requests in a row are
 * refused in the same way.
 */
export function afterCreate(before: BatchCreates, error: TranslationError | undefined): BatchCreates {
  if (before.stoppedBy !== undefined) return before;
  if (!isRequestError(error)) return noRefusal;
  const refusal = `${error.name} ${error.status ?? ''} ${error.code ?? ''}`;
  const concernsCaller =
    (isAuthenticationError(error) && error.status !== 403) || before.lastRefusal === refusal;
  return concernsCaller ? { stoppedBy: error } : { lastRefusal: refusal };
}
