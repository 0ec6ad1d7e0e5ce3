import { appendFileSync, readFileSync, truncateSync } from 'node:fs';
import type { Job } from './job.js';

/** A job and its idempotency key. */
export interface KeptJob {
  readonly job: Job;
  readonly key?: string | undefined;
  /** The digest of its create's body. */
  readonly digest?: string | undefined;
}

interface Written {
  readonly job: Omit<Job, 'endsAt'> & { readonly endsAt: number | null };
  readonly key?: string;
  readonly digest?: string;
}

/**
 * Jobs of the job API in a file, one line each in order of creation. A backend that was killed and restarted
 * still knows them, and a create repeated with its idempotency key makes no second job.
 */
export class KeptJobs {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /**
   * In order of creation.
   *
   * @throws TypeError for a file that cannot be written, or a line that is not a job
   */
  read(): readonly KeptJob[] {
    this.#create();
    const text = readFileSync(this.#path, 'utf8');
    // A line truncated by a kill: its create never got a response, so it is dropped.
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    if (whole !== text) truncateSync(this.#path, Buffer.byteLength(whole));
    const lines = whole.split('\n').slice(0, -1);
    return lines.map((line, at) => {
      try {
        return revived(JSON.parse(line) as Written);
      } catch {
        throw new TypeError(`Cannot read the jobs in ${this.#path}: line ${at + 1} is not a job`);
      }
    });
  }

  /** Finds out at the start, not at the first job, whether the file can be written. */
  #create(): void {
    try {
      appendFileSync(this.#path, '');
    } catch (error) {
      const { code = 'unknown error' } = error as NodeJS.ErrnoException;
      throw new TypeError(`Cannot keep the jobs in ${this.#path}: ${reasons[code] ?? code}`, {
        cause: error,
      });
    }
  }

  /** Written before this returns, so that no response precedes the file. */
  add(kept: KeptJob): void {
    appendFileSync(this.#path, `${JSON.stringify(kept)}\n`);
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'its folder does not exist',
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
};

/** JSON has no `Infinity`, the end of a stuck job: it was written as null. */
const revived = ({ job, key, digest }: Written): KeptJob => {
  if (typeof job.id !== 'string' || typeof job.createdAt !== 'number') throw new TypeError('not a job');
  return { job: { ...job, endsAt: job.endsAt ?? Infinity }, key, digest };
};
