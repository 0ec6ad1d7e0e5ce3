import type { Host } from '../host.js';
import { watchTimeoutMs, type WatchTimeout } from '../flags/timeout-flag.js';
import { canRedraw } from './can-redraw.js';
import { jsonView } from './json-view.js';
import { liveView } from './live-view.js';
import { plainView } from './plain-view.js';
import type { OpenView } from './view.js';

interface ViewFlags extends WatchTimeout {
  readonly json?: boolean;
}

/** JSON for programs, live lines for terminals, plain lines for pipes and log files. */
export function viewFor(flags: ViewFlags, host: Host): OpenView {
  if (flags.json === true) return jsonView(host);
  const timeoutMs = watchTimeoutMs(flags);
  return canRedraw(host) ? liveView(host, timeoutMs) : plainView(host, timeoutMs);
}
