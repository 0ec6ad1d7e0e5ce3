import { Subscription, type Observable } from 'rxjs';
import type { JobId } from '../../model/job.js';
import type { Alarm } from './alarm.js';

/** Something that moves alarms from outside. Connects one alarm; on unsubscribe lets go of it, and of its source with the last one. */
export type Signal = (jobId: JobId, alarm: Alarm) => Subscription;

type OnError = (error: unknown) => void;

/** Wakes the alarms of the job that `wake$` names, or all of them. One subscription serves however many alarms. */
export function wakeSignal(wake$: Observable<JobId | undefined | void>, onError: OnError): Signal {
  return connected<JobId | undefined | void>(wake$, onError, (alarms, jobId) => {
    const woken = jobId === undefined ? [...alarms.values()].flat() : (alarms.get(jobId) ?? []);
    for (const alarm of woken) alarm.wake();
  });
}

/** Pauses all alarms while `paused$` last said true. */
export function pauseSignal(paused$: Observable<boolean>, onError: OnError): Signal {
  let isPaused = false;
  const pauseAll = (alarms: Alarms, paused: boolean): void => {
    isPaused = paused;
    for (const alarm of [...alarms.values()].flat()) alarm.pause(paused);
  };
  // What a source said while nobody listens any more may have changed: silence means running.
  const connect = connected<boolean>(paused$, onError, pauseAll, () => (isPaused = false));
  return (jobId, alarm) => {
    const connection = connect(jobId, alarm);
    alarm.pause(isPaused);
    return connection;
  };
}

/** Arrays that are replaced, never changed: a set for each job would be a good part of its watch. */
type Alarms = Map<JobId, readonly Alarm[]>;

function connected<T>(
  source$: Observable<T>,
  onError: OnError,
  move: (alarms: Alarms, value: T) => void,
  onLast: () => void = () => undefined,
): Signal {
  const alarms: Alarms = new Map();
  let source: Subscription | undefined;
  return (jobId, alarm) => {
    alarms.set(jobId, [...(alarms.get(jobId) ?? []), alarm]);
    source ??= source$.subscribe({ next: value => move(alarms, value), error: onError });
    return new Subscription(() => {
      const others = (alarms.get(jobId) ?? []).filter(other => other !== alarm);
      if (others.length > 0) alarms.set(jobId, others);
      else alarms.delete(jobId);
      if (alarms.size > 0) return;
      source?.unsubscribe();
      source = undefined;
      onLast();
    });
  };
}
