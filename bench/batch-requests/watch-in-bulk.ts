import {
  adaptive,
  TranslationClient,
  type PollingConfig,
  type StatusReport,
  type Transport,
} from 'heygen-rx';
import { NEVER, Observable, VirtualTimeScheduler } from 'rxjs';
import { seeded } from '../schedules/random.js';
import type { WatchResult } from './watch-result.js';

/** Watches a batch with the whole client in virtual time. All jobs start at 0; the service responds immediately, for up to 100 jobs per request. */
export function watchInBulk(durations: readonly number[], polling: PollingConfig): WatchResult {
  const scheduler = new VirtualTimeScheduler();
  const endOf = new Map(durations.map((duration, job) => [`job-${job}`, duration]));
  let requests = 0;
  const respond = <T>(make: () => T): Observable<T> =>
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
    status: jobId => respond(() => reportOn(jobId)),
    statuses: jobIds => respond(() => jobIds.map(reportOn)),
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

/** An adaptive schedule that has seen jobs of these durations, each known to within 10 s. */
export function trainedSchedule(pollCostMs: number, seen: readonly number[]): PollingConfig {
  const strategy = adaptive({ pollCostMs, minIntervalMs: 10 });
  for (const duration of seen)
    strategy.record({ afterMs: Math.max(0, duration - 5000), byMs: duration + 5000 });
  return { strategy };
}

/** Searches for the interval that takes the fewest requests with a mean delay of at most `delayMs`. */
export function withinDelay(
  delayMs: number,
  watch: (intervalMs: number) => WatchResult,
  fromMs: number,
): WatchResult {
  let intervalMs = fromMs;
  let best: WatchResult | undefined;
  for (let tries = 0; tries < 6; tries++) {
    const result = watch(intervalMs);
    const isBetter = result.delayMs <= delayMs && (best === undefined || result.requests < best.requests);
    if (isBetter) best = result;
    if (isBetter && result.delayMs > 0.97 * delayMs) break;
    intervalMs *= (0.99 * delayMs) / result.delayMs;
  }
  if (best === undefined) throw new Error(`No interval with a mean delay of at most ${delayMs} ms was found`);
  return best;
}
