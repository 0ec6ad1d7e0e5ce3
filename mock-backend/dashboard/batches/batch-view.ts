import type { JobId } from 'heygen-rx';
import type { Batch } from '../jobs/batch.js';
import type { JobTrack } from '../jobs/job-track.js';
import type { History } from '../jobs/job-history.js';
import type { Period } from '../jobs/periods.js';
import { copyOf, within } from '../page/elements.js';
import type { Painter } from '../page/painter.js';
import { BatchHeader } from './batch-header.js';
import { BatchRows } from './batch-rows.js';
import { ChartView } from './chart-view.js';
import type { Show } from './show.js';
import { spanFor } from './timeline.js';

/** What all batches of the page have in common. */
export interface SharedState {
  readonly outages: readonly Period[];
  /** When the circuit was open. */
  readonly openPeriods: readonly Period[];
  /** Why nothing is polled at the moment, in a word or two. */
  readonly heldBy: string | undefined;
}

interface BatchViewDeps {
  readonly painter: Painter;
  readonly shared: () => SharedState;
  readonly show: () => Show;
  readonly historyOf: (jobId: JobId) => History;
  readonly onRemove: () => void;
}

/** A batch on the page: its header, its time axis, and a row for each of its jobs. */
export class BatchView {
  readonly element = copyOf('batch-template', HTMLElement);
  readonly #batch: Batch;
  readonly #deps: BatchViewDeps;
  readonly #header: BatchHeader;
  readonly #chart = new ChartView(this.element);
  readonly #rows: BatchRows;
  /** The end of the latest line, in ms from the origin. */
  #reachMs = 0;

  constructor(batch: Batch, deps: BatchViewDeps) {
    this.#batch = batch;
    this.#deps = deps;
    this.#header = new BatchHeader(this.element, batch, () => this.#remove());
    this.#rows = new BatchRows(within(this.element, '.rows', HTMLElement), {
      ...deps,
      context: now => ({ origin: batch.origin, span: this.#span, heldBy: deps.shared().heldBy, now }),
    });
  }

  /** One job has changed, or the batch as a whole. */
  update(track: JobTrack | undefined): void {
    const { painter } = this.#deps;
    painter.paint(this.#header.paint);
    if (track === undefined) {
      this.#rows.updateAll();
      painter.paint(this.#paintChart);
    } else {
      this.#reach(track.reach(Date.now()));
      this.#rows.update(track);
    }
  }

  /** Other jobs are shown from now on. A folded batch is opened. */
  filter(): void {
    if (this.#deps.show() !== 'all') this.#header.fold(false);
    this.#deps.painter.paint(this.#rows.filter);
  }

  /** Hides the rows of a batch that has ended. */
  foldIfEnded(): void {
    if (this.#batch.phase === 'ended') this.#header.fold(true);
  }

  /** Redraws what changes with time. */
  tick(now: number): void {
    if (this.#batch.phase !== 'running') return;
    this.#reach(now);
    this.#paintChart();
    this.#rows.tick(now);
  }

  get #span(): number {
    return spanFor(this.#reachMs);
  }

  /** All jobs have one time axis: when one outgrows it, all are redrawn. */
  #reach(at: number): void {
    const before = this.#span;
    this.#reachMs = Math.max(this.#reachMs, at - this.#batch.origin);
    if (this.#span !== before) this.#rows.updateAll();
  }

  readonly #paintChart = (): void => {
    const { origin, endedAt } = this.#batch;
    const { outages, openPeriods } = this.#deps.shared();
    const until = endedAt ?? Date.now();
    this.#chart.paint({
      origin,
      span: this.#span,
      until,
      isRunning: endedAt === undefined,
      outages,
      openPeriods,
    });
  };

  #remove(): void {
    this.#batch.stop();
    this.#rows.remove();
    this.element.remove();
    this.#deps.onRemove();
  }
}
