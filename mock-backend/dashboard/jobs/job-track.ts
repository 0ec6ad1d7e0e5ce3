import type { JobFailure, JobId, JobSnapshot, TranslationError } from 'heygen-rx';

/** A job's status on this page: that of its snapshots, or lost, when its watch ended with an error. */
export type TrackStatus = JobSnapshot['status'] | 'lost';

/** What this page has seen of one job, failed polls included. */
export class JobTrack {
  readonly jobId: JobId;
  /** Epoch ms; when the page first knew of it, if the backend did not say. */
  readonly createdAt: number;
  status: TrackStatus = 'pending';
  /** When polls succeeded: epoch ms. */
  readonly pollsAt: number[] = [];
  /** When polls failed: epoch ms. */
  readonly failuresAt: number[] = [];
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

  constructor(jobId: JobId, createdAt: number) {
    this.jobId = jobId;
    this.createdAt = createdAt;
  }

  /** Successful polls. */
  get polls(): number {
    return this.pollsAt.length;
  }

  /** Polls that failed. */
  get failures(): number {
    return this.failuresAt.length;
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
    if (snapshot.polls > 0 && snapshot.at !== this.pollsAt.at(-1)) this.pollsAt.push(snapshot.at);
    this.status = snapshot.status;
    if (snapshot.status === 'completed' || snapshot.status === 'error') {
      this.settledAt ??= snapshot.at;
      this.nextPollAt = undefined;
      if (snapshot.status === 'error') this.reason = reasonOf(snapshot.failure);
    } else {
      this.nextPollAt = snapshot.nextPollAt;
    }
  }

  /** One poll of this job failed; the next follows at `nextPollAt`, where that is known. */
  addFailure(at: number, nextPollAt: number | undefined): void {
    // The failure of the last attempt is reported twice.
    if (!this.isWatched || at === this.failuresAt.at(-1)) return;
    this.failuresAt.push(at);
    this.nextPollAt = nextPollAt ?? this.nextPollAt;
  }

  /** The watch ended with an error. */
  lose(error: TranslationError, at: number): void {
    this.status = 'lost';
    this.reason = error.message;
    this.settledAt ??= at;
    this.nextPollAt = undefined;
  }

  /** The job is no longer watched, and no poll is planned. The job itself continues. */
  stopWatching(at: number): void {
    if (!this.isWatched) return;
    this.stoppedAt = at;
    this.nextPollAt = undefined;
  }

  /** When its line ends: when the job settled or its watch was stopped; absent while it is watched. */
  get endOfLine(): number | undefined {
    return this.settledAt ?? this.stoppedAt;
  }

  /** How far its line reaches: epoch ms. */
  reach(now: number): number {
    return this.endOfLine ?? Math.max(now, this.nextPollAt ?? 0);
  }
}

const reasonOf = ({ message, code }: JobFailure): string =>
  code === undefined ? message : `${message} (${code})`;
