/** A job whose end this page has seen, and may soon know to the millisecond. */
export interface Noticed {
  readonly jobId: string;
  readonly settledAt: number | undefined;
  endedAt: number | undefined;
}

/** How long after its end a job was seen to have ended. */
export class TimeToNotice {
  readonly #waiting = new Map<string, Noticed>();
  #sumMs = 0;
  count = 0;
  worstMs = 0;

  /** Is there a job whose end is not known yet? */
  get isWaiting(): boolean {
    return this.#waiting.size > 0;
  }

  get meanMs(): number | undefined {
    return this.count === 0 ? undefined : this.#sumMs / this.count;
  }

  /** A job was seen to have ended. */
  add(job: Noticed): void {
    if (job.endedAt === undefined) this.#waiting.set(job.jobId, job);
  }

  /** It really ended then, by the clock of this page. Tells which job that was, if somebody waits to hear it. */
  learn(jobId: string, endedAt: number): Noticed | undefined {
    const job = this.#waiting.get(jobId);
    if (job?.settledAt === undefined) return undefined;
    this.#waiting.delete(jobId);
    job.endedAt = endedAt;
    const lateMs = Math.max(0, job.settledAt - endedAt);
    this.#sumMs += lateMs;
    this.count += 1;
    this.worstMs = Math.max(this.worstMs, lateMs);
    return job;
  }
}
