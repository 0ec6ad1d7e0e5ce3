import { heygenProblem } from '../requests/heygen-problem.js';
import type { TranslationStore } from './translation-store.js';
import type { Job } from '../../jobs/job.js';

export interface AccountLimitsOptions {
  readonly concurrency: number;
  readonly retryAfterSeconds: number;
  readonly quota: number;
  readonly quotaStatus: 402 | 429;
  readonly translations: TranslationStore;
  readonly now: () => number;
}

/** The limits of an account: concurrent jobs, and jobs in total. */
export class AccountLimits {
  readonly #options: AccountLimitsOptions;
  /** All open jobs, and some that have ended: going through them for each create would make each slower than the one before. */
  #open: string[] = [];
  #used = 0;

  constructor(options: AccountLimitsOptions) {
    this.#options = options;
  }

  /**
   * Checks that `count` more jobs are allowed. A single request beyond the limit is allowed while nothing else is
   * open, because otherwise it never could be.
   *
   * @throws Problem 402 or 429 `quota_exceeded` beyond the quota, 429 `rate_limit_exceeded` with Retry-After beyond the concurrency
   */
  admit(count: number): void {
    this.admitQuota(count);
    const { concurrency, retryAfterSeconds } = this.#options;
    if (this.#open.length + count <= concurrency) return;
    const open = this.#openJobs().length;
    if (open === 0 || open + count <= concurrency) return;
    const message = `At most ${concurrency} translations can run at once; running now: ${open}.`;
    throw heygenProblem(429, 'rate_limit_exceeded', message, undefined, {
      'retry-after': String(retryAfterSeconds),
    });
  }

  /** @throws Problem as `admit`, for the quota alone */
  admitQuota(count: number): void {
    const { quota, quotaStatus } = this.#options;
    if (this.#used + count <= quota) return;
    const code = quotaStatus === 402 ? 'insufficient_credit' : 'quota_exceeded';
    throw heygenProblem(
      quotaStatus,
      code,
      `The account's quota is ${quota} translations; used so far: ${this.#used}.`,
    );
  }

  /** How many more jobs the quota allows. */
  get remaining(): number {
    return Math.max(0, this.#options.quota - this.#used);
  }

  /** Counts a job that was created. */
  add(job: Job): void {
    this.#open.push(job.id);
    this.#used += 1;
  }

  /** How long an item of a batch queues until the concurrency limit allows it. */
  queueMs(): number {
    if (this.#open.length < this.#options.concurrency) return 0;
    const ends = this.#openJobs()
      .map(job => job.endsAt)
      .sort((a, b) => a - b);
    const mustEnd = ends[ends.length - this.#options.concurrency];
    return mustEnd === undefined ? 0 : Math.max(0, mustEnd - this.#options.now());
  }

  #openJobs(): readonly Job[] {
    const now = this.#options.now();
    const jobs = this.#open
      .flatMap(id => this.#options.translations.get(id)?.job ?? [])
      .filter(job => job.endsAt > now);
    this.#open = jobs.map(job => job.id);
    return jobs;
  }
}
