import { expect } from '@jest/globals';
import { concat, interval, map, NEVER, of, throwError, timer } from 'rxjs';
import { memoryEngine, type DurableEngine, type Hint } from 'heygen-rx/durable';
import { marbles } from 'heygen-rx/testing';
import { runWorker, smallWorker, withMethods } from '../support/small-worker.js';

/** When a worker claims watches within a minute, if it gets these hints and nothing is due. */
function claimsWith(hint$: ReturnType<DurableEngine['hint$']>, starts = 1): readonly number[] {
  const claims: number[] = [];
  marbles(({ scheduler, flush }) => {
    const engine = memoryEngine();
    const claimWatches: DurableEngine['claimWatches'] = (...args) => {
      claims.push(scheduler.now());
      return engine.claimWatches(...args);
    };
    const small = smallWorker({}, { engine: withMethods({ hint$: () => hint$, claimWatches }, engine) });
    runWorker(small, [], 59_000);
    for (let index = 1; index < starts; index++) timer(100).subscribe(() => small.worker.start());
    flush();
  });
  return claims;
}

describe('a worker with nothing to do claims', () => {
  const at = (ms: number, hint: Hint) => concat(timer(ms).pipe(map(() => hint)), NEVER);

  it.each<[string, ReturnType<DurableEngine['hint$']>, readonly number[]]>([
    ['every 30 s without hints', NEVER, [0, 30_000]],
    ['every 30 s if the engine cannot give hints', throwError(() => new Error('no')), [0, 30_000]],
    ['when something is due', at(7000, { type: 'due' }), [0, 7000, 37_000]],
    ['when the engine listens again', at(7000, { type: 'all' }), [0, 7000, 37_000]],
    ['not when a watch has changed', at(7000, { type: 'watches', jobIds: ['a'] }), [0, 30_000]],
  ])('%s', (_title, hint$, claims) => {
    expect(claimsWith(hint$)).toEqual(claims);
  });
});

it('a worker whose engine fails claims at growing intervals, however many hints it gets', () => {
  marbles(({ flush }) => {
    let claims = 0;
    const claimWatches: DurableEngine['claimWatches'] = () => {
      claims++;
      return throwError(() => new Error('down'));
    };
    const hint$ = () => interval(100).pipe(map((): Hint => ({ type: 'due' })));
    runWorker(smallWorker({}, { engine: withMethods({ claimWatches, hint$ }) }), [], 60_000);
    flush();
    expect(claims).toBeGreaterThan(5);
    expect(claims).toBeLessThan(12);
  });
});

describe('a worker', () => {
  it('that is started twice claims once', () => {
    expect(claimsWith(NEVER, 2)).toEqual([0, 30_000]);
  });

  it.each([
    ['not without a schedule that learns', {}, 0],
    ['for a schedule that learns', { strategy: Object.assign(() => 5, { record: () => undefined }) }, 1],
  ])('reads what others have observed %s', (_title, polling, expected) => {
    marbles(({ flush }) => {
      let reads = 0;
      const readObserved: DurableEngine['readObserved'] = () => {
        reads++;
        return of({ jobs: [], cursor: '0' });
      };
      runWorker(smallWorker({}, { engine: withMethods({ readObserved }), polling }), []);
      flush();
      expect(reads).toBe(expected);
    });
  });

  it('keeps what has ended for a week', () => {
    marbles(({ flush }) => {
      const kept: number[] = [];
      const clean: DurableEngine['clean'] = (_account, olderThanMs) => {
        kept.push(olderThanMs);
        return of(0);
      };
      runWorker(smallWorker({}, { engine: withMethods({ clean }) }), [], 700_000);
      flush();
      expect(kept).toEqual([7 * 24 * 3_600_000]);
    });
  });
});
