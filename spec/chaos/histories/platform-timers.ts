import type { World } from './world.js';

/**
 * While a history is played nothing may use the platform's timers: the client has a scheduler. rxjs uses one to throw what nobody caught, which is told
 * at once instead. Returns what puts the timers back.
 */
export function withoutPlatformTimers(world: World): () => void {
  const { setTimeout, setInterval } = globalThis;
  const forbidden = (work: () => void, delayMs?: number): number => {
    if (delayMs !== undefined) world.violate('virtual time', `a platform timer of ${delayMs} ms`);
    else {
      try {
        work();
      } catch (thrown) {
        world.violate(
          'no uncaught exception',
          thrown instanceof Error ? (thrown.stack ?? '') : String(thrown),
        );
      }
    }
    return 0;
  };
  Object.assign(globalThis, { setTimeout: forbidden, setInterval: forbidden });
  return () => Object.assign(globalThis, { setTimeout, setInterval });
}
