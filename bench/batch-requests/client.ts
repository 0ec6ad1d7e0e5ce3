import {
  adaptive,
  TranslationClient,
  type PollingConfig,
  type StatusReport,
  type Transport,
} from 'heygen-rx';
import { NEVER, Observable, VirtualTimeScheduler } from 'rxjs';
import { seeded } from '../schedules/chance.js';
import type { Watched } from './watched.js';

/** The whole client in virtual time: a batch of jobs that all begin at 0, at a service that answers at once, up to 100 jobs a request. */
export function watchInBulk(durations: readonly number[], polling: PollingConfig): Watched {
  const scheduler = new VirtualTimeScheduler();
  const endOf = new Map(durations.map((duration, job) => [`job-${job}`, duration]));
  let requests = 0;
  const answer = <T>(make: () => T): Observable<T> =>
    new Observable(subscriber => {
      requests++;
      return scheduler.schedule(() => {
        subscriber.next(make());
        subscriber.complete();
      });
    });
  const reportOn = (jobId: string): StatusReport => ({
    jobId,
    status: scheduler.now() < endOf.get(jobId)! ? 'pending' : 'completed',
    ageMs: scheduler.now(),
  });
  const transport: Transport = {
    create: () => NEVER,
    status: jobId => answer(() => reportOn(jobId)),
    statuses: jobIds => answer(() => jobIds.map(reportOn)),
  };
  const client = new TranslationClient({
    transport,
    polling: { timeoutMs: 1e9, ...polling },
    scheduler,
    random: seeded(7),
  });
  let delayMs = 0;
  client.watchBatch([...endOf.keys()]).subscribe(batch => {
    const seen = batch.changed === undefined ? undefined : batch.get(batch.changed);
    if (seen?.status === 'completed') delayMs += seen.at - endOf.get(seen.jobId)!;
  });
  scheduler.flush();
  return { requests, delayMs: delayMs / durations.length };
}

/** A schedule that has seen so many jobs of the kind. */
export function experienced(pollCostMs: number, seen: readonly number[]): PollingConfig {
  const strategy = adaptive({ pollCostMs, minIntervalMs: 10 });
  for (const duration of seen)
    strategy.record({ afterMs: Math.max(0, duration - 5000), byMs: duration + 5000 });
  return { strategy };
}

/** The same at no larger mean delay than `delayMs`, for as few requests as a search by hand would find. */
export function withinDelay(delayMs: number, watch: (knob: number) => Watched, from: number): Watched {
  let knob = from;
  let best: Watched | undefined;
  for (let tries = 0; tries < 6; tries++) {
    const watched = watch(knob);
    const isBetter = watched.delayMs <= delayMs && (best === undefined || watched.requests < best.requests);
    if (isBetter) best = watched;
    if (isBetter && watched.delayMs > 0.97 * delayMs) break;
    knob *= (0.99 * delayMs) / watched.delayMs;
  }
  if (best === undefined) throw new Error(`No mean delay within ${delayMs} ms was found`);
  return best;
}
