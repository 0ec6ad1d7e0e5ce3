import { expect } from '@jest/globals';
import { asyncScheduler, concatMap, defer, finalize, NEVER, of, throwError, timer } from 'rxjs';
import { RequestError } from 'heygen-rx';
import { marbles } from 'heygen-rx/testing';
import { BatchedCalls } from '../../../../lib/durable/client/updates/batched-calls.js';
import type { EngineCallDeps } from '../../../../lib/durable/engine-calls.js';

const DEPS: EngineCallDeps = { scheduler: asyncScheduler, random: () => 0.5, onError: () => undefined };

describe('calls of an engine for many items', () => {
  it('refuse one item only, and tell it why', () => {
    marbles(({ expectObservable }) => {
      const refusal = new RequestError('no');
      const calls = new BatchedCalls<string, string>(
        items => (items.includes('bad') ? throwError(() => refusal) : of('stored')),
        DEPS,
      );
      const marble = { s: 'stored' };
      for (const good of ['a', 'b', 'c', 'd', 'e']) {
        expectObservable(calls.add(good)).toBe('(s|)', marble);
      }
      expectObservable(calls.add('bad')).toBe('#', undefined, refusal);
      expectObservable(calls.add('f')).toBe('(s|)', marble);
    });
  });

  it('are not repeated for each item where no item is the reason for a refusal', () => {
    marbles(({ expectObservable, flush }) => {
      const refusal = new RequestError('no', { code: 'account_of_another_service' });
      const sizes: number[] = [];
      const calls = new BatchedCalls<string, string>(items => {
        sizes.push(items.length);
        return throwError(() => refusal);
      }, DEPS);
      for (const item of ['a', 'b', 'c']) expectObservable(calls.add(item)).toBe('#', undefined, refusal);
      flush();
      expect(sizes).toEqual([3]);
    });
  });

  it('are made one at a time where all items are refused', () => {
    marbles(({ expectObservable, flush }) => {
      const refusal = new RequestError('no');
      let underWay = 0;
      const atOnce: number[] = [];
      const calls = new BatchedCalls<string, string>(
        () =>
          defer(() => {
            atOnce.push(++underWay);
            return timer(1).pipe(
              concatMap(() => throwError(() => refusal)),
              finalize(() => underWay--),
            );
          }),
        DEPS,
      );
      for (const [bad, marble] of [
        ['a', '---#'],
        ['b', '----#'],
        ['c', '------#'],
        ['d', '-------#'],
      ] as const) {
        expectObservable(calls.add(bad)).toBe(marble, undefined, refusal);
      }
      flush();
      expect(atOnce).toEqual([1, 1, 1, 1, 1, 1, 1]);
    });
  });

  it('are given up half a minute after the last caller has gone', () => {
    marbles(({ flush }) => {
      let count = 0;
      const calls = new BatchedCalls<string, string>(
        // What never answers ends a spec that would otherwise go on for ever.
        () => (++count > 100 ? NEVER : throwError(() => new Error('down'))),
        DEPS,
      );
      const adding = calls.add('a').subscribe();
      let whileWaiting = 0;
      timer(600_000).subscribe(() => {
        whileWaiting = count;
        adding.unsubscribe();
      });
      flush();
      expect(whileWaiting).toBeGreaterThan(20);
      expect(count - whileWaiting).toBeLessThanOrEqual(1);
    });
  });

  it('are given up for none while one caller is still there', () => {
    marbles(({ expectObservable }) => {
      const calls = new BatchedCalls<string, string>(
        () =>
          defer(() => (asyncScheduler.now() < 600_000 ? throwError(() => new Error('down')) : of('stored'))),
        DEPS,
      );
      expectObservable(calls.add('a'), '^ 1s !').toBe('-');
      expectObservable(calls.add('b')).toBe('601500ms (s|)', { s: 'stored' });
    });
  });

  it('are for a thousand items at most', () => {
    marbles(({ flush }) => {
      const sizes: number[] = [];
      const calls = new BatchedCalls<number, string>(items => {
        sizes.push(items.length);
        return of('stored');
      }, DEPS);
      for (let item = 0; item < 2000; item++) calls.add(item).subscribe();
      flush();
      expect(sizes).toEqual([1000, 1000]);
    });
  });

  it('report a failure, but not a refusal, which its caller gets', () => {
    marbles(({ flush }) => {
      const errors: string[] = [];
      const failures = [new Error('down'), new RequestError('no')];
      const calls = new BatchedCalls<string, string>(() => throwError(() => failures.shift()), {
        ...DEPS,
        onError: ({ message }) => errors.push(message),
      });
      calls.add('a').subscribe({ error: () => undefined });
      flush();
      expect(errors).toEqual(['The engine failed: down']);
    });
  });
});
