/** An async context: what runs in it sees the values that every `AsyncLocalStorage` had when it was taken. */
export interface AsyncContext {
  runInAsyncScope<T>(run: () => T): T;
}

interface AsyncHooks {
  /** `AsyncLocalStorage.snapshot()` would cost 3 KB per subscription. */
  readonly AsyncResource: new (type: string) => AsyncContext;
}

interface MaybeNode {
  readonly process?: { getBuiltinModule?(name: string): unknown };
}

/** Only where it exists: this file runs in browsers too. In the Edge Runtime of Next.js it exists, and throws. */
function asyncHooks(): AsyncHooks | undefined {
  try {
    return (globalThis as MaybeNode).process?.getBuiltinModule?.('node:async_hooks') as
      AsyncHooks | undefined;
  } catch {
    return undefined;
  }
}

const hooks = asyncHooks();

const here: AsyncContext = { runInAsyncScope: run => run() };

/** The current async context. */
export const currentContext = (): AsyncContext =>
  hooks === undefined ? here : new hooks.AsyncResource('heygen-rx');

const outside = currentContext();

/**
 * Runs a function in no subscriber's async context. Timers, queues and requests serve many subscribers: in the context of one of them, a request for one tenant
 * would run in the context of another.
 */
export const detached = <T>(run: () => T): T => outside.runInAsyncScope(run);
