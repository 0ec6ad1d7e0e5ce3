import type { JobId } from 'heygen-rx';
import type { JobTrack } from '../jobs/job-track.js';
import type { Painter } from '../page/painter.js';
import type { History } from '../jobs/job-history.js';
import { setText, within } from '../page/elements.js';
import { JobRow, type RowContext } from './job-row.js';
import { RowGroup } from './row-group.js';
import type { Show } from './show.js';

interface BatchRowsDeps {
  readonly painter: Painter;
  readonly context: (now: number) => RowContext;
  /** Which jobs are shown. */
  readonly show: () => Show;
  readonly historyOf: (jobId: JobId) => History;
}

/** The rows of a batch, one for each job. */
export class BatchRows {
  readonly #element: HTMLElement;
  readonly #none: HTMLElement;
  readonly #deps: BatchRowsDeps;
  readonly #groups: RowGroup[] = [];
  readonly #places = new Map<JobTrack, { readonly row: JobRow; readonly group: RowGroup }>();
  readonly #paints = new Map<JobTrack, () => void>();

  readonly #visibility = new IntersectionObserver(entries => {
    for (const { target, isIntersecting } of entries) {
      const group = this.#groups.find(({ element }) => element === target);
      if (group === undefined || group.isVisible === isIntersecting) continue;
      group.isVisible = isIntersecting;
      if (isIntersecting) this.#paintRows(group);
    }
  });

  constructor(element: HTMLElement, deps: BatchRowsDeps) {
    this.#element = element;
    this.#none = within(element, '.none', HTMLElement);
    this.#deps = deps;
    this.#paintNone();
    element.addEventListener('click', ({ target }) => {
      const item = target instanceof Element && target.closest('.row') ? target.closest('.job') : null;
      for (const { row } of this.#places.values()) if (row.element === item) row.toggle(this.#deps.historyOf);
    });
  }

  /** This job has changed. */
  update(track: JobTrack): void {
    let paint = this.#paints.get(track);
    if (paint === undefined) {
      // The same function for the same job, so that the painter calls it once.
      paint = () => this.#paint(track);
      this.#paints.set(track, paint);
    }
    this.#deps.painter.paint(paint);
  }

  /** Something has changed that concerns all jobs. */
  updateAll(): void {
    for (const group of this.#groups) if (group.isVisible) this.#paintRows(group);
  }

  /** Other jobs are shown from now on. */
  readonly filter = (): void => {
    for (const group of this.#groups) group.show(this.#deps.show());
    this.#paintNone();
  };

  /** Redraws what changes with time. */
  tick(now: number): void {
    const context = this.#deps.context(now);
    for (const { isVisible, rows } of this.#groups)
      if (isVisible) for (const row of rows) if (row.track.isWatched) row.tick(context);
  }

  remove(): void {
    this.#visibility.disconnect();
  }

  #paintRows({ rows }: RowGroup): void {
    for (const { track } of rows) this.update(track);
  }

  #paint(track: JobTrack): void {
    const { row, group } = this.#places.get(track) ?? this.#add(track);
    if (row.paintStatus()) {
      group.show(this.#deps.show());
      this.#paintNone();
    }
    if (group.isVisible) row.paint(this.#deps.context(Date.now()));
    row.paintDetails(this.#deps.historyOf);
  }

  /** Says so where no job of the batch is shown. */
  #paintNone(): void {
    const show = this.#deps.show();
    const isNone = show !== 'all' && this.#groups.every(({ element }) => element.hidden);
    setText(
      this.#none,
      this.#groups.length === 0 ? 'No jobs created yet.' : isNone ? `No ${show} jobs in this batch.` : '',
    );
  }

  #add(track: JobTrack): { row: JobRow; group: RowGroup } {
    let group = this.#groups.at(-1);
    if (group === undefined || group.isFull) {
      group = new RowGroup(this.#places.size + 1);
      this.#groups.push(group);
      this.#element.append(group.element);
      this.#visibility.observe(group.element);
    }
    const row = new JobRow(track);
    group.add(row);
    this.#places.set(track, { row, group });
    return { row, group };
  }
}
