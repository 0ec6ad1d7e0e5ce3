/** Runs a function in one async context. */
export type RunIn = <T>(run: () => T) => T;

interface AsyncHooks {
  /** Unlike `AsyncLocalStorage.snapshot()` it costs no 3 KB a subscription. */
  readonly AsyncResource: new (type: string) => { runInAsyncScope: RunIn };
}

interface MaybeNode {
  readonly process?: { getBuiltinModule?(name: string): unknown };
}

// Only where it exists: this file runs in browsers too.
const hooks = (globalThis as MaybeNode).process?.getBuiltinModule?.('node:async_hooks') as
  AsyncHooks | undefined;

/** The current async context: what runs in it sees the current values of every `AsyncLocalStorage`. */
export function currentContext(): RunIn {
  if (hooks === undefined) return here;
  const resource = new hooks.AsyncResource('heygen-rx');
  return run => resource.runInAsyncScope(run);
}

const here: RunIn = run => run();

const outside = currentContext();

/**
 * Runs a function in no subscriber's async context. Timers, queues and requests serve many subscribers: in the context of one of them, a request for one tenant
 * would run in the context of another.
 */
export const detached: RunIn = run => outside(run);
