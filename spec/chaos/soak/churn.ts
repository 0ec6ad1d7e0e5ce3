import type { Observable, Subject, Subscription } from 'rxjs';
import type { TranslationClient } from 'heygen-rx';
import type { VirtualScheduler } from '../scheduler/virtual-scheduler.js';

interface ChurnParts {
  readonly client: TranslationClient;
  readonly scheduler: VirtualScheduler;
  readonly wakeSubject: Subject<string>;
  readonly pausedSubject: Subject<boolean>;
  /** One signal for all promises, as a long-lived program has. */
  readonly signal: AbortSignal;
  readonly random: () => number;
}

export interface Churn {
  /** Streams that somebody watches now. */
  readonly open: number;
  /** Replaces those that have ended. */
  keepBusy(): void;
  stop(): void;
}

const STREAMS = 400;
/** One of so many is left before it ends. */
const LEFT = 300;

/** Keeps a client as busy as a large program does: streams come, end and are left; wakes, pauses and promises in between. */
export function churn({ client, scheduler, wakeSubject, pausedSubject, signal, random }: ChurnParts): Churn {
  const open = new Set<Subscription>();
  let jobs = 0;
  let steps = 0;
  const nextJob = (): string => `job-${++jobs}`;
  const begin = (): void => {
    const kind = random();
    const stream$: Observable<unknown> =
      kind < 0.7
        ? client.watch(nextJob())
        : kind < 0.8
          ? client.watch(nextJob(), { emit: 'polls' })
          : kind < 0.9
            ? client.translate({})
            : client.watchBatch([nextJob(), nextJob(), nextJob()]);
    const subscription = stream$.subscribe({ error: () => undefined });
    open.add(subscription);
    subscription.add(() => open.delete(subscription));
  };
  const call = (): void => {
    const none = (): void => undefined;
    if (random() < 0.5) client.getStatus(nextJob(), { signal }).catch(none);
    else client.waitForCompletion(nextJob(), { signal }).catch(none);
  };
  return {
    get open() {
      return open.size;
    },
    keepBusy() {
      steps++;
      while (open.size < STREAMS) begin();
      if (steps % 50 === 0) call();
      if (steps % LEFT === 0) [...open][Math.floor(random() * open.size)]?.unsubscribe();
      if (steps % 1000 === 0) wakeSubject.next(`job-${jobs}`);
      if (steps % 20_000 === 0) {
        pausedSubject.next(true);
        scheduler.later(5000, () => pausedSubject.next(false));
      }
    },
    stop() {
      for (const subscription of open) subscription.unsubscribe();
    },
  };
}
