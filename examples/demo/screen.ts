import type { BatchSnapshot, JobId } from 'heygen-rx';

/** Where the demo is shown. */
export interface Screen {
  /** Shows the current status of all jobs. */
  show(batch: BatchSnapshot, nameOf: (jobId: JobId) => string): void;
  /** Prints an event, with its time in seconds since the start. */
  print(atSeconds: number, line: string): void;
  close(): void;
}

/** One line per event: for pipes and log files. */
export function linesScreen(print: (line: string) => void): Screen {
  return {
    show: () => undefined,
    print: (atSeconds, line) => print(timestamped(atSeconds, line)),
    close: () => undefined,
  };
}

export const timestamped = (atSeconds: number, line: string): string =>
  `${atSeconds.toFixed(1).padStart(5)} s  ${line}`;
