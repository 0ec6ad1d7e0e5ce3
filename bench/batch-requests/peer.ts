import type { Peer } from '../schedules/peers.js';
import type { Watched } from './watched.js';

/** A peer watches each job by itself: a request a poll. */
export function watchSingly(peer: Peer, durations: readonly number[], random: () => number): Watched {
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
