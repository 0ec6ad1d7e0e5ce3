import type { JobId } from '../../model/job.js';
import type { BulkLimit } from '../../policy/bulk/bulk-limit.js';
import type { ExponentialConfig } from '../../policy/polling/exponential.js';
import type { ObservedJob } from '../../policy/polling/polling-strategy.js';
import type { RetryConfig } from '../../policy/retry/retry.js';
import type { WatchState } from '../../policy/watch/state.js';

/** The options of a watch that differ from those of its workers. Plain JSON. */
export interface StoredTerms {
  /** Its own schedule and deadline. */
  readonly polling?: Partial<ExponentialConfig> & { readonly timeoutMs?: number };
  /** Its own retries. */
  readonly retry?: Partial<RetryConfig>;
  /** What the job's duration may depend on, for a schedule that learns. */
  readonly key?: string;
  /** The length of the video, in seconds, for a schedule that learns. */
  readonly videoSeconds?: number;
  /** Every poll counts as a change. */
  readonly emit?: 'polls';
}

/** An error as plain JSON, including its causes. */
export type StoredError = Readonly<Record<string, unknown>>;

/** A watch that a client adds. */
export interface NewWatch {
  /** Instants count from 0: the engine adds its own time to each. */
  readonly state: WatchState;
  /** The options that its client has set. Absent: those of the workers. */
  readonly terms?: StoredTerms | undefined;
}

/** What is stored of a watch between two polls. It is due at `state.nextPollAt`. */
export interface StoredWatch {
  /** Instants are epoch ms of the engine's clock. */
  readonly state: WatchState;
  /** The maximum number of jobs in its next request, including this one. Absent: as many as the transport takes. */
  readonly together?: number | undefined;
  /** How many jobs may share a request with it, after a bulk request has failed. */
  readonly bulkLimit?: BulkLimit | undefined;
}

/** A claimed watch. */
export interface ClaimedWatch extends StoredWatch {
  /** The options that its client has set. Absent: those of the workers. */
  readonly terms?: StoredTerms | undefined;
}

/** A claimed watch after its poll. If the state is unchanged, the watch is returned, due at the same time as before. */
export interface Settlement extends StoredWatch {
  /** Clients have something new to see: the version goes up by one, and they get a hint. Always true when the watch has ended. */
  readonly hasChanged: boolean;
  /** Present if the watch has ended: with this error, or without one because its job is settled. */
  readonly end?: { readonly error?: StoredError | undefined } | undefined;
  /** What schedules can learn from it. */
  readonly observed?: ObservedJob | undefined;
}

/** Which version of a watch a client has read. */
export interface SeenWatch {
  /** The job. */
  readonly jobId: JobId;
  /** The latest version it has read, from 1; 0 for none. */
  readonly version: number;
}

/** A watch that has changed. Versions count from 1, and continue if a watch is forgotten and added again. */
export interface WatchChange extends SeenWatch {
  /** The state after the last poll. */
  readonly state: WatchState;
  /** Present once the watch has ended: with an error, or because its job is settled. */
  readonly end?: { readonly error?: StoredError | undefined } | undefined;
}
