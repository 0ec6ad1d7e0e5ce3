import { Observable, Subscription } from 'rxjs';
import { dropOldest } from '../../model/drop-oldest.js';
import type { JobId } from '../../model/job.js';
import type { WatchOptions } from '../../options/types.js';
import type { EventBus } from '../event-bus.js';

/** Passes a signal on to one watch. */
export type Notify = (type: 'wake' | 'pause' | 'resume') => void;

/** Connects a watch, or a create, whose jobs have no ids yet, to `wake$` or `paused$`. @returns a function that disconnects it; the last one also unsubscribes from the source */
export type Signal = (jobId: JobId | undefined, notify: Notify) => () => void;

type OnError = (error: unknown) => void;

/** The signals passed to a client or to one call. */
export interface OwnSignals {
  readonly wake?: Signal | undefined;
  readonly pause?: Signal | undefined;
}

/** Turns `wake$` and `paused$` into signals. If one fails, that is reported, and the watches continue without it. */
export function signalsOf(
  { wake$, paused$ }: Pick<WatchOptions, 'wake$' | 'paused$'>,
  bus: EventBus,
): OwnSignals {
  const onError = (thrown: unknown): void => bus.report('`wake$` or `paused$` failed', thrown);
  return {
    wake: wake$ && wakeSignal(wake$, onError),
    pause: paused$ && pauseSignal(paused$, onError),
  };
}

/** Connects a create: a wake that names one of its jobs before the create has ended is kept for the watch. */
export function connectCreate(signals: readonly Signal[] = []): Subscription {
  const connections = new Subscription();
  for (const signal of signals) connections.add(signal(undefined, () => undefined));
  return connections;
}

/** The most wakes that are kept; the oldest is forgotten first. */
const MOST_KEPT = 1000;

/**
 * Wakes the watches of the job whose id `wake$` emits, or all watches if it emits none. All watches share one subscription. While a job is being created, a wake for a job
 * without a watch is kept for its watch.
 */
export function wakeSignal(wake$: Observable<JobId | undefined | void>, onError: OnError): Signal {
  const kept = new Set<JobId | undefined>();
  const connect = connected<JobId | undefined | void>(wake$, onError, (watches, jobId) => {
    // Any value that is not an id, such as a DOM event, wakes all watches.
    const woken = typeof jobId === 'string' ? watches.get(jobId) : allOf(watches);
    for (const notify of [...(woken ?? [])]) notify('wake');
    if (woken !== undefined || !watches.has(undefined)) return;
    kept.add(jobId as JobId);
    dropOldest(kept, MOST_KEPT);
  });
  return (jobId, notify) => {
    const disconnect = connect(jobId, notify);
    if (kept.delete(jobId)) notify('wake');
    return disconnect;
  };
}

/** Pauses all watches while the last value of `paused$` is true; if it fails, they resume. */
function pauseSignal(paused$: Observable<boolean>, onError: OnError): Signal {
  let isPaused = false;
  const notifyAll = (watches: Watches, value: unknown): void => {
    const paused = Boolean(value);
    if (paused === isPaused) return;
    isPaused = paused;
    // Read for each: what a watch does may change it, and then the latest holds for all.
    for (const notify of allOf(watches)) notify(isPaused ? 'pause' : 'resume');
  };
  // Without a subscription the last value may be out of date: until the source emits again, nothing is paused.
  const connect = connected(paused$, onError, notifyAll, watches => notifyAll(watches, false));
  return (jobId, notify) => {
    let isConnected = false;
    const disconnect = connect(jobId, input => {
      if (isConnected) notify(input);
    });
    isConnected = true;
    if (isPaused) notify('pause');
    return disconnect;
  };
}

/** The watches of each job. Copied before they are notified, since they may connect or disconnect others. */
type Watches = Map<JobId | undefined, Set<Notify>>;

const allOf = (watches: Watches): readonly Notify[] => [...watches.values()].flatMap(ofJob => [...ofJob]);

/**
 * A signal whose watches share one subscription to its source.
 *
 * @param onEnd Called when the source has failed, and when the last watch has left.
 */
function connected<T>(
  source$: Observable<T>,
  onError: OnError,
  notifyAll: (watches: Watches, value: T) => void,
  onEnd: (watches: Watches) => void = () => undefined,
): Signal {
  const watches: Watches = new Map();
  let source: Subscription | undefined;
  return (jobId, notify) => {
    const ofJob = watches.get(jobId) ?? new Set();
    watches.set(jobId, ofJob.add(notify));
    if (!source) {
      // Wrapped, because an Observable of another library may throw or return anything.
      const shared$ = new Observable<T>(subscriber => {
        // Set before it emits: watches may connect and disconnect meanwhile.
        source = subscriber;
        return source$.subscribe(subscriber);
      });
      shared$.subscribe({
        next: value => notifyAll(watches, value),
        error: (error: unknown) => {
          onError(error);
          onEnd(watches);
        },
      });
    }
    return () => {
      if (ofJob.delete(notify) && ofJob.size === 0) watches.delete(jobId);
      if (watches.size > 0) return;
      const ended = source;
      source = undefined;
      onEnd(watches);
      try {
        ended!.unsubscribe();
      } catch (thrown) {
        onError(thrown);
      }
    };
  };
}
