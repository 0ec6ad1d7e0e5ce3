import { of, map, throwError, timer } from 'rxjs';
import { marbles } from 'heygen-rx/testing';
import { workerStats } from '../../../../lib/durable/worker/account/worker-stats.js';
import type { WorkerDeps } from '../../../../lib/durable/worker/worker-deps.js';

describe('the statistics of a worker', () => {
  it('are read at once and every 5 s, with the requests per second since the time before', () => {
    marbles(({ scheduler, expectObservable }) => {
      let calls = 0;
      const stats = () => timer(1).pipe(map(() => ({ call: ++calls })));
      const deps = {
        worker: { engine: { stats }, account: 'a' },
        clock: { now: () => 1_000_000 + scheduler.now() },
        scheduler,
        random: () => 0.5,
        onError: () => undefined,
      } as unknown as WorkerDeps;
      const sent = () => (scheduler.now() < 5000 ? 7 : 107);
      expectObservable(workerStats(sent, deps), '^ 16s !').toBe('-a 4999ms b 4999ms c 4999ms d', {
        a: { call: 1, requestsPerSecond: 0 },
        b: { call: 2, requestsPerSecond: 20 },
        c: { call: 3, requestsPerSecond: 0 },
        d: { call: 4, requestsPerSecond: 0 },
      });
    });
  });

  it('are left out while the engine does not respond', () => {
    marbles(({ scheduler, expectObservable }) => {
      let calls = 0;
      const stats = () => (++calls === 2 ? throwError(() => new Error('down')) : of({ call: calls }));
      const deps = {
        worker: { engine: { stats }, account: 'a' },
        clock: scheduler,
        scheduler,
        random: () => 0.5,
        onError: () => undefined,
      } as unknown as WorkerDeps;
      expectObservable(
        workerStats(() => 0, deps),
        '^ 11s !',
      ).toBe('a 9999ms c', {
        a: { call: 1, requestsPerSecond: 0 },
        c: { call: 3, requestsPerSecond: 0 },
      });
    });
  });
});
