import type { ObservedJob } from '../../policy/polling/polling-strategy.js';

/** What schedules learn from, in the order it was stored. */
export interface ObservedPage {
  /** The jobs of this page. */
  readonly jobs: readonly ObservedJob[];
  /** Pass it to the next `readObserved`. */
  readonly cursor: string;
}
