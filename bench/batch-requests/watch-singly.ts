import type { Peer } from '../schedules/peers.js';
import type { WatchResult } from './watch-result.js';

/** Watches each job separately with a peer's schedule: one request per poll. */
export function watchSingly(peer: Peer, durations: readonly number[], random: () => number): WatchResult {
  let requests = 0;
  let delayMs = 0;
  for (const duration of durations) {
    let at = 1000 * (peer.firstSeconds ?? 0);
    requests++;
    for (let poll = 1; at < duration; poll++) {
      at += 1000 * ('jittered' in peer ? peer.jittered(poll, random) : peer.seconds(poll, at / 1000));
      requests++;
    }
    delayMs += at - duration;
  }
  return { requests, delayMs: delayMs / durations.length };
}
