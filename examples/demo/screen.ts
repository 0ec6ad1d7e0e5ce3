import type { BatchSnapshot, JobId } from 'heygen-rx';

/** Where the demo is seen. */
export interface Screen {
  /** Where all jobs stand now. */
  show(batch: BatchSnapshot, nameOf: (jobId: JobId) => string): void;
  /** Something has happened, so many seconds after the start. */
  tell(atSeconds: number, line: string): void;
  close(): void;
}

/** One line a happening: for pipes and log files. */
export function linesScreen(print: (line: string) => void): Screen {
  return {
    show: () => undefined,
    tell: (atSeconds, line) => print(told(atSeconds, line)),
    close: () => undefined,
  };
}

export const told = (atSeconds: number, line: string): string =>
  `${atSeconds.toFixed(1).padStart(5)} s  ${line}`;
