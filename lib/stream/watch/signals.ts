import { Subscription, type Observable } from 'rxjs';
import type { JobId } from '../../model/job.js';

/** What a signal tells a watch. */
type Tell = (input: 'wake' | 'pause' | 'resume') => void;

/** Connects one watch to `wake$` or `paused$`. On unsubscribe disconnects it, and with the last watch unsubscribes from the source. */
export type Signal = (jobId: JobId, tell: Tell) => Subscription;

type OnError = (error: unknown) => void;

/** Wakes the watches of the job that `wake$` names, or all of them. One subscription serves all watches. */
export function wakeSignal(wake$: Observable<JobId | undefined | void>, onError: OnError): Signal {
  return connected<JobId | undefined | void>(wake$, onError, (watches, jobId) => {
    const woken = jobId === undefined ? [...watches.values()].flat() : (watches.get(jobId) ?? []);
    for (const tell of woken) tell('wake');
  });
}

/** Pauses all watches while `paused$` last emitted true. */
export function pauseSignal(paused$: Observable<boolean>, onError: OnError): Signal {
  let isPaused = false;
  const tellAll = (watches: Watches, paused: boolean): void => {
    if (paused === isPaused) return;
    isPaused = paused;
    for (const tell of [...watches.values()].flat()) tell(paused ? 'pause' : 'resume');
  };
  // What the source said while nobody listens may have changed since: no word means not paused.
  const connect = connected<boolean>(paused$, onError, tellAll, () => (isPaused = false));
  return (jobId, tell) => {
    let isConnected = false;
    const connection = connect(jobId, input => {
      if (isConnected) tell(input);
    });
    isConnected = true;
    if (isPaused) tell('pause');
    return connection;
  };
}

/** Arrays that are replaced, never changed. */
type Watches = Map<JobId, readonly Tell[]>;

function connected<T>(
  source$: Observable<T>,
  onError: OnError,
  tellAll: (watches: Watches, value: T) => void,
  onLast: () => void = () => undefined,
): Signal {
  const watches: Watches = new Map();
  let source: Subscription | undefined;
  return (jobId, tell) => {
    watches.set(jobId, [...(watches.get(jobId) ?? []), tell]);
    source ??= source$.subscribe({ next: value => tellAll(watches, value), error: onError });
    return new Subscription(() => {
      const others = (watches.get(jobId) ?? []).filter(other => other !== tell);
      if (others.length > 0) watches.set(jobId, others);
      else watches.delete(jobId);
      if (watches.size > 0) return;
      source?.unsubscribe();
      source = undefined;
      onLast();
    });
  };
}
