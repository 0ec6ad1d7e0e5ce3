import { expect } from '@jest/globals';
import { defer, map, NEVER, of, throwError, timer, type Observable } from 'rxjs';
import { memoryEngine, type Claim, type ClaimedWatch, type DurableEngine } from 'heygen-rx/durable';
import { marbles } from 'heygen-rx/testing';
import {
  SMALL_WORKER,
  requestsOf,
  runWorker,
  smallWorker,
  typesOf,
  withMethods,
} from '../../support/small-worker.js';

describe('a worker whose engine', () => {
  it.each<[string, () => Observable<never>]>([
    ['errs', () => throwError(() => new Error('down'))],
    [
      'throws',
      () => {
        throw new Error('down');
      },
    ],
    ['completes without a response', () => of()],
  ])('%s calls it less and less often, and says so', (_, fails) => {
    marbles(({ flush }) => {
      let calls = 0;
      const claimWatches = () => {
        calls++;
        return fails();
      };
      const small = smallWorker({}, { engine: withMethods({ claimWatches }) });
      const events = runWorker(small, ['a'], 60_000);
      flush();
      expect(calls).toBeGreaterThan(5);
      expect(calls).toBeLessThan(12);
      expect(events.filter(({ type }) => type === 'ERROR_OCCURRED')).toHaveLength(calls);
    });
  });

  it('never responds is called again after its time limit', () => {
    marbles(({ flush }) => {
      let calls = 0;
      const claimWatches = () => {
        calls++;
        return NEVER;
      };
      const small = smallWorker({}, { engine: withMethods({ claimWatches }) });
      runWorker(small, ['a'], 100_000);
      flush();
      expect(calls).toBe(4);
    });
  });

  it('comes back is used as before', () => {
    marbles(({ flush }) => {
      const inner = memoryEngine();
      const engine = withMethods(
        {
          claimWatches: (...args) =>
            defer(() => (isDown ? throwError(() => new Error('down')) : inner.claimWatches(...args))),
        },
        inner,
      );
      let isDown = true;
      timer(5000).subscribe(() => (isDown = false));
      const small = smallWorker({ jobs: { a: 'c' } }, { engine });
      runWorker(small, ['a'], 60_000);
      flush();
      expect(requestsOf(small)).toEqual(['a']);
    });
  });

  it.each([
    ['never wants to wait', { type: 'wait', now: 0, reason: 'idle', waitMs: 0 }],
    ['says nonsense', { type: 'wait', now: 0, reason: 'rate', waitMs: NaN }],
    [
      'gives nothing to send',
      {
        type: 'send',
        lease: 'l',
        now: 0,
        circuit: {
          version: 0,
          state: { state: 'closed', generation: 0, failuresInARow: 0, recentCalls: [] },
        },
        taken: [],
      },
    ],
  ])('%s makes no tight loop', (_, answer) => {
    marbles(({ flush }) => {
      let calls = 0;
      const claimWatches = () => {
        calls++;
        return of(answer as Claim<readonly ClaimedWatch[]>);
      };
      const limits = { ...SMALL_WORKER.limits, maxRequestsPerSecond: 50 };
      const small = smallWorker({}, { engine: withMethods({ claimWatches }), limits });
      runWorker(small, ['a'], 1000);
      flush();
      expect(calls).toBe(50);
    });
  });

  it('returns an unreadable claim reports that and continues', () => {
    marbles(({ flush }) => {
      const inner = memoryEngine();
      let calls = 0;
      const claimWatches: DurableEngine['claimWatches'] = (...args) =>
        inner
          .claimWatches(...args)
          .pipe(
            map(claim =>
              ++calls === 1 && claim.type === 'send' ? { ...claim, taken: [null as never] } : claim,
            ),
          );
      const limits = { ...SMALL_WORKER.limits, requestTimeoutMs: 100 };
      const small = smallWorker(
        { jobs: { a: 'c' } },
        { engine: withMethods({ claimWatches }, inner), limits },
      );
      const events = runWorker(small, ['a'], 20_000);
      flush();
      expect(typesOf(events)).toBe('ERROR_OCCURRED STATUS_CHANGED JOB_COMPLETED');
      expect(events[0]).toHaveProperty('error.message', expect.stringMatching(/^The worker failed: /));
    });
  });
});
