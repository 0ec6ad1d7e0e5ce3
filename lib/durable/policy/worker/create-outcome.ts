import type { TranslationError } from '../../../model/errors.js';
import type { JobId } from '../../../model/job.js';

/** How an attempt of a create ended. */
export type CreateOutcome =
  /** Its last request was answered: the ids of all jobs. */
  | { readonly type: 'created'; readonly jobIds: readonly JobId[] }
  /** One of its requests was answered: the ids so far. */
  | { readonly type: 'answered'; readonly jobIds: readonly JobId[] }
  | { readonly type: 'failure'; readonly error: TranslationError }
  /** The worker stopped before a response came; with the ids that had come. */
  | { readonly type: 'aborted'; readonly found?: readonly JobId[] }
  /** Nothing was sent. */
  | { readonly type: 'not sent'; readonly error: TranslationError };
