import type { JobId } from '../../model/job.js';
import type { BulkLimit } from '../../policy/bulk/bulk-limit.js';
import type { ExponentialConfig } from '../../policy/polling/exponential.js';
import type { ObservedJob } from '../../policy/polling/polling-strategy.js';
import type { RetryConfig } from '../../policy/retry/retry.js';
import type { WatchState } from '../../policy/watch/state.js';

/** What a watch is to keep to, where it differs from what its workers do anyway. Plain JSON. */
export interface StoredTerms {
  /** Its own schedule and deadline. */
  readonly polling?: Partial<ExponentialConfig> & { readonly timeoutMs?: number };
  /** Its own retries. */
  readonly retry?: Partial<RetryConfig>;
  /** What the job's duration may depend on, for a learning schedule. */
  readonly key?: string;
  /** Length of the video, in seconds, for a learning schedule. */
  readonly videoSeconds?: number;
  /** Every poll counts as a change. */
  readonly emit?: 'polls';
}

/** An error as plain JSON, its causes included. */
export type StoredError = Readonly<Record<string, unknown>>;

/** A watch to be added. */
export interface NewWatch {
  /** As if the time were 0: the engine adds its clock's time to each instant. */
  readonly state: WatchState;
  /** Where it differs from what the workers do anyway. */
  readonly terms?: StoredTerms | undefined;
}

/** What is stored of a watch between two polls. It is due at `state.nextPollAt`. */
export interface StoredWatch {
  /** Instants are epoch ms of the engine's clock. */
  readonly state: WatchState;
  /** The most jobs in its next request; 1: a request of its own. Absent: as many as the transport takes. */
  readonly together?: number | undefined;
  /** With how many others it may be polled, after a bulk request for it has failed. */
  readonly bulkLimit?: BulkLimit | undefined;
}

/** A watch that was claimed. */
export interface ClaimedWatch extends StoredWatch {
  /** Where it differs from what the worker does anyway. */
  readonly terms?: StoredTerms | undefined;
}

/** What a poll has made of a claimed watch. Settling an unchanged one gives it back: it is due when it was. */
export interface Settlement extends StoredWatch {
  /** There is something for the clients to see: the version goes up by one, and they get a hint. Always so when the watch has ended. */
  readonly hasChanged: boolean;
  /** Absent: the watch goes on. With an `error` it has ended with that, without one its job is settled. */
  readonly end?: { readonly error?: StoredError | undefined } | undefined;
  /** What the schedules of all workers may learn from it. */
  readonly observed?: ObservedJob | undefined;
}

/** A watch as one client has last read it; version 0: never. */
export interface SeenWatch {
  /** The job. */
  readonly jobId: JobId;
  /** The version that was read last, from 1; 0 for none. */
  readonly version: number;
}

/** What is new of a watch. Versions count from 1, and go on where a watch was forgotten and is added again. */
export interface WatchChange extends SeenWatch {
  /** The state after the last poll. */
  readonly state: WatchState;
  /** Present once the watch has ended: with an error, or because its job is settled. */
  readonly end?: { readonly error?: StoredError | undefined } | undefined;
}
