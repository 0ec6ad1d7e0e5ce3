import { appendFileSync, existsSync, readFileSync, truncateSync } from 'node:fs';
import type { Job } from './job-store.js';

/** A job, and the idempotency key that it was created under. */
export interface KeptJob {
  readonly job: Job;
  readonly key?: string | undefined;
}

interface Written {
  readonly job: Omit<Job, 'endsAt'> & { readonly endsAt: number | null };
  readonly key?: string;
}

/**
 * Jobs of the job API in a file, a line each as they were created: a backend that was killed is started anew and still knows them, and whoever
 * repeats a create under its key makes no second one.
 */
export class KeptJobs {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /**
   * In the order of their creation.
   *
   * @throws TypeError for a file of something else
   */
  read(): readonly KeptJob[] {
    if (!existsSync(this.#path)) return [];
    const text = readFileSync(this.#path, 'utf8');
    // A line that a kill cut short has no end, and nobody was told of its job: the next one takes its place.
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    if (whole !== text) truncateSync(this.#path, Buffer.byteLength(whole));
    const lines = whole.split('\n').slice(0, -1);
    return lines.map((line, at) => {
      try {
        return revived(JSON.parse(line) as Written);
      } catch {
        throw new TypeError(`Cannot read the jobs in ${this.#path}: line ${at + 1} is none`);
      }
    });
  }

  /** Written before this returns, so that no answer is ahead of the file. */
  add(kept: KeptJob): void {
    appendFileSync(this.#path, `${JSON.stringify(kept)}\n`);
  }
}

/** JSON has no `Infinity`, which is when a job ends that is stuck. */
const revived = ({ job, key }: Written): KeptJob => {
  if (typeof job.id !== 'string' || typeof job.createdAt !== 'number') throw new TypeError('not a job');
  return { job: { ...job, endsAt: job.endsAt ?? Infinity }, key };
};
