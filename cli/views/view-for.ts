import type { Host } from '../host.js';
import { canRedraw } from './can-redraw.js';
import { jsonView } from './json-view.js';
import { liveView } from './live-view.js';
import { plainView } from './plain-view.js';
import type { OpenView } from './view.js';

/** JSON for programs, live lines for terminals, plain lines for pipes and log files. */
export function viewFor({ json }: { readonly json?: boolean }, host: Host): OpenView {
  if (json === true) return jsonView(host);
  return canRedraw(host) ? liveView(host) : plainView(host);
}
