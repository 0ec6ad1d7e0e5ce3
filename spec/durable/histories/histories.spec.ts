import { expect } from '@jest/globals';
import fc from 'fast-check';
import { timer } from 'rxjs';
import { isSettled } from 'heygen-rx';
import { durableClient, memoryEngine, type EngineStats } from 'heygen-rx/durable';
import { marbles, scriptedTransport } from 'heygen-rx/testing';
import { mostWithinASecond } from '../../../examples/durable-demo/most-within-a-second.js';
import { mortalWorkers, type Fate } from './mortal-worker.js';

/** Requests a second. */
const RATE = 20;
/** By then all is over, in virtual ms: several leases after the last death. */
const END_MS = 280_000;

const fate: fc.Arbitrary<Fate> = fc.record({
  atCall: fc.nat(40),
  how: fc.constantFrom('dies before', 'dies after', 'sleeps'),
});

/** What happens: how jobs go, which creates fail, and what becomes of three workers and their successors. */
const history = fc.record({
  jobs: fc.integer({ min: 1, max: 12 }),
  script: fc.constantFrom('p 3s r 4s c', 'p 1s N 2s r 4s e', 'r 2s R 1s c', 'p 9s c', 'S 3s p 2s S 9s c'),
  creates: fc
    .array(fc.constantFrom('.', 'L', 'N', 'S', 'P'), { maxLength: 12 })
    .map(letters => letters.join('')),
  latencyMs: fc.constantFrom(0, 20, 400),
  bulk: fc.boolean(),
  fates: fc.array(fc.array(fate, { maxLength: 4 }), { minLength: 3, maxLength: 3 }),
});

describe('workers that die and sleep at any call', () => {
  it('lose no job, make none twice, and keep to the rate', () => {
    fc.assert(
      fc.property(history, ({ jobs, script, creates, latencyMs, bulk, fates }) => {
        let stats: EngineStats | undefined;
        const ends: string[] = [];
        const transport = scriptedTransport({ everyJob: script, creates, latencyMs, bulk });
        marbles(({ flush }) => {
          const engine = memoryEngine();
          const options = {
            engine,
            transport,
            polling: { initialIntervalMs: 400, maxIntervalMs: 2000 },
            limits: { maxRequestsPerSecond: RATE, requestTimeoutMs: 1000, createTimeoutMs: 1000 },
            retry: { maxAttempts: 99 },
            // So that twelve failures in a row are over before the end.
            circuitBreaker: { resetTimeoutMs: 2000, maxResetTimeoutMs: 8000 },
            random: () => 0.5,
          };
          const workers = fates.map(each => mortalWorkers(options, each));
          const client = durableClient({ engine });
          const other = durableClient({ engine });
          for (let index = 0; index < jobs; index++) {
            const job$ = client.translate({ title: `${index}` }, { idempotencyKey: `key-${index}` });
            let isFirst = true;
            job$.subscribe({
              next: snapshot => {
                if (isSettled(snapshot)) ends.push(`${index} settled`);
                if (!isFirst) return;
                isFirst = false;
                // Somebody else asks for the same job.
                other.watch(snapshot.jobId).subscribe({
                  next: seen => {
                    if (isSettled(seen)) ends.push(`${index} settled for the other`);
                  },
                  error: (error: unknown) => ends.push(`${index} ${String(error)}`),
                });
              },
              error: (error: unknown) => ends.push(`${index} ${String(error)}`),
            });
          }
          timer(END_MS).subscribe(() => {
            engine.stats('main').subscribe(seen => (stats = seen));
            for (const worker of workers) worker.stop();
          });
          flush();
        });
        const expected = Array.from({ length: jobs }, (_, index) => [
          `${index} settled`,
          `${index} settled for the other`,
        ]).flat();
        expect(ends.sort()).toEqual(expected.sort());
        const { requests } = transport;
        const made = requests.filter(({ kind }) => kind === 'create').flatMap(({ jobIds }) => jobIds);
        expect(new Set(made).size).toBe(jobs);
        expect(mostWithinASecond(requests.map(({ at }) => at))).toBeLessThanOrEqual(RATE);
        expect(stats).toMatchObject({ watches: { open: 0, claimed: 0 }, creates: { open: 0, claimed: 0 } });
      }),
      { numRuns: Number(process.env.DURABLE_RUNS ?? 4) },
    );
  });
});
