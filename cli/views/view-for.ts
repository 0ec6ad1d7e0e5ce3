import type { Host } from '../host.js';
import { watchTimeoutMs } from '../flags/timeout-flag.js';
import type { FollowFlags } from '../follow/follow-to-the-end.js';
import { canRedraw } from './can-redraw.js';
import { jsonView } from './json-view.js';
import { liveView } from './live-view.js';
import { plainView } from './plain-view.js';
import type { OpenView } from './view.js';

/** JSON for programs, live lines for terminals, plain lines for pipes and log files. */
export function viewFor(flags: FollowFlags, host: Host): OpenView {
  if (flags.json === true) return jsonView(host);
  const timeoutMs = watchTimeoutMs(flags);
  return canRedraw(host) ? liveView(host, timeoutMs) : plainView(host, timeoutMs);
}
