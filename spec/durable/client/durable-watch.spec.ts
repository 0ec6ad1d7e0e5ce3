import { expect } from '@jest/globals';
import { concatMap, map, NEVER, throwError, timer } from 'rxjs';
import type { JobSnapshot } from 'heygen-rx';
import { durableClient, memoryEngine } from 'heygen-rx/durable';
import { marbles } from 'heygen-rx/testing';
import { SMALL } from '../../helpers/small-client.js';
import { smallWorker, stored, withMethods } from '../support/small-worker.js';

const { polling } = SMALL;
const letter = map(({ status }: JobSnapshot) => status.charAt(0));
const named = (name: string, fields: object = {}): unknown => expect.objectContaining({ name, ...fields });

/** An engine with a worker that runs from 1 to 100 ms. */
function working(script: Parameters<typeof smallWorker>[0]) {
  const { worker, engine } = smallWorker(script);
  timer(1).subscribe(() => worker.start());
  timer(100).subscribe(() => void worker.stop({ graceMs: 0 }));
  return engine;
}

describe('a durable watch', () => {
  it('shows changes, or each poll if that is wanted', () => {
    marbles(({ expectObservable }) => {
      for (const [emit, marble] of [
        ['changes', '--p-------------(c|)'],
        ['polls', '--p----p--------(c|)'],
      ] as const) {
        const client = durableClient({ engine: working({ jobs: { a: 'p------c' } }), polling });
        expectObservable(client.watch('a', { emit }).pipe(letter)).toBe(marble);
      }
    });
  });

  it('ends with the error that its worker has stored', () => {
    marbles(({ expectObservable }) => {
      const client = durableClient({ engine: working({ jobs: { a: 'x' } }) });
      const error = named('JobNotFoundError', { jobId: 'a' });
      expectObservable(client.watch('a')).toBe('--#', undefined, error);
    });
  });

  it('ends when its client is closed, and goes on in the engine', () => {
    marbles(({ expectObservable }) => {
      const engine = working({ jobs: { a: 'p------c' } });
      const client = durableClient({ engine, polling });
      timer(5).subscribe(() => client.close());
      const snapshot = expect.objectContaining({ status: 'pending' });
      const error = named('ClientClosedError', { jobId: 'a', snapshot });
      expectObservable(client.watch('a').pipe(letter)).toBe('--p--#', undefined, error);
      const status$ = timer(90).pipe(
        concatMap(() => stored(engine, 'a')),
        map(({ state }) => state.status),
      );
      expectObservable(status$).toBe('90ms (a|)', { a: 'completed' });
    });
  });

  it('that begins later ends without a worker after its own deadline', () => {
    marbles(({ expectObservable }) => {
      const client = durableClient({ engine: memoryEngine(), polling: { timeoutMs: 1000 } });
      const watch$ = timer(5000).pipe(concatMap(() => client.watch('a')));
      expectObservable(watch$).toBe('41s #', undefined, named('TimeoutError', { jobId: 'a' }));
    });
  });

  it.each([
    ['cannot give hints', throwError(() => new Error('cannot listen'))],
    ['has lost its hints', NEVER],
  ])('at an engine that %s is read now and then', (_title, hint$) => {
    marbles(({ expectObservable }) => {
      const engine = withMethods({ hint$: () => hint$ }, working({ jobs: { a: 'c' } }));
      const client = durableClient({ engine, polling, readEveryMs: 40 });
      expectObservable(client.watch('a').pipe(letter)).toBe('40ms (c|)');
    });
  });

  it('is read when the engine listens again', () => {
    marbles(({ expectObservable, hot }) => {
      const hint$ = hot('a 29ms a', { a: { type: 'all' } as const });
      const engine = withMethods({ hint$: () => hint$ }, working({ jobs: { a: 'c' } }));
      expectObservable(durableClient({ engine, polling }).watch('a').pipe(letter)).toBe('30ms (c|)');
    });
  });
});
