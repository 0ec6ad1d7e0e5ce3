import type { JobRow } from './job-row.js';

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
    this.element.style.setProperty('--rows', String(this.rows.length));
  }
}
