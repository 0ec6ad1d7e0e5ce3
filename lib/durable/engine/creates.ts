import type { JobId } from '../../model/job.js';
import type { TranslationRequest } from '../../model/request.js';
import type { Attempts } from '../../policy/retry/retry.js';
import type { NewWatch, StoredError, StoredTerms } from './watches.js';

/** A create that a client adds. */
export interface NewCreate {
  /** The idempotency key. An account has one create for each key. */
  readonly key: string;
  /** What to create. */
  readonly request: TranslationRequest;
  /** The digest of the request. The same key with another digest is refused. */
  readonly digest: string;
  /** The deadline of the create, and of the watches of its jobs, in ms from now. */
  readonly timeoutMs: number;
  /** The terms of the watches of its jobs. */
  readonly terms?: StoredTerms | undefined;
}

/** The status of a create. */
export type CreateStatus = { readonly key: string } & (
  | { readonly type: 'open' }
  | { readonly type: 'created'; readonly jobIds: readonly JobId[] }
  | { readonly type: 'failed'; readonly error: StoredError }
  /** Only from `addCreates`: the key belongs to another request, and nothing was changed. */
  | { readonly type: 'other request' }
);

/** A claimed create. Instants are epoch ms of the engine's clock. */
export interface ClaimedCreate {
  /** Its idempotency key. */
  readonly key: string;
  /** What to create. */
  readonly request: TranslationRequest;
  /** The terms of the watches of its jobs. */
  readonly terms?: StoredTerms | undefined;
  /** The attempts that have failed so far. */
  readonly attempts: Attempts;
  /** When it was last added. */
  readonly startedAt: number;
  /** When it fails, in epoch ms. */
  readonly deadlineAt: number;
  /** When the first attempt was claimed that may have created a job. Absent: no job can exist. */
  readonly firstSentAt?: number | undefined;
}

/** How an attempt of a claimed create ended. */
export type CreateSettlement =
  /** The watches of its jobs are added in the same transaction. */
  | { readonly type: 'created'; readonly jobIds: readonly JobId[]; readonly watches: readonly NewWatch[] }
  | {
      readonly type: 'again';
      /** The delay before the next attempt, in ms. */
      readonly dueInMs: number;
      /** The failed attempts, including this one. */
      readonly attempts: Attempts;
      /** A job may exist. If not, `firstSentAt` is cleared. */
      readonly isUncertain: boolean;
    }
  | { readonly type: 'failed'; readonly error: StoredError; readonly isUncertain: boolean };
