import type { JobId, JobSnapshot, TranslationError } from 'heygen-rx';
import { tickPath } from '../batches/timeline.js';

/** A job's status on this page: that of its snapshots, or lost, when its watch ended with an error. */
export type TrackStatus = JobSnapshot['status'] | 'lost';

/** What this page has seen of one job, failed polls included. */
export class JobTrack {
  readonly jobId: JobId;
  /** Where its timeline begins: epoch ms. */
  readonly origin: number;
  status: TrackStatus = 'pending';
  /** Polls that were answered. */
  polls = 0;
  /** Polls that failed. */
  failures = 0;
  /** Absent when no poll is planned. */
  nextPollAt: number | undefined;
  /** When the page learned how the job ended, or lost it. */
  settledAt: number | undefined;
  /** When the watch of the open job was stopped; absent while it is watched. */
  stoppedAt: number | undefined;
  /** When it really ended, as the backend says, by the clock of this page. */
  endedAt: number | undefined;
  /** Why it failed or was lost. */
  reason: string | undefined;
  pollsPath = '';
  failuresPath = '';
  #lastPollAt = -Infinity;
  #lastFailureAt = -Infinity;

  constructor(jobId: JobId, origin: number) {
    this.jobId = jobId;
    this.origin = origin;
  }

  get isOpen(): boolean {
    return this.status === 'pending' || this.status === 'running';
  }

  /** Is the job open, and will it be polled again? */
  get isWatched(): boolean {
    return this.isOpen && this.stoppedAt === undefined;
  }

  addSnapshot(snapshot: JobSnapshot): void {
    this.stoppedAt = undefined;
    // A watch that is started again counts its polls from 1; here they add up.
    if (snapshot.polls > 0 && snapshot.at !== this.#lastPollAt) {
      this.#lastPollAt = snapshot.at;
      this.polls += 1;
      this.pollsPath += tickPath(snapshot.at - this.origin);
    }
    this.status = snapshot.status;
    if (snapshot.status === 'completed' || snapshot.status === 'error') {
      this.settledAt ??= snapshot.at;
      this.nextPollAt = undefined;
      if (snapshot.status === 'error') this.reason = snapshot.failure.message;
    } else {
      this.nextPollAt = snapshot.nextPollAt;
    }
  }

  /** One poll of this job failed; the next follows at `nextPollAt`, where that is known. */
  addFailure(at: number, nextPollAt: number | undefined): void {
    // The failure of the last attempt is reported twice.
    if (!this.isWatched || at === this.#lastFailureAt) return;
    this.#lastFailureAt = at;
    this.failures += 1;
    this.failuresPath += tickPath(at - this.origin, true);
    this.nextPollAt = nextPollAt ?? this.nextPollAt;
  }

  /** The watch ended with an error. */
  lose(error: TranslationError, at: number): void {
    this.status = 'lost';
    this.reason = error.message;
    this.settledAt ??= at;
    this.nextPollAt = undefined;
  }

  /** Nobody watches the job any more: no poll is planned. The job itself continues. */
  stopWatching(at: number): void {
    if (!this.isWatched) return;
    this.stoppedAt = at;
    this.nextPollAt = undefined;
  }

  /** Where the timeline ends: when the job settled or its watch was stopped; absent while it is watched. */
  get endOfLine(): number | undefined {
    return this.settledAt ?? this.stoppedAt;
  }

  /** How far the timeline reaches: epoch ms. */
  reach(now: number): number {
    return this.endOfLine ?? Math.max(now, this.nextPollAt ?? 0);
  }
}
