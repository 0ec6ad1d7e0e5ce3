import type { ErrorOccurredEvent, JobId, RetryAttemptedEvent } from 'heygen-rx';
import type { Observable } from 'rxjs';
import { Batch } from '../jobs/batch.js';
import type { BatchState } from '../jobs/batch-in-parts.js';
import { BatchView, type SharedState } from './batch-view.js';
import { ShowSwitch } from './show-switch.js';
import { byId } from '../page/elements.js';
import { countJobs, type JobCounts } from '../jobs/job-counts.js';
import type { JobTrack } from '../jobs/job-track.js';
import type { JobHistory } from '../jobs/job-history.js';
import type { Painter } from '../page/painter.js';
import type { TimeToNotice } from '../jobs/time-to-notice.js';

interface BatchListDeps {
  readonly painter: Painter;
  readonly shared: () => SharedState;
  readonly notice: TimeToNotice;
  readonly history: JobHistory;
  readonly onChange: () => void;
}

/** All batches on the page, the newest on top. */
export class BatchList {
  readonly #deps: BatchListDeps;
  readonly #views = new Map<Batch, BatchView>();
  readonly #tracks = new Map<JobId, JobTrack>();
  readonly #element = byId('batches', HTMLElement);
  readonly #empty = byId('empty', HTMLElement);
  readonly #showSwitch = new ShowSwitch(() => {
    for (const view of this.#views.values()) view.filter();
  });
  #started = 0;

  constructor(deps: BatchListDeps) {
    this.#deps = deps;
  }

  /** Adds a batch and starts to watch it. */
  add(what: string, batch$: Observable<BatchState>, createdAt?: ReadonlyMap<JobId, number>): void {
    this.#started += 1;
    const batch = new Batch({
      title: `Batch ${this.#started}: ${what}`,
      batch$,
      ...(createdAt !== undefined && { createdAt }),
      onChange: this.#onChange,
    });
    const { painter, shared, history } = this.#deps;
    const view = new BatchView(batch, {
      painter,
      shared,
      show: () => this.#showSwitch.show,
      historyOf: jobId => history.of(jobId),
      onRemove: () => this.#remove(batch),
    });
    // A new batch comes first, and those that have ended make room.
    for (const other of this.#views.values()) other.foldIfEnded();
    this.#views.set(batch, view);
    this.#element.prepend(view.element);
    this.#paintEmpty();
    batch.start();
  }

  trackOf(jobId: JobId): JobTrack | undefined {
    return this.#tracks.get(jobId);
  }

  /** A request failed: if it was a poll, its job's row shows that. */
  addFailure(event: RetryAttemptedEvent | ErrorOccurredEvent): void {
    const { jobId, at, error } = event;
    if (jobId === undefined) return;
    const { snapshot } = error;
    const nextPollAt = snapshot !== undefined && 'nextPollAt' in snapshot ? snapshot.nextPollAt : undefined;
    const track = this.#tracks.get(jobId);
    track?.addFailure(at, nextPollAt ?? ('delayMs' in event ? at + event.delayMs : undefined));
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

  count(): JobCounts {
    return countJobs(this.#views.keys());
  }

  readonly #onChange = (batch: Batch, track: JobTrack | undefined): void => {
    if (track !== undefined && !this.#tracks.has(track.jobId)) this.#tracks.set(track.jobId, track);
    if (track?.settledAt !== undefined && track.status !== 'lost') this.#deps.notice.add(track);
    this.#views.get(batch)?.update(track);
    this.#deps.painter.paint(this.#paintCounts);
    this.#deps.onChange();
  };

  readonly #paintCounts = (): void => {
    const { total, open, unwatched, failed, lost } = this.count();
    this.#showSwitch.paint({ all: total, open: open + unwatched, failed: failed + lost });
  };

  #paintEmpty(): void {
    const isEmpty = this.#views.size === 0;
    this.#empty.hidden = !isEmpty;
    byId('above-batches', HTMLElement).hidden = isEmpty;
  }

  #remove(batch: Batch): void {
    this.#views.delete(batch);
    this.#deps.painter.paint(this.#paintCounts);
    for (const jobId of batch.tracks.keys()) {
      this.#tracks.delete(jobId);
      this.#deps.history.forget(jobId);
    }
    this.#paintEmpty();
    this.#deps.onChange();
  }
}
