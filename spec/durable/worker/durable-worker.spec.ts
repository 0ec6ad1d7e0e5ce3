import { expect } from '@jest/globals';
import { concatMap, defer, map, NEVER, of, throwError, timer, type Observable } from 'rxjs';
import { RequestError, type ClientEvent, type ObservedJob, type PollingStrategy } from 'heygen-rx';
import {
  DurableWorker,
  memoryEngine,
  type Claim,
  type ClaimedWatch,
  type DurableEngine,
  type WorkerStats,
} from 'heygen-rx/durable';
import { marbles, scriptedTransport, type ScriptedTransport } from 'heygen-rx/testing';
import { newWatch, SMALL_WORKER, smallWorker, stored, type SmallWorker } from '../support/small-worker.js';

/** Stores watches, runs a worker for so long in virtual time, and returns what it has told. */
function run({ worker, engine }: SmallWorker, jobIds: readonly string[], ms = 100): ClientEvent[] {
  const events: ClientEvent[] = [];
  worker.event$.subscribe(event => events.push(event));
  engine
    .addWatches(
      'main',
      jobIds.map(jobId => newWatch(jobId)),
    )
    .subscribe(() => worker.start());
  timer(ms).subscribe(() => void worker.stop({ graceMs: 0 }));
  return events;
}

const typesOf = (events: readonly ClientEvent[]): string => events.map(({ type }) => type).join(' ');

/** An engine some of whose methods are replaced. */
const withMethods = (methods: Partial<DurableEngine>, engine = memoryEngine()): DurableEngine => ({
  ...engine,
  ...methods,
});

/** The ids of each request that was sent, and when. */
const requestsOf = ({ transport }: SmallWorker): string[] =>
  transport.requests.map(({ jobIds }) => jobIds.join());

describe('a worker', () => {
  it('polls a watch by its schedule until the job is settled', () => {
    marbles(({ expectSubscriptions, expectObservable, flush }) => {
      const small = smallWorker({ jobs: { a: 'p---r---c' } });
      const events = run(small, ['a']);
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
      run(small, ['a', 'b', 'c']);
      flush();
      expect(requestsOf(small)).toEqual(['a,b,c', 'a,b,c']);
    });
  });

  it('polls those whose ids make a request too long with the next one, at once', () => {
    marbles(({ flush }) => {
      const ids = ['a', 'b', 'c'].map(letter => letter.repeat(2000));
      const jobs = Object.fromEntries(ids.map(id => [id, 'c']));
      const small = smallWorker({ bulk: true, jobs });
      run(small, ids);
      flush();
      expect(requestsOf(small).map(requested => requested.length)).toEqual([4001, 2000]);
    });
  });

  it('asks alone for what a bulk answer does not tell, at once', () => {
    marbles(({ flush, expectObservable }) => {
      const partial = { status: 'completed', partial: true };
      const script = { jobs: { a: 'P-c', b: 'x', c: 'c' }, bulk: true, values: { P: partial } };
      const small = smallWorker(script);
      run(small, ['a', 'b', 'c']);
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
      run(small, ['a', 'b', 'c', 'd']);
      flush();
      expect(requestsOf(small)).toEqual(['a,b,c,d', 'a,b', 'c,d', 'c', 'd']);
    });
  });

  it('tries a failed poll again, as a client in process does', () => {
    marbles(({ flush, expectSubscriptions }) => {
      const small = smallWorker({ jobs: { a: 'p---S-----c' } });
      const events = run(small, ['a']);
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

  it('tells a schedule that learns what all workers have observed', () => {
    marbles(({ flush }) => {
      const engine = memoryEngine();
      const learned: ObservedJob[] = [];
      const strategy: PollingStrategy = Object.assign(() => 4, {
        record: (job: ObservedJob) => void learned.push(job),
      });
      const script = { jobs: { a: 'p--c' }, ages: true };
      const observer = smallWorker(script, { engine, polling: { ...SMALL_WORKER.polling, strategy } });
      run(observer, ['a'], 15_000);
      flush();
      expect(learned).toEqual([{ afterMs: 1, byMs: 6 }]);
    });
  });
});

describe('a worker whose engine', () => {
  it.each<[string, () => Observable<never>]>([
    ['errs', () => throwError(() => new Error('down'))],
    [
      'throws',
      () => {
        throw new Error('down');
      },
    ],
    ['completes without an answer', () => of()],
  ])('%s calls it less and less often, and says so', (_, fails) => {
    marbles(({ flush }) => {
      let calls = 0;
      const claimWatches = () => {
        calls++;
        return fails();
      };
      const small = smallWorker({}, { engine: withMethods({ claimWatches }) });
      const events = run(small, ['a'], 60_000);
      flush();
      expect(calls).toBeGreaterThan(5);
      expect(calls).toBeLessThan(12);
      expect(events.filter(({ type }) => type === 'ERROR_OCCURRED')).toHaveLength(calls);
    });
  });

  it('never answers is called again after its time limit', () => {
    marbles(({ flush }) => {
      let calls = 0;
      const claimWatches = () => {
        calls++;
        return NEVER;
      };
      const small = smallWorker({}, { engine: withMethods({ claimWatches }) });
      run(small, ['a'], 100_000);
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
      run(small, ['a'], 60_000);
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
      run(small, ['a'], 1000);
      flush();
      expect(calls).toBeLessThanOrEqual(51);
    });
  });
});

describe('a worker whose engine refuses to store', () => {
  it('one watch stores the others of its request, and tells of each refusal', () => {
    marbles(({ flush }) => {
      const engine = memoryEngine();
      const settleWatches: DurableEngine['settleWatches'] = (account, lease, settlements, silence) =>
        settlements.some(({ state }) => state.jobId === 'bad')
          ? throwError(() => new RequestError('no'))
          : engine.settleWatches(account, lease, settlements, silence);
      const small = smallWorker(
        { everyJob: 'c', bulk: true },
        { engine: withMethods({ settleWatches }, engine) },
      );
      const events = run(small, ['a', 'b', 'bad', 'c', 'd']);
      flush();
      expect(requestsOf(small)).toEqual(['a,b,bad,c,d']);
      const completed = events.flatMap(event => (event.type === 'JOB_COMPLETED' ? event.jobId : []));
      expect(completed.sort()).toEqual(['a', 'b', 'c', 'd']);
      expect(events.filter(({ type }) => type === 'ERROR_OCCURRED')).toHaveLength(3);
    });
  });
});

describe('a worker whose lease has ended emits no events', () => {
  it('of a watch', () => {
    marbles(({ flush }) => {
      const engine = withMethods({ settleWatches: () => of([]) });
      const small = smallWorker({ jobs: { a: 'c' } }, { engine });
      const events = run(small, ['a']);
      flush();
      expect(requestsOf(small)).toEqual(['a']);
      expect(events).toEqual([]);
    });
  });

  it('of a create', () => {
    marbles(({ flush }) => {
      let settled = 0;
      const settleCreate = () => {
        settled++;
        return of(false);
      };
      const engine = withMethods({ settleCreate });
      const small = smallWorker({}, { engine });
      const events = run(small, []);
      engine.addCreates('main', [{ key: 'k', request: {}, digest: '', timeoutMs: 60_000 }]).subscribe();
      flush();
      expect(settled).toBe(1);
      expect(events).toEqual([]);
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
    ['completes without an answer', () => of()],
    ['never answers', () => NEVER],
    ['answers nonsense', () => of(7)],
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
      run(small, ['a'], 200);
      flush();
      expect(calls).toBeGreaterThan(1);
      expect(calls).toBeLessThan(50);
    });
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
      run(small, ['a', 'b', 'c']);
      flush();
      expect(requestsOf(small)).toEqual(requests);
      expect(limits.every(limit => Number.isSafeInteger(limit) && limit >= 1 && limit < 2 ** 31)).toBe(true);
    });
  });
});

it('a create that gets no answer ends at its deadline, not after the time limit of a request', () => {
  marbles(({ expectObservable }) => {
    const transport = Object.assign(scriptedTransport(), { create: () => NEVER });
    const small = smallWorker(transport, { limits: { ...SMALL_WORKER.limits, createTimeoutMs: 30_000 } });
    const create = { key: 'k', request: {}, digest: '', timeoutMs: 50 };
    small.engine.addCreates('main', [create]).subscribe(() => small.worker.start());
    timer(90).subscribe(() => void small.worker.stop({ graceMs: 0 }));
    const error$ = timer(80).pipe(
      concatMap(() => small.engine.readCreates('main', ['k'])),
      map(([found]) => (found?.type === 'failed' ? found.error.name : found)),
    );
    expectObservable(error$).toBe('80ms (a|)', { a: 'UnknownOutcomeError' });
  });
});

it.each(['x\0', 'é'.repeat(1201)])('a created job whose id no engine can store is reported: %j', id => {
  marbles(({ expectObservable }) => {
    const transport = Object.assign(scriptedTransport(), { create: () => of(id) });
    const small = smallWorker(transport);
    const create = { key: 'k', request: {}, digest: '', timeoutMs: 60_000 };
    small.engine.addCreates('main', [create]).subscribe(() => small.worker.start());
    timer(900).subscribe(() => void small.worker.stop({ graceMs: 0 }));
    const error$ = timer(800).pipe(
      concatMap(() => small.engine.readCreates('main', ['k'])),
      map(([found]) => (found?.type === 'failed' ? [found.error.name, found.error.created] : found)),
    );
    expectObservable(error$).toBe('800ms (a|)', { a: ['UnknownOutcomeError', [id]] });
  });
});

it('a transport whose `check` returns a promise creates nothing, and its rejection does no harm', () => {
  marbles(({ expectObservable }) => {
    const check = (() => Promise.reject(new Error('too late'))) as unknown as () => void;
    const transport = Object.assign(scriptedTransport(), { check });
    const small = smallWorker(transport);
    const create = { key: 'k', request: {}, digest: '', timeoutMs: 60_000 };
    small.engine.addCreates('main', [create]).subscribe(() => small.worker.start());
    timer(900).subscribe(() => void small.worker.stop({ graceMs: 0 }));
    const error$ = timer(800).pipe(
      concatMap(() => small.engine.readCreates('main', ['k'])),
      map(([found]) => (found?.type === 'failed' ? found.error.message : found)),
    );
    expectObservable(error$).toBe('800ms (a|)', {
      a: '`check` of the transport must not return a promise',
    });
  });
});

describe('a worker goes on', () => {
  const circle: { self?: unknown } = {};
  circle.self = circle;
  const status400 = new RequestError('refused', { status: 400 });
  const endOf = (engine: DurableEngine, jobId: string) =>
    stored(engine, jobId).pipe(map(({ state, end }) => end?.error?.name ?? state.status));

  it.each<[string, unknown, string]>([
    ['a result that is no JSON', of({ status: 'completed', result: { size: 10n } }), 'ProtocolError'],
    // Of a failure, only `message` and `code` are kept, as in one process.
    ['a failure that is no JSON', of({ status: 'error', failure: { message: '', circle } }), 'error'],
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
      run(small, ['bad', 'good']);
      expectObservable(timer(90).pipe(concatMap(() => endOf(small.engine, 'bad')))).toBe('90ms (a|)', {
        a: end,
      });
      expectObservable(timer(90).pipe(concatMap(() => endOf(small.engine, 'good')))).toBe('90ms (a|)', {
        a: 'completed',
      });
    });
  });

  it('with a schedule that throws when it is told of a job', () => {
    marbles(({ flush }) => {
      const record = () => {
        throw new Error('broken');
      };
      const strategy: PollingStrategy = Object.assign(() => 4, { record });
      const options = { polling: { ...SMALL_WORKER.polling, strategy } };
      const small = smallWorker({ jobs: { a: 'p--c' }, ages: true }, options);
      const events = run(small, ['a'], 15_000);
      timer(12_000).subscribe(() => small.engine.addWatches('main', [newWatch('b')]).subscribe());
      flush();
      expect(typesOf(events)).toContain('ERROR_OCCURRED');
      expect(requestsOf(small)).toContain('b');
    });
  });
});

describe('the circuit', () => {
  it('is that of all workers: the failures of one stop the others, and one probe closes it', () => {
    marbles(({ flush }) => {
      const engine = memoryEngine();
      const circuitBreaker = { failureThreshold: 3, resetTimeoutMs: 80 };
      const script = { jobs: { a: 'N 69ms p', b: 'N 69ms p' } };
      const one = smallWorker(script, { engine, circuitBreaker });
      const other = new DurableWorker({ ...SMALL_WORKER, engine, transport: one.transport, circuitBreaker });
      other.start();
      const events = run(one, ['a', 'b'], 120);
      other.event$.subscribe(event => events.push(event));
      timer(120).subscribe(() => void other.stop({ graceMs: 0 }));
      flush();
      const sentAt = one.transport.requests.map(({ at }) => at);
      const open = sentAt.filter(at => at > 10 && at < 80);
      expect(open).toEqual([]);
      expect(events.filter(({ type }) => type === 'CIRCUIT_BREAKER_OPENED').length).toBeGreaterThan(0);
      expect(events.filter(({ type }) => type === 'CIRCUIT_BREAKER_CLOSED')).toHaveLength(1);
      expect(sentAt.some(at => at > 100)).toBe(true);
    });
  });
});

describe('stop', () => {
  it('waits for the answers under way', () => {
    marbles(({ flush, expectObservable }) => {
      const small = smallWorker({ jobs: { a: 'c' }, latencyMs: 20 });
      run(small, ['a'], 500);
      timer(5).subscribe(() => void small.worker.stop());
      expectObservable(small.worker.event$.pipe(map(({ type }) => type))).toBe('20ms (ab|)', {
        a: 'STATUS_CHANGED',
        b: 'JOB_COMPLETED',
      });
      flush();
      expect(small.transport.requests.map(({ outcome }) => outcome)).toEqual(['answered']);
    });
  });

  it('gives back what takes too long, for other workers to poll at once', () => {
    marbles(({ flush }) => {
      const engine = memoryEngine();
      const transport = scriptedTransport({ jobs: { a: 'c' }, latencyMs: 100 });
      const first = smallWorker(transport, { engine });
      run(first, ['a'], 10);
      const second = new DurableWorker({ ...SMALL_WORKER, engine, transport });
      timer(20).subscribe(() => second.start());
      timer(500).subscribe(() => void second.stop());
      flush();
      expect(transport.requests.map(({ at, outcome }) => [at, outcome])).toEqual([
        [0, 'aborted'],
        [20, 'answered'],
      ]);
    });
  });

  it('is faster when it is asked again', () => {
    marbles(({ flush }) => {
      const small = smallWorker({ jobs: { a: 'c' }, latencyMs: 1000 });
      run(small, ['a'], 5000);
      timer(5).subscribe(() => void small.worker.stop());
      timer(10).subscribe(() => void small.worker.stop({ graceMs: 20 }));
      flush();
      expect(small.transport.requests.map(({ outcome }) => outcome)).toEqual(['aborted']);
    });
  });

  it('ends a worker for good', async () => {
    const { worker } = smallWorker();
    await worker.stop();
    expect(() => worker.start()).toThrow('Cannot start: the worker has been stopped');
  });

  it.each([
    [{ graceMs: NaN }, '`graceMs` must be at least 0 and finite, got NaN'],
    [{ graceMs: -1 }, '`graceMs` must be at least 0 and finite, got -1'],
    [{ grace: 1 }, 'there is no option `grace`'],
    [null, 'the options must be an object, got null'],
  ])('refuses %j, and goes on', (options, message) => {
    const { worker } = smallWorker();
    expect(() => worker.stop(options as never)).toThrow(`Cannot stop a worker: ${message}`);
    expect(worker.start()).toBe(worker);
    void worker.stop({ graceMs: 0 });
  });
});

it('stats$ tells what is open and due, and how many requests were sent', () => {
  marbles(({ flush }) => {
    const small = smallWorker({ jobs: { a: 'p' }, everyJob: 'p' });
    const seen: WorkerStats[] = [];
    small.worker.stats$.subscribe(stats => seen.push(stats));
    run(small, ['a', 'b'], 6000);
    flush();
    expect(seen).toHaveLength(2);
    expect(seen[1]).toMatchObject({
      watches: { open: 0, due: 0 },
      creates: { open: 0 },
      circuit: { version: 0 },
    });
    expect(seen[1]!.requestsPerSecond).toBeGreaterThan(10);
  });
});

it.each([
  [{ engine: undefined }, '`engine` is missing'],
  [{ transport: undefined }, '`transport` is missing'],
  [
    { limits: { maxRequestsPerSecond: 0 } },
    '`maxRequestsPerSecond` must be a whole number of at least 1, got 0',
  ],
  [{ polling: null }, '`polling` must be an object, got null'],
  [{ retry: [] }, '`retry` must be an object, got an array'],
  [{ circuitBreaker: NaN }, '`circuitBreaker` must be an object, got NaN'],
  [{ limits: 'none' }, '`limits` must be an object, got "none"'],
  [{ account: 'ä'.repeat(101) }, '`account` must be a string of 1 to 200 bytes in UTF-8'],
  [{ keepEndedMs: 1000 }, '`keepEndedMs` must be at least 86400000 and finite, got 1000'],
  [{ speed: 9 }, 'there is no option `speed`'],
])('a worker with %j is refused', (options, message) => {
  const all = { engine: memoryEngine(), transport: scriptedTransport(), ...options };
  expect(() => new DurableWorker(all as never)).toThrow(message);
});
