import { Observable } from 'rxjs';

/** Runs a function in one async context. */
type RunIn = <T>(run: () => T) => T;

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
function currentContext(): RunIn {
  if (hooks === undefined) return run => run();
  const resource = new hooks.AsyncResource('heygen-rx');
  return run => resource.runInAsyncScope(run);
}

const outside = currentContext();

/**
 * Runs a function in no subscriber's async context. Timers, queues and requests serve many subscribers: in the context of one of them, a request for one tenant
 * would run in the context of another.
 */
export const detached: RunIn = run => outside(run);

/**
 * The same source, but each subscriber is called in the async context in which it subscribed.
 *
 * *Emits*, *completes* and *errors* as the source does. *On unsubscribe* unsubscribes from it.
 */
export function inSubscribersContext<T>(source$: Observable<T>): Observable<T> {
  if (hooks === undefined) return source$;
  return new Observable(subscriber => {
    const run = currentContext();
    const inContext$ = new Observable<T>(inner => {
      // Before the first value, after which it may be unsubscribed.
      subscriber.add(inner);
      return detached(() => source$.subscribe(inner));
    });
    inContext$.subscribe({
      next: value => run(() => subscriber.next(value)),
      error: (error: unknown) => run(() => subscriber.error(error)),
      complete: () => run(() => subscriber.complete()),
    });
  });
}
