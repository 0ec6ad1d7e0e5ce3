import { TranslationClient, type PollingStrategy, type StatusReport, type Transport } from 'heygen-rx';
import { defer, map, NEVER, timer, VirtualTimeScheduler } from 'rxjs';
import { seeded } from '../schedules/chance.js';

/** What a batch costs, and how late its ends are noticed. */
export interface BatchOutcome {
  readonly requests: number;
  readonly delayMs: number;
}

/** Watches jobs of these durations as one batch, with the real client and its bulk looks, in virtual time. */
export function watchVirtually(durations: Float64Array, strategy: PollingStrategy): BatchOutcome {
  const scheduler = new VirtualTimeScheduler();
  const ends = new Map(Array.from(durations, (ms, i) => [`job-${i}`, ms]));
  let requests = 0;
  let delayMs = 0;
  const report = (jobId: string): StatusReport => {
    const isOver = ends.get(jobId)! <= scheduler.now();
    return { jobId, status: isOver ? 'completed' : 'running', ageMs: scheduler.now() };
  };
  const transport: Transport = {
    create: () => NEVER,
    status: jobId => defer(() => (requests++, timer(1, scheduler))).pipe(map(() => report(jobId))),
    statuses: jobIds => defer(() => (requests++, timer(1, scheduler))).pipe(map(() => jobIds.map(report))),
  };
  const client = new TranslationClient({
    transport,
    scheduler,
    random: seeded(7),
    polling: { strategy, timeoutMs: 30 * 86_400_000 },
    maxRequestsPerSecond: 1_000_000,
    maxConcurrentRequests: 1000,
  });
  client.watchBatch([...ends.keys()]).subscribe(batch => {
    const job = batch.changed === undefined ? undefined : batch.get(batch.changed);
    if (job?.status === 'completed') delayMs += job.at - ends.get(job.jobId)!;
  });
  scheduler.flush();
  return { requests, delayMs: delayMs / durations.length };
}
