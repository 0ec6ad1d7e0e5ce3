import type { JobId } from '../../model/job.js';

/** Signals that something has changed. A hint may get lost, be repeated or come late: it is only a reason to read. */
export type Hint =
  /** The engine listens from now on, for the first time or again: anything may have changed before. */
  | { readonly type: 'all' }
  /** These watches have changed or were forgotten. */
  | { readonly type: 'watches'; readonly jobIds: readonly JobId[] }
  /** These creates have ended. */
  | { readonly type: 'creates'; readonly keys: readonly string[] }
  /** Something is due sooner than the last claim said. */
  | { readonly type: 'due' };
