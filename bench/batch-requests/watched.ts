/** What it came to, to watch some jobs to their ends. */
export interface Watched {
  readonly requests: number;
  /** Between a job's end and its being seen: mean, in ms. */
  readonly delayMs: number;
}
