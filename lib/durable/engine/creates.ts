import type { JobId } from '../../model/job.js';
import type { TranslationRequest } from '../../model/request.js';
import type { Attempts } from '../../policy/retry/retry.js';
import type { NewWatch, StoredError, StoredTerms } from './watches.js';

/** A create to be added. */
export interface NewCreate {
  /** The idempotency key: one create for each key of an account. */
  readonly key: string;
  /** What to create. */
  readonly request: TranslationRequest;
  /** Equal for equal requests. A key that comes again with another digest is refused. */
  readonly digest: string;
  /** The deadline of the create and of the watches after it, in ms from now. */
  readonly timeoutMs: number;
  /** The terms of the watches of its jobs. */
  readonly terms?: StoredTerms | undefined;
}

/** Where a create stands. */
export type CreateStatus = { readonly key: string } & (
  | { readonly type: 'open' }
  | { readonly type: 'created'; readonly jobIds: readonly JobId[] }
  | { readonly type: 'failed'; readonly error: StoredError }
  /** Only from `addCreates`: the key belongs to another request. Nothing was changed. */
  | { readonly type: 'other request' }
);

/** A create that was claimed. Instants are epoch ms of the engine's clock. */
export interface ClaimedCreate {
  /** Its idempotency key. */
  readonly key: string;
  /** What to create. */
  readonly request: TranslationRequest;
  /** The terms of the watches of its jobs. */
  readonly terms?: StoredTerms | undefined;
  /** The attempts that have failed so far. */
  readonly attempts: Attempts;
  /** When it was added, for the last time. */
  readonly startedAt: number;
  /** When it fails, in epoch ms. */
  readonly deadlineAt: number;
  /** When the first attempt was claimed after which a job may exist. Absent: no job can exist. */
  readonly firstSentAt?: number | undefined;
}

/** What an attempt has made of a claimed create. */
export type CreateSettlement =
  /** The watches of its jobs begin at the same moment. */
  | { readonly type: 'created'; readonly jobIds: readonly JobId[]; readonly watches: readonly NewWatch[] }
  | {
      readonly type: 'again';
      /** The delay before the next attempt, in ms. */
      readonly dueInMs: number;
      /** The failed attempts, this one included. */
      readonly attempts: Attempts;
      /** A job may exist. False: `firstSentAt` is forgotten. */
      readonly isUncertain: boolean;
    }
  | { readonly type: 'failed'; readonly error: StoredError; readonly isUncertain: boolean };
