/** A job whose end this page has seen, and may soon know to the millisecond. Instants are epoch ms of this page's clock. */
export interface Noticed {
  readonly jobId: string;
  /** When the page first heard of it. */
  readonly origin: number;
  readonly settledAt: number | undefined;
  endedAt: number | undefined;
}

/** A job may have ended before the page had its id: the answer to a create can take so long, in ms. */
const marginMs = 60_000;
/** A backend that cannot tell of an end after so long does not know it: it was started anew. In ms. */
const patienceMs = 5000;

/** How long after its end a job was seen to have ended. */
export class TimeToNotice {
  readonly #waiting = new Map<string, Noticed>();
  #sumMs = 0;
  count = 0;
  worstMs = 0;

  /** From when on the ends are wanted; undefined when none is. */
  get since(): number | undefined {
    if (this.#waiting.size === 0) return undefined;
    return Math.min(...[...this.#waiting.values()].map(({ origin }) => origin)) - marginMs;
  }

  get meanMs(): number | undefined {
    return this.count === 0 ? undefined : this.#sumMs / this.count;
  }

  /** A job was seen to have ended. */
  add(job: Noticed): void {
    if (job.endedAt === undefined) this.#waiting.set(job.jobId, job);
  }

  /** It really ended then. True when that was wanted. */
  learn(jobId: string, endedAt: number): boolean {
    const job = this.#waiting.get(jobId);
    if (job?.settledAt === undefined) return false;
    this.#waiting.delete(jobId);
    job.endedAt = endedAt;
    const lateMs = Math.max(0, job.settledAt - endedAt);
    this.#sumMs += lateMs;
    this.count += 1;
    this.worstMs = Math.max(this.worstMs, lateMs);
    return true;
  }

  /** Waits no longer for what nobody knows. */
  forget(now: number): void {
    for (const { jobId, settledAt = 0 } of this.#waiting.values())
      if (now - settledAt > patienceMs) this.#waiting.delete(jobId);
  }
}
