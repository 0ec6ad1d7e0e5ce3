import type { JobRow } from './job-row.js';
import { isShown, type Show } from './show.js';

/** How many rows are one group. */
const size = 25;

/**
 * Some rows of a batch. The browser skips a group that is out of sight as a whole: for each row on its own, it would have to find out whether it can be seen,
 * in every frame.
 */
export class RowGroup {
  readonly element = document.createElement('ul');
  readonly rows: JobRow[] = [];
  /** Only visible rows are redrawn as time passes. */
  isVisible = false;

  constructor(first: number) {
    this.element.className = 'jobs';
    this.element.setAttribute('aria-label', `Jobs from ${first}`);
  }

  get isFull(): boolean {
    return this.rows.length === size;
  }

  add(row: JobRow): void {
    this.rows.push(row);
    this.element.append(row.element);
  }

  /** Shows the rows of the selected jobs. The browser gets the height of the group before drawing it. */
  show(show: Show): void {
    for (const { element, track } of this.rows) element.hidden = !isShown(track.status, show);
    const shown = this.rows.filter(({ element }) => !element.hidden).length;
    this.element.hidden = shown === 0;
    this.element.style.containIntrinsicBlockSize = `calc(${shown} * var(--row))`;
  }
}
