import type { JobState } from '../jobs/job-state.js';
import type { Trouble } from '../jobs/trouble.js';

/** Shows jobs while they are watched. */
export interface View {
  /** The state of the job at this index has changed. */
  update(index: number, state: JobState): void;
  /** Requests or workers fail; undefined if they have recovered. */
  trouble(trouble: Trouble | undefined): void;
  close(): void;
}

export type OpenView = (states: readonly JobState[]) => View;
