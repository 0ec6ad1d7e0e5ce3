// A million polls in virtual time: heap, timers and listeners must not grow. Run by `npm run soak`, with --expose-gc.
import { getEventListeners } from 'node:events';
import { Subject } from 'rxjs';
import { TranslationClient } from 'heygen-rx';
import { seeded } from '../../../bench/schedules/random.js';
import { VirtualScheduler } from '../scheduler/virtual-scheduler.js';
import { churn } from './churn.js';
import { growthOf, type Sample } from './growth.js';
import { soakTransport } from './soak-transport.js';

const POLLS = Number(process.argv[2] ?? 1_000_000);
const SAMPLES = 20;

const scheduler = new VirtualScheduler('exact', seeded(1));
const transport = soakTransport(scheduler, seeded(2));
const wakeSubject = new Subject<string>();
const pausedSubject = new Subject<boolean>();
const client = new TranslationClient({
  transport,
  scheduler,
  random: seeded(3),
  wake$: wakeSubject,
  paused$: pausedSubject,
  maxRequestsPerSecond: 1_000_000,
  maxConcurrentRequests: 1000,
  polling: { initialIntervalMs: 500, maxIntervalMs: 5000 },
  circuitBreaker: { failureThreshold: 1_000_000 },
});
const abort = new AbortController();
const calls = churn({
  client,
  scheduler,
  wakeSubject,
  pausedSubject,
  signal: abort.signal,
  random: seeded(4),
});

const collectGarbage = (globalThis as { readonly gc?: () => void }).gc;
if (collectGarbage === undefined) throw new Error('Cannot soak: start node with --expose-gc');

const samples: Sample[] = [];
for (let i = 1; i <= SAMPLES; i++) {
  while (transport.polls < (i * POLLS) / SAMPLES) {
    scheduler.step();
    calls.keepBusy();
    // Promises settle between two steps.
    if (transport.polls % 64 === 0) await Promise.resolve();
  }
  await new Promise(resolve => setImmediate(resolve));
  collectGarbage();
  samples.push({
    polls: transport.polls,
    heapMb: process.memoryUsage().heapUsed / 2 ** 20,
    timers: scheduler.pending,
    requests: transport.open,
    listeners: getEventListeners(abort.signal, 'abort').length,
    watches: calls.open,
  });
}
console.table(samples.map(sample => ({ ...sample, heapMb: Number(sample.heapMb.toFixed(2)) })));

calls.stop();
abort.abort();
await new Promise(resolve => setImmediate(resolve));
const remains = {
  timers: scheduler.pending,
  requests: transport.open,
  listeners:
    getEventListeners(abort.signal, 'abort').length +
    Number(wakeSubject.observed) +
    Number(pausedSubject.observed),
};
client.close();
console.table([{ 'after the last has left': '', ...remains }]);

const complaints = [
  ...growthOf(samples),
  ...Object.entries(remains).flatMap(([what, count]) => (count > 0 ? [`${count} ${what} remain`] : [])),
];
for (const complaint of complaints) console.error(`Grows: ${complaint}`);
console.log(complaints.length === 0 ? `Nothing grows in ${transport.polls} polls.` : 'Failed.');
process.exitCode = complaints.length === 0 ? 0 : 1;
