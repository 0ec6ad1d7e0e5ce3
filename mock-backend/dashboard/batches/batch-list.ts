import type { BatchSnapshot, JobId } from 'heygen-rx';
import type { Observable } from 'rxjs';
import { Batch } from '../jobs/batch.js';
import { BatchView, type SharedState } from './batch-view.js';
import { byId } from '../page/elements.js';
import type { Situation } from '../figures/headline.js';
import type { JobTrack } from '../jobs/job-track.js';
import type { Painter } from '../page/painter.js';
import type { TimeToNotice } from '../jobs/time-to-notice.js';

interface BatchListDeps {
  readonly painter: Painter;
  readonly shared: () => SharedState;
  readonly notice: TimeToNotice;
  readonly onChange: () => void;
}

/** All batches on the page, the newest on top. */
export class BatchList {
  readonly #deps: BatchListDeps;
  readonly #views = new Map<Batch, BatchView>();
  readonly #tracks = new Map<JobId, JobTrack>();
  readonly #element = byId('batches', HTMLElement);
  readonly #empty = byId('empty', HTMLElement);
  #started = 0;

  constructor(deps: BatchListDeps) {
    this.#deps = deps;
  }

  /** Adds a batch and starts to watch it. */
  add(what: string, batch$: Observable<BatchSnapshot>, createdAt?: ReadonlyMap<JobId, number>): void {
    this.#started += 1;
    const batch = new Batch({
      title: `Batch ${this.#started}: ${what}`,
      batch$,
      ...(createdAt !== undefined && { createdAt }),
      onChange: this.#onChange,
    });
    const { painter, shared } = this.#deps;
    const view = new BatchView(batch, { painter, shared, onRemove: () => this.#remove(batch) });
    this.#views.set(batch, view);
    this.#element.prepend(view.element);
    this.#empty.hidden = true;
    batch.start();
  }

  trackOf(jobId: JobId): JobTrack | undefined {
    return this.#tracks.get(jobId);
  }

  /** A poll of this job failed. */
  addFailure(jobId: JobId, at: number, nextPollAt: number | undefined): void {
    const track = this.#tracks.get(jobId);
    track?.addFailure(at, nextPollAt);
    this.repaint(track);
  }

  repaint(track: JobTrack | undefined): void {
    if (track === undefined) return;
    for (const [batch, view] of this.#views) if (batch.tracks.has(track.jobId)) view.update(track);
  }

  /** Redraws what changes with time. */
  tick(now: number): void {
    for (const view of this.#views.values()) view.tick(now);
  }

  /** What the headline needs to know about the jobs. */
  count(): Omit<Situation, 'circuit' | 'pausedBy' | 'isFailing'> {
    const all = { total: 0, watched: 0, open: 0, unwatched: 0, failed: 0, lost: 0, isBroken: false };
    for (const { phase, latest, open } of this.#views.keys()) {
      const total = latest?.total ?? 0;
      all.total += total;
      all.failed += latest?.counts.error ?? 0;
      all.lost += latest?.counts.lost ?? 0;
      if (phase === 'running') {
        all.watched += total;
        all.open += open;
      } else {
        all.unwatched += open;
      }
      all.isBroken ||= phase === 'broken';
    }
    return all;
  }

  readonly #onChange = (batch: Batch, track: JobTrack | undefined): void => {
    if (track !== undefined && !this.#tracks.has(track.jobId)) this.#tracks.set(track.jobId, track);
    if (track?.settledAt !== undefined && track.status !== 'lost') this.#deps.notice.add(track);
    this.#views.get(batch)?.update(track);
    this.#deps.onChange();
  };

  #remove(batch: Batch): void {
    this.#views.delete(batch);
    for (const jobId of batch.tracks.keys()) this.#tracks.delete(jobId);
    this.#empty.hidden = this.#views.size > 0;
    this.#deps.onChange();
  }
}
