/** A job that this page has seen settle. Instants are epoch ms of this page's clock. */
export interface Noticed {
  readonly jobId: string;
  readonly createdAt: number;
  readonly settledAt: number | undefined;
  endedAt: number | undefined;
}

/** The longest that a create takes, in ms: a job may end before the page has its id. */
const marginMs = 60_000;
/** A backend that does not know of an end after this time, in ms, has been restarted. */
const giveUpMs = 5000;

/** How long after their end jobs were seen to have ended. */
export class TimeToNotice {
  readonly #waiting = new Map<string, Noticed>();
  #sumMs = 0;
  count = 0;
  worstMs = 0;

  /** Since when the backend should list ended jobs; undefined when no end is missing. */
  get since(): number | undefined {
    if (this.#waiting.size === 0) return undefined;
    return Math.min(...[...this.#waiting.values()].map(({ createdAt }) => createdAt)) - marginMs;
  }

  get meanMs(): number | undefined {
    return this.count === 0 ? undefined : this.#sumMs / this.count;
  }

  /** A job has settled; when it ended is still to be learned. */
  add(job: Noticed): void {
    if (job.endedAt === undefined) this.#waiting.set(job.jobId, job);
  }

  /** The backend says when a job ended. Returns whether that was still missing. */
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

  /** Gives up on ends that the backend does not know. */
  forget(now: number): void {
    for (const { jobId, settledAt = 0 } of this.#waiting.values())
      if (now - settledAt > giveUpMs) this.#waiting.delete(jobId);
  }
}
