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

/** The jobs of a create that are known to exist although it has not succeeded. Plain JSON. */
export interface KnownJobs {
  /** Their ids: first one for each request that was answered, then others that failed attempts have returned. */
  readonly jobIds: readonly JobId[];
  /** How many of its requests were answered, if each job needs its own. These are not sent again. */
  readonly answered: number;
}

/** The status of a create. While it is open, it has the ids of the jobs that are known to exist, if there are any. */
export type CreateStatus = { readonly key: string } & (
  | { readonly type: 'open'; readonly jobIds?: readonly JobId[] | undefined }
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
  /** The attempts of its next request that have failed so far. */
  readonly attempts: Attempts;
  /** The jobs that earlier attempts have created. Absent: none are known. */
  readonly known?: KnownJobs | undefined;
  /** When it was added; if it failed since, when it was added again. */
  readonly startedAt: number;
  /** When it fails, in epoch ms. */
  readonly deadlineAt: number;
  /** When the first attempt was claimed that may have created a job that is not known. Absent: no such job can exist. */
  readonly firstSentAt?: number | undefined;
}

/** How an attempt of a claimed create ended. `known` replaces what was stored. */
export type CreateSettlement =
  /** The watches of its jobs are added in the same transaction. */
  | { readonly type: 'created'; readonly jobIds: readonly JobId[]; readonly watches: readonly NewWatch[] }
  | {
      readonly type: 'again';
      /** The delay before the next attempt, in ms. Negative: it keeps its place before creates that were added later. */
      readonly dueInMs: number;
      /** The failed attempts, including this one. */
      readonly attempts: Attempts;
      /** A job may exist that is not known. If not, `firstSentAt` is cleared. */
      readonly isUncertain: boolean;
      /** Absent: no job is known to exist. */
      readonly known?: KnownJobs | undefined;
    }
  | {
      readonly type: 'failed';
      /** Why. */
      readonly error: StoredError;
      /** As for `again`. */
      readonly isUncertain: boolean;
      /** As for `again`: it may be added again. */
      readonly known?: KnownJobs | undefined;
    };
