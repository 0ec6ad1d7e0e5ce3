import type { JobId, JobSnapshot, TranslationError } from 'heygen-rx';
import { tickPath } from './time-line.js';

/** Where a job stands on this page: as its snapshots say, or lost, when its watch ended without an answer. */
export type Standing = JobSnapshot['status'] | 'lost';

/** What this page has seen of one job, looks that failed included. */
export class JobTrack {
  readonly jobId: JobId;
  /** Where its time line begins: epoch ms. */
  readonly origin: number;
  status: Standing = 'pending';
  /** Looks that were answered. */
  looks = 0;
  /** Looks that were not. */
  failures = 0;
  nextLookAt: number | undefined;
  /** When the page learned how the job ended. */
  settledAt: number | undefined;
  /** When it really ended, as the backend tells; by the clock of this page. */
  endedAt: number | undefined;
  /** Why it failed, or was lost. */
  reason: string | undefined;
  looksPath = '';
  failuresPath = '';
  #lastLookAt = -Infinity;
  #lastFailureAt = -Infinity;

  constructor(jobId: JobId, origin: number) {
    this.jobId = jobId;
    this.origin = origin;
  }

  get isOpen(): boolean {
    return this.status === 'pending' || this.status === 'running';
  }

  saw(snapshot: JobSnapshot): void {
    // A watch that was begun anew counts its looks anew; here they add up.
    if (snapshot.look > 0 && snapshot.at !== this.#lastLookAt) {
      this.#lastLookAt = snapshot.at;
      this.looks += 1;
      this.looksPath += tickPath(snapshot.at - this.origin);
    }
    this.status = snapshot.status;
    if (snapshot.status === 'completed' || snapshot.status === 'error') {
      this.settledAt ??= snapshot.at;
      this.nextLookAt = undefined;
      if (snapshot.status === 'error') this.reason = snapshot.failure.message;
    } else {
      this.nextLookAt = snapshot.nextLookAt;
    }
  }

  /** One look of this job failed; the next follows at `nextLookAt`, where that is known. */
  missed(at: number, nextLookAt: number | undefined): void {
    // A failed look is told twice when it was the last of its tries.
    if (!this.isOpen || at === this.#lastFailureAt) return;
    this.#lastFailureAt = at;
    this.failures += 1;
    this.failuresPath += tickPath(at - this.origin, true);
    this.nextLookAt = nextLookAt ?? this.nextLookAt;
  }

  lost(error: TranslationError, at: number): void {
    this.status = 'lost';
    this.reason = error.message;
    this.settledAt ??= at;
    this.nextLookAt = undefined;
  }

  /** How far the time line reaches: epoch ms. */
  reach(now: number): number {
    return this.settledAt ?? Math.max(now, this.nextLookAt ?? 0);
  }
}
