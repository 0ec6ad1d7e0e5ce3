import { isBatchError, type JobId } from 'heygen-rx';
import type { Observable, Subscription } from 'rxjs';
import type { BatchState } from './batch-in-parts.js';
import { JobTrack } from './job-track.js';

export type Phase = 'running' | 'ended' | 'stopped' | 'broken';

/** Called after each change of a batch, with the job that changed, if it was one. */
type OnChange = (batch: Batch, track: JobTrack | undefined) => void;

interface BatchPlan {
  readonly title: string;
  readonly batch$: Observable<BatchState>;
  /** When jobs that were there before were created: epoch ms. */
  readonly createdAt?: ReadonlyMap<JobId, number>;
  readonly onChange: OnChange;
}

/** One batch on this page: the library's stream of it, and a track for each of its jobs. */
export class Batch {
  readonly tracks = new Map<JobId, JobTrack>();
  latest: BatchState | undefined;
  phase: Phase = 'running';
  /** Why some of its jobs could not be created. */
  problem: string | undefined;
  /** When it last ended; undefined while it is watched. */
  endedAt: number | undefined;
  /** Where the time axis of its jobs begins: with the first of them. Epoch ms. */
  readonly origin: number;
  readonly #plan: BatchPlan;
  #subscription: Subscription | undefined;

  constructor(plan: BatchPlan) {
    this.#plan = plan;
    this.origin = Math.min(Date.now(), ...(plan.createdAt?.values() ?? []));
  }

  /** How many of its jobs exist. */
  get created(): number {
    return this.tracks.size;
  }

  get title(): string {
    return this.#plan.title;
  }

  /** Starts, or starts again: the same stream continues with the jobs that it has created, and creates only what is missing. */
  start(): void {
    this.phase = 'running';
    this.problem = undefined;
    this.endedAt = undefined;
    this.#subscription = this.#plan.batch$.subscribe({
      next: snapshot => this.#addSnapshot(snapshot),
      error: (error: unknown) => {
        this.problem = isBatchError(error)
          ? `${error.errors.length} of ${this.latest?.total ?? 0} jobs could not be created: ${error.errors[0]?.message ?? ''}`
          : String(error);
        this.#end('broken');
      },
      complete: () => this.#end('ended'),
    });
  }

  /** Stops watching; the jobs continue. */
  stop(): void {
    this.#subscription?.unsubscribe();
    if (this.phase === 'running') this.#end('stopped');
  }

  #addSnapshot(snapshot: BatchState): void {
    this.latest = snapshot;
    const { changed } = snapshot;
    this.#plan.onChange(this, changed === undefined ? undefined : this.#updateTrack(snapshot, changed));
  }

  #updateTrack(snapshot: BatchState, jobId: JobId): JobTrack {
    const now = Date.now();
    const track = this.tracks.get(jobId) ?? new JobTrack(jobId, this.#plan.createdAt?.get(jobId) ?? now);
    this.tracks.set(jobId, track);
    const [latest, error] = [snapshot.get(jobId), snapshot.errorOf(jobId)];
    if (latest !== undefined) track.addSnapshot(latest);
    if (error !== undefined) track.lose(error, now);
    return track;
  }

  #end(phase: Phase): void {
    this.phase = phase;
    this.endedAt = Date.now();
    // However the stream ended, these jobs are no longer polled.
    for (const track of this.tracks.values()) track.stopWatching(this.endedAt);
    this.#plan.onChange(this, undefined);
  }
}
