import type { Host } from '../host.js';
import type { JobState } from '../jobs/job-state.js';
import type { Trouble } from '../jobs/trouble.js';
import { jsonView } from './json-view.js';
import { canRedraw } from './can-redraw.js';
import { liveView } from './live-view.js';
import { plainView } from './plain-view.js';

/** Shows jobs while they are watched. */
export interface View {
  /** The state of the job at this index has changed. */
  update(index: number, state: JobState): void;
  /** The service is in trouble; or, if undefined, it has recovered. */
  trouble(trouble: Trouble | undefined): void;
  close(): void;
}

export type OpenView = (states: readonly JobState[]) => View;

/** JSON for programs, live lines for terminals, plain lines for pipes and log files. */
export function viewFor({ json }: { readonly json?: boolean }, host: Host): OpenView {
  if (json === true) return jsonView(host);
  return canRedraw(host) ? liveView(host) : plainView(host);
}
