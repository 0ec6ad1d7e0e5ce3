import { jsonView } from './json-view.js';
import type { JobState } from '../jobs/job-state.js';
import { liveView } from './live-view.js';
import { plainView } from './plain-view.js';
import type { Trouble } from '../jobs/trouble.js';
import type { World } from '../world.js';

/** Where jobs are seen. */
export interface View {
  /** Something has become known of the job in this place. */
  news(place: number, state: JobState): void;
  /** The service is in trouble; or, undefined, it is well again. */
  trouble(trouble: Trouble | undefined): void;
  close(): void;
}

export type OpenView = (states: readonly JobState[]) => View;

/** For programs, for people, and for logs. */
export function viewFor({ json }: { readonly json?: boolean }, { stdout, env }: World): OpenView {
  if (json === true) return jsonView(stdout);
  return stdout.isTTY === true ? liveView(stdout, env) : plainView(stdout);
}
