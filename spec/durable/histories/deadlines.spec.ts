import { expect } from '@jest/globals';
import fc from 'fast-check';
import { timer } from 'rxjs';
import { durableClient } from 'heygen-rx/durable';
import { marbles, scriptedTransport } from 'heygen-rx/testing';
import { smallWorker } from '../support/small-worker.js';

/** By then every job has ended, in virtual ms. */
const END_MS = 4000;

/** Who asks for one of two jobs, and when: for its status, or watching it for so long. */
const ask = fc.record({
  at: fc.nat(200),
  jobId: fc.constantFrom('a', 'b'),
  timeoutMs: fc.constantFrom<number | 'status'>('status', 0, 10, 40, END_MS),
});

describe('clients that ask for the same jobs with different deadlines', () => {
  it('each wait as long as they want, whatever the others do', () => {
    fc.assert(
      fc.property(fc.array(ask, { maxLength: 20 }), fc.constantFrom(1, 15, 40), (asks, latencyMs) => {
        const errors: unknown[] = [];
        let completed = 0;
        marbles(({ flush }) => {
          const script = { a: 'p 150ms r 200ms c', b: 'r 80ms c' };
          const { worker, engine } = smallWorker(scriptedTransport({ jobs: script, latencyMs }));
          worker.start();
          for (const { at, jobId, timeoutMs } of asks) {
            const client = durableClient({ engine });
            timer(at).subscribe(() => {
              if (timeoutMs === 'status') {
                client.getStatus(jobId).catch((error: unknown) => errors.push(error));
              } else {
                client.watch(jobId, { timeoutMs }).subscribe({
                  complete: () => completed++,
                  error: (error: unknown) => {
                    if (timeoutMs === END_MS) errors.push(error);
                    else completed++;
                  },
                });
              }
            });
          }
          timer(END_MS).subscribe(() => void worker.stop({ graceMs: 0 }));
          flush();
        });
        expect(errors).toEqual([]);
        expect(completed).toBe(asks.filter(({ timeoutMs }) => timeoutMs !== 'status').length);
      }),
      { numRuns: Number(process.env.DURABLE_RUNS ?? 60) },
    );
  });
});
