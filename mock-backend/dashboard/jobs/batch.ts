import { isBatchError, type BatchSnapshot, type JobId } from 'heygen-rx';
import type { Observable, Subscription } from 'rxjs';
import { JobTrack } from './job-track.js';

export type Phase = 'running' | 'ended' | 'stopped' | 'broken';

/** Told of each news of a batch, with the job that it is about. */
type OnNews = (batch: Batch, track: JobTrack | undefined) => void;

interface BatchPlan {
  readonly title: string;
  readonly batch$: Observable<BatchSnapshot>;
  /** When jobs that were there before were created: epoch ms. */
  readonly origins?: ReadonlyMap<JobId, number>;
  readonly onNews: OnNews;
}

/** One batch on this page: the library's stream of it, and what was seen of each of its jobs. */
export class Batch {
  readonly tracks = new Map<JobId, JobTrack>();
  latest: BatchSnapshot | undefined;
  phase: Phase = 'running';
  /** Why not all of it could be created. */
  problem: string | undefined;
  readonly #plan: BatchPlan;
  #subscription: Subscription | undefined;

  constructor(plan: BatchPlan) {
    this.#plan = plan;
  }

  get title(): string {
    return this.#plan.title;
  }

  /** Jobs whose end nobody has seen yet. */
  get open(): number {
    return this.latest === undefined ? 0 : this.latest.total - this.latest.done;
  }

  /** Starts, or starts again: the same stream goes on with the jobs that it has made, and creates only what is missing. */
  start(): void {
    this.phase = 'running';
    this.problem = undefined;
    this.#subscription = this.#plan.batch$.subscribe({
      next: snapshot => this.#saw(snapshot),
      error: (error: unknown) => {
        this.problem = isBatchError(error)
          ? `${error.errors.length} of ${this.latest?.total ?? 0} jobs could not be created: ${error.errors[0]?.message ?? ''}`
          : String(error);
        this.#end('broken');
      },
      complete: () => this.#end('ended'),
    });
  }

  /** Stops watching; the jobs go on. */
  stop(): void {
    this.#subscription?.unsubscribe();
    if (this.phase === 'running') this.#end('stopped');
  }

  #saw(snapshot: BatchSnapshot): void {
    this.latest = snapshot;
    const { changed } = snapshot;
    this.#plan.onNews(this, changed === undefined ? undefined : this.#sawJob(snapshot, changed));
  }

  #sawJob(snapshot: BatchSnapshot, jobId: JobId): JobTrack {
    const now = Date.now();
    const track = this.tracks.get(jobId) ?? new JobTrack(jobId, this.#plan.origins?.get(jobId) ?? now);
    this.tracks.set(jobId, track);
    const [seen, error] = [snapshot.get(jobId), snapshot.errorOf(jobId)];
    if (seen !== undefined) track.saw(seen);
    if (error !== undefined) track.lost(error, now);
    return track;
  }

  #end(phase: Phase): void {
    this.phase = phase;
    this.#plan.onNews(this, undefined);
  }
}
