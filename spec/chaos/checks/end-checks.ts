import type { World } from '../histories/world.js';
import type { RequestChecks } from './request-checks.js';

/** When everybody has left: nothing remains. */
export function checkNothingLeft(world: World, requests: RequestChecks): void {
  const { scheduler, service, clients } = world;
  const complain = (what: string): void => world.violate('nothing left', what);
  if (scheduler.pending > 0) complain(`${scheduler.pending} timers`);
  if (requests.open > 0) complain(`${requests.open} open requests`);
  for (const { index, wakeSubject, pausedSubject } of clients) {
    if (wakeSubject.observed) complain(`client ${index + 1} listens to \`wake$\``);
    if (pausedSubject.observed) complain(`client ${index + 1} listens to \`paused$\``);
  }
  for (const [tag, keys] of service.keysOf) {
    if (keys.size > 1) world.violate('one key', `${tag} was sent under ${[...keys].join(', ')}`);
    if (service.madeFor(tag).length > 1) world.violate('one key', `${tag} was made more than once`);
  }
}

/** For what a client does a moment after an unsubscribe, in ms. */
const MOMENT_MS = 5;

/** While nobody waits for anything, no timer keeps the process alive. */
export function checkNothingPending(world: World): void {
  const { scheduler, setForwardMs } = world;
  // A timer that was started before the clock was set forward fires when it would have fired.
  const waitMs = scheduler.nextPendingAt - scheduler.steadyNow - setForwardMs;
  if (waitMs > MOMENT_MS) world.violate('nothing left', `a timer of ${waitMs} ms while nobody waits`);
}

/** When all clients are closed as well: a breaker they shared has let them go. */
export function checkLetGo(world: World): void {
  for (const { breaker } of world.clients) {
    if (breaker.listeners > 0)
      world.violate('nothing left', `${breaker.listeners} closed clients in a breaker`);
  }
}
