/** What it took to watch some jobs until they ended. */
export interface WatchResult {
  readonly requests: number;
  /** Mean time between the end of a job and the poll that found it, in ms. */
  readonly delayMs: number;
}
