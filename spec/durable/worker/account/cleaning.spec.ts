import { expect, it } from '@jest/globals';
import { of, throwError } from 'rxjs';
import { marbles } from 'heygen-rx/testing';
import { runWorker, smallWorker, withMethods } from '../../support/small-worker.js';

const MINUTE = 60_000;

/** When a worker has cleaned within 25 minutes, and how, with an engine that deletes so many rows each time. */
function cleanings(...deleted: readonly (number | Error)[]): readonly (readonly number[])[] {
  const calls: (readonly number[])[] = [];
  marbles(({ flush, scheduler }) => {
    const left = [...deleted];
    const clean = (_account: string, olderThanMs: number, limit: number) => {
      calls.push([scheduler.now(), olderThanMs, limit]);
      const next = left.shift() ?? 0;
      return typeof next === 'number' ? of(next) : throwError(() => next);
    };
    const small = smallWorker({}, { engine: withMethods({ clean }), keepEndedMs: 1440 * MINUTE });
    runWorker(small, [], 25 * MINUTE);
    flush();
  });
  return calls;
}

it('deletes what ended long ago every ten minutes, in portions until there is nothing left', () => {
  expect(cleanings(1000, 3, 0)).toEqual(
    [10 * MINUTE, 10 * MINUTE + 100, 10 * MINUTE + 200, 20 * MINUTE].map(at => [at, 1440 * MINUTE, 1000]),
  );
});

it('tries again ten minutes after the engine has failed', () => {
  expect(cleanings(1000, new Error('down')).map(([at]) => at)).toEqual([
    10 * MINUTE,
    10 * MINUTE + 100,
    20 * MINUTE,
  ]);
});
