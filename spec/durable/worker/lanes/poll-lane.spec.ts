import { expect } from '@jest/globals';
import { concatMap, map, mergeMap, NEVER, of, throwError, timer } from 'rxjs';
import { RequestError, ServerError } from 'heygen-rx';
import { memoryEngine, type DurableEngine, type DurableWorkerOptions } from 'heygen-rx/durable';
import { marbles, scriptedTransport, type ScriptedTransport } from 'heygen-rx/testing';
import {
  SMALL_WORKER,
  newWatch,
  requestsOf,
  runWorker,
  smallWorker,
  stored,
  typesOf,
  withMethods,
} from '../../support/small-worker.js';

describe('a worker', () => {
  it('polls a watch by its schedule until the job is settled', () => {
    marbles(({ expectSubscriptions, expectObservable, flush }) => {
      const small = smallWorker({ jobs: { a: 'p---r---c' } });
      const events = runWorker(small, ['a']);
      expectSubscriptions(small.transport.polls('a')).toBe(['^!', '-----^!', '----------^!']);
      const end$ = timer(50).pipe(
        concatMap(() => stored(small.engine, 'a')),
        map(({ state, end }) => `${state.status} ${end?.error === undefined}`),
      );
      expectObservable(end$).toBe('50ms (a|)', { a: 'completed true' });
      flush();
      expect(typesOf(events)).toBe('STATUS_CHANGED STATUS_CHANGED STATUS_CHANGED JOB_COMPLETED');
    });
  });

  it('sends one request for all that are due, and takes those due next along', () => {
    marbles(({ flush }) => {
      const small = smallWorker({ jobs: { a: 'p--c', b: 'p--c', c: 'p--c' }, bulk: true });
      runWorker(small, ['a', 'b', 'c']);
      flush();
      expect(requestsOf(small)).toEqual(['a,b,c', 'a,b,c']);
    });
  });

  it('polls those whose ids make a request too long in the next one, at once', () => {
    marbles(({ flush }) => {
      const ids = ['a', 'b', 'c'].map(letter => letter.repeat(2000));
      const jobs = Object.fromEntries(ids.map(id => [id, 'c']));
      const small = smallWorker({ bulk: true, jobs });
      const events = runWorker(small, ids);
      const versions: number[] = [];
      for (const id of ids)
        timer(50)
          .pipe(concatMap(() => stored(small.engine, id)))
          .subscribe(({ version }) => versions.push(version));
      flush();
      expect(requestsOf(small).map(requested => requested.length)).toEqual([4001, 2000]);
      // Whoever watches it has seen nothing of the first request.
      expect(versions).toEqual([2, 2, 2]);
      expect(new Set(events.map(({ type }) => type))).toEqual(new Set(['STATUS_CHANGED', 'JOB_COMPLETED']));
    });
  });

  it('polls alone what a bulk response does not tell, at once', () => {
    marbles(({ flush, expectObservable }) => {
      const partial = { status: 'completed', partial: true };
      const script = { jobs: { a: 'P-c', b: 'x', c: 'c' }, bulk: true, values: { P: partial } };
      const small = smallWorker(script);
      runWorker(small, ['a', 'b', 'c']);
      const ends$ = timer(50).pipe(
        concatMap(() => stored(small.engine, 'b')),
        map(({ end }) => end?.error?.name),
      );
      expectObservable(ends$).toBe('50ms (a|)', { a: 'JobNotFoundError' });
      flush();
      expect(requestsOf(small).slice(0, 3)).toEqual(['a,b,c', 'a', 'b']);
    });
  });

  it('halves a bulk request that is refused, until the refused job is found', () => {
    marbles(({ flush }) => {
      const refused = new RequestError('too many', { status: 400 });
      const jobs = { a: 'c', b: 'c', c: 'X', d: 'c' };
      const small = smallWorker({ jobs, bulk: true, values: { X: refused } });
      runWorker(small, ['a', 'b', 'c', 'd']);
      flush();
      expect(requestsOf(small)).toEqual(['a,b,c,d', 'a,b', 'c,d', 'c', 'd']);
    });
  });

  it('tries a failed poll again, as a client in one process does', () => {
    marbles(({ flush, expectSubscriptions }) => {
      const small = smallWorker({ jobs: { a: 'p---S-----c' } });
      const events = runWorker(small, ['a']);
      expectSubscriptions(small.transport.polls('a')).toBe([
        '^!',
        '-----^!',
        '--------^!',
        '-------------^!',
      ]);
      flush();
      expect(typesOf(events)).toContain('RETRY_ATTEMPTED');
    });
  });
});

describe('the error of a watch at its deadline says how long the job has had', () => {
  it.each<[string, Partial<DurableWorkerOptions>, readonly number[], string]>([
    // the options of the worker, the deadlines of those who watch it, each 10 ms after the one before
    ['by its own deadline, not that of the worker', { polling: { timeoutMs: 5 } }, [30], 'within 30 ms'],
    ['by the later of two deadlines', {}, [15, 30], 'within 40 ms'],
    ['by the earlier one if that is later', {}, [50, 15], 'within 50 ms'],
  ])('%s', (_title, options, deadlines, said) => {
    marbles(({ expectObservable }) => {
      const { worker, engine } = smallWorker({ jobs: { a: 'r' } }, options);
      worker.start();
      deadlines.forEach((deadlineAt, index) =>
        timer(10 * index).subscribe(() => {
          const terms = deadlines.length > 1 ? { polling: { timeoutMs: deadlineAt } } : undefined;
          engine.addWatches('main', [{ ...newWatch('a', { deadlineAt }), terms }]).subscribe();
        }),
      );
      timer(100).subscribe(() => void worker.stop({ graceMs: 0 }));
      const message$ = timer(90).pipe(
        concatMap(() => stored(engine, 'a')),
        map(({ end }) => /within \d+ ms/.exec(String(end?.error?.message))?.[0]),
      );
      expectObservable(message$).toBe('90ms (a|)', { a: said });
    });
  });
});

describe('a worker whose transport', () => {
  it.each<[string, () => unknown]>([
    [
      'throws',
      () => {
        throw new Error('broken');
      },
    ],
    ['returns nothing', () => undefined],
    ['completes without a response', () => of()],
    ['never responds', () => NEVER],
    ['returns nonsense', () => of(7)],
  ])('%s polls no more often than it tries again', (_, status) => {
    marbles(({ flush }) => {
      let calls = 0;
      const transport = Object.assign(scriptedTransport(), {
        status: () => {
          calls++;
          return status();
        },
      });
      const limits = { ...SMALL_WORKER.limits, requestTimeoutMs: 5 };
      const small = smallWorker(transport, { limits });
      runWorker(small, ['a'], 200);
      flush();
      expect(calls).toBeGreaterThan(1);
      expect(calls).toBeLessThan(50);
    });
  });
});

describe('a bulk call that never works, of a service that responds to single requests', () => {
  it('is given up for them', () => {
    marbles(({ flush }) => {
      const scripted = scriptedTransport({ everyJob: 'p 499ms c', latencyMs: 1, bulk: true });
      const oops = new ServerError('oops', { status: 500 });
      const transport = {
        ...scripted,
        statuses: (jobIds: readonly string[]) =>
          scripted.statuses!(jobIds).pipe(mergeMap(() => throwError(() => oops))),
      };
      const polling = { initialIntervalMs: 20, maxIntervalMs: 40 };
      const small = smallWorker(transport, { polling, circuitBreaker: { failureThreshold: 1000 } });
      const jobIds = Array.from({ length: 20 }, (_, index) => `job-${index}`);
      const events = runWorker(small, jobIds, 900);
      flush();

      expect(events.filter(({ type }) => type === 'JOB_COMPLETED')).toHaveLength(20);
      const bulk = transport.requests.filter(({ kind }) => kind === 'statuses');
      expect(bulk.length).toBeLessThan(10);
      expect(bulk.every(({ at }) => at < 200)).toBe(true);
    });
  });
});

it('a claim without watches, by a custom engine, sends nothing', () => {
  marbles(({ flush }) => {
    const engine = memoryEngine();
    const claimWatches: DurableEngine['claimWatches'] = (account, limit, terms) =>
      engine
        .claimWatches(account, limit, terms)
        .pipe(map(claim => (claim.type === 'send' ? { ...claim, taken: [] } : claim)));
    const small = smallWorker({ jobs: { a: 'c' } }, { engine: withMethods({ claimWatches }, engine) });
    const events = runWorker(small, ['a']);
    flush();
    expect(requestsOf(small)).toEqual([]);
    expect(events).toEqual([]);
  });
});

describe('a worker whose transport has a bulk limit of', () => {
  it.each([
    [0, ['a', 'b', 'c']],
    [-1, ['a', 'b', 'c']],
    [2.5, ['a,b', 'c']],
    [NaN, ['a,b,c']],
    [null, ['a,b,c']],
    [1e12, ['a,b,c']],
  ])('%p claims whole numbers of watches', (bulkLimit, requests) => {
    marbles(({ flush }) => {
      const limits: number[] = [];
      const engine = memoryEngine();
      const claimWatches: DurableEngine['claimWatches'] = (account, limit, terms) => {
        limits.push(limit);
        return engine.claimWatches(account, limit, terms);
      };
      const scripted = scriptedTransport({ latencyMs: 1, bulk: true, jobs: { a: 'c', b: 'c', c: 'c' } });
      const transport = Object.assign(scripted, { bulkLimit: bulkLimit! });
      const small = smallWorker(transport, { engine: withMethods({ claimWatches }, engine) });
      runWorker(small, ['a', 'b', 'c']);
      flush();
      expect(requestsOf(small)).toEqual(requests);
      expect(limits.every(limit => Number.isSafeInteger(limit) && limit >= 1 && limit < 2 ** 31)).toBe(true);
    });
  });
});

describe('a worker continues', () => {
  const circle: { self?: unknown } = {};
  circle.self = circle;
  const status400 = new RequestError('refused', { status: 400 });
  const endOf = (engine: DurableEngine, jobId: string) =>
    stored(engine, jobId).pipe(map(({ state, end }) => end?.error?.name ?? state.status));

  it.each<[string, unknown, string]>([
    ['a result that is not valid JSON', of({ status: 'completed', result: { size: 10n } }), 'ProtocolError'],
    // Of a failure, only `message` and `code` are kept, as in one process.
    ['a failure that is not valid JSON', of({ status: 'error', failure: { message: '', circle } }), 'error'],
    [
      'a failure that cannot be read',
      of({
        status: 'error',
        failure: {
          get message(): string {
            throw new Error('lazy');
          },
        },
      }),
      'pending',
    ],
    [
      'an error that is no JSON',
      throwError(() => Object.assign(new RequestError('refused', { status: 400 }), { circle })),
      'RequestError',
    ],
    [
      'an error whose `toJSON` throws',
      throwError(() =>
        Object.assign(new RequestError('refused', { status: 400 }), {
          toJSON() {
            throw status400;
          },
        }),
      ),
      'RequestError',
    ],
  ])('after %s, which costs that job only', (_, status$, end) => {
    marbles(({ expectObservable }) => {
      const scripted = scriptedTransport({ latencyMs: 1, jobs: { good: 'c' } });
      const status = (jobId: string) => (jobId === 'bad' ? status$ : scripted.status(jobId));
      const small = smallWorker({ ...scripted, status } as ScriptedTransport);
      runWorker(small, ['bad', 'good']);
      expectObservable(timer(90).pipe(concatMap(() => endOf(small.engine, 'bad')))).toBe('90ms (a|)', {
        a: end,
      });
      expectObservable(timer(90).pipe(concatMap(() => endOf(small.engine, 'good')))).toBe('90ms (a|)', {
        a: 'completed',
      });
    });
  });
});
