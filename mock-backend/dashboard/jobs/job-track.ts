import type { JobId, JobSnapshot, TranslationError } from 'heygen-rx';
import { tickPath } from '../batches/timeline.js';

/** Where a job stands on this page: as its snapshots say, or lost, when its watch ended without an answer. */
export type Standing = JobSnapshot['status'] | 'lost';

/** What this page has seen of one job, polls that failed included. */
export class JobTrack {
  readonly jobId: JobId;
  /** Where its time line begins: epoch ms. */
  readonly origin: number;
  status: Standing = 'pending';
  /** Polls that were answered. */
  polls = 0;
  /** Polls that were not. */
  failures = 0;
  nextPollAt: number | undefined;
  /** When the page learned how the job ended. */
  settledAt: number | undefined;
  /** When it really ended, as the backend tells; by the clock of this page. */
  endedAt: number | undefined;
  /** Why it failed, or was lost. */
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

  saw(snapshot: JobSnapshot): void {
    // A watch that was begun anew counts its polls anew; here they add up.
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
  missed(at: number, nextPollAt: number | undefined): void {
    // A failed poll is told twice when it was the last of its tries.
    if (!this.isOpen || at === this.#lastFailureAt) return;
    this.#lastFailureAt = at;
    this.failures += 1;
    this.failuresPath += tickPath(at - this.origin, true);
    this.nextPollAt = nextPollAt ?? this.nextPollAt;
  }

  lost(error: TranslationError, at: number): void {
    this.status = 'lost';
    this.reason = error.message;
    this.settledAt ??= at;
    this.nextPollAt = undefined;
  }

  /** How far the time line reaches: epoch ms. */
  reach(now: number): number {
    return this.settledAt ?? Math.max(now, this.nextPollAt ?? 0);
  }
}
