import { expect } from '@jest/globals';
import { catchError, map, of, switchMap, throwError, timer } from 'rxjs';
import { NetworkError, RequestError, type UnknownOutcomeError } from 'heygen-rx';
import {
  durableClient,
  DurableWorker,
  memoryEngine,
  type DurableEngine,
  type WorkerStats,
} from 'heygen-rx/durable';
import { marbles, scriptedTransport } from 'heygen-rx/testing';
import { SMALL_WORKER, requestsOf, runWorker, smallWorker, withMethods } from '../support/small-worker.js';

describe('a worker whose engine refuses to store', () => {
  it('one watch stores the others of its request, and reports each refusal', () => {
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
      const events = runWorker(small, ['a', 'b', 'bad', 'c', 'd']);
      flush();
      expect(requestsOf(small)).toEqual(['a,b,bad,c,d']);
      const completed = events.flatMap(event => (event.type === 'JOB_COMPLETED' ? event.jobId : []));
      expect(completed.sort()).toEqual(['a', 'b', 'c', 'd']);
      expect(events.filter(({ type }) => type === 'ERROR_OCCURRED')).toHaveLength(4);
    });
  });

  it('how a poll ended lets that poll fail: the watch ends, and is not polled whenever its lease ends', () => {
    marbles(({ flush }) => {
      const engine = memoryEngine();
      const settleWatches: DurableEngine['settleWatches'] = (account, lease, settlements, silence) =>
        settlements.some(({ state }) => state.result !== undefined)
          ? throwError(() => new RequestError('too large'))
          : engine.settleWatches(account, lease, settlements, silence);
      const transport = scriptedTransport({ jobs: { big: 'p 5ms c' }, latencyMs: 1 });
      const small = smallWorker(transport, { engine: withMethods({ settleWatches }, engine) });
      const events = runWorker(small, ['big'], 300_000);
      flush();
      expect(requestsOf(small).length).toBeLessThan(10);
      const errors = events.filter(event => event.type === 'ERROR_OCCURRED' && event.jobId === 'big');
      // As after any refusal, the second in a row ends it.
      expect(errors).toHaveLength(2);
      expect(events.some(({ type }) => type === 'JOB_COMPLETED')).toBe(false);
      engine.readWatches('main', [{ jobId: 'big', version: 0 }]).subscribe(({ changed }) => {
        expect(changed).toMatchObject([{ end: { error: { name: 'RequestError', message: 'too large' } } }]);
      });
      flush();
    });
  });

  it('the ids of created jobs fails the create with them, at once', () => {
    marbles(({ expectObservable, flush }) => {
      const transport = scriptedTransport({ latencyMs: 1 });
      const create = () => timer(1).pipe(map(() => 'job\0'));
      const small = smallWorker(Object.assign(transport, { create }));
      small.worker.start();
      timer(1000).subscribe(() => void small.worker.stop({ graceMs: 0 }));
      const jobs$ = durableClient({ engine: small.engine }).translate({}, { idempotencyKey: 'order-17' });
      const failure$ = jobs$.pipe(
        catchError((error: unknown) => {
          const { name, created, idempotencyKey } = error as UnknownOutcomeError;
          return of({ name, created, idempotencyKey });
        }),
      );
      expectObservable(failure$).toBe('1ms (a|)', {
        a: { name: 'UnknownOutcomeError', created: ['job\0'], idempotencyKey: 'order-17' },
      });
      flush();
    });
  });
});

describe('a worker whose lease has ended emits no events', () => {
  it('of a watch', () => {
    marbles(({ flush }) => {
      const engine = withMethods({ settleWatches: () => of([]) });
      const small = smallWorker({ jobs: { a: 'c' } }, { engine });
      const events = runWorker(small, ['a']);
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
      const events = runWorker(small, []);
      engine.addCreates('main', [{ key: 'k', request: {}, digest: '', timeoutMs: 60_000 }]).subscribe();
      flush();
      expect(settled).toBe(1);
      expect(events).toEqual([]);
    });
  });
});

it.each([
  ['opens the circuit', 0],
  ['says nothing about the service after a sleep of the machine', 3_600_000],
])('a request that fails %s', (_, sleptMs) => {
  marbles(({ scheduler, flush }) => {
    let offsetMs = 0;
    const clock = {
      now: () => scheduler.now() + offsetMs,
      schedule: scheduler.schedule.bind(scheduler),
    };
    const answer$ = timer(9).pipe(switchMap(() => throwError(() => new NetworkError('reset'))));
    const transport = Object.assign(scriptedTransport(), { status: () => answer$ });
    const small = smallWorker(transport, { scheduler: clock, circuitBreaker: { failureThreshold: 1 } });
    const events = runWorker(small, ['a'], 12);
    timer(5).subscribe(() => (offsetMs = sleptMs));
    flush();
    const isOpen = events.some(({ type }) => type === 'CIRCUIT_BREAKER_OPENED');
    expect(isOpen).toBe(sleptMs === 0);
  });
});

describe('stop', () => {
  it('waits for open requests', () => {
    marbles(({ flush, expectObservable }) => {
      const small = smallWorker({ jobs: { a: 'c' }, latencyMs: 20 });
      runWorker(small, ['a'], 500);
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
      runWorker(first, ['a'], 10);
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

  it('takes the shorter time when it is called again', () => {
    marbles(({ flush }) => {
      const small = smallWorker({ jobs: { a: 'c' }, latencyMs: 1000 });
      runWorker(small, ['a'], 5000);
      timer(5).subscribe(() => void small.worker.stop());
      timer(10).subscribe(() => void small.worker.stop({ graceMs: 20 }));
      flush();
      expect(small.transport.requests.map(({ outcome }) => outcome)).toEqual(['aborted']);
    });
  });

  it('ends a worker permanently', async () => {
    const { worker } = smallWorker();
    await worker.stop();
    expect(() => worker.start()).toThrow('Cannot start: the worker was stopped');
  });

  it.each([
    [{ graceMs: NaN }, '`graceMs` must be a finite number, got NaN'],
    [{ graceMs: -1 }, '`graceMs` must be at least 0, got -1'],
    [{ grace: 1 }, 'unknown option `grace`'],
    [null, 'the options must be an object, got null'],
  ])('rejects %j, and continues', (options, message) => {
    const { worker } = smallWorker();
    expect(() => worker.stop(options as never)).toThrow(`Cannot stop a worker: ${message}`);
    expect(worker.start()).toBe(worker);
    void worker.stop({ graceMs: 0 });
  });
});

it('stats$ has what is open and due, and how many requests were sent', () => {
  marbles(({ flush }) => {
    const small = smallWorker({ jobs: { a: 'p' }, everyJob: 'p' });
    const seen: WorkerStats[] = [];
    small.worker.stats$.subscribe(stats => seen.push(stats));
    runWorker(small, ['a', 'b'], 6000);
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
  [{ retry: [] }, '`retry` must be an object, got an empty array'],
  [{ circuitBreaker: NaN }, '`circuitBreaker` must be an object, got NaN'],
  [{ limits: 'none' }, '`limits` must be an object, got "none"'],
  [{ account: 'ä'.repeat(101) }, '`account` must be a string of 1 to 200 bytes in UTF-8'],
  [{ keepEndedMs: 1000 }, '`keepEndedMs` must be at least 86400000, got 1000'],
  [{ speed: 9 }, 'unknown option `speed`'],
])('a worker with %j is refused', (options, message) => {
  const all = { engine: memoryEngine(), transport: scriptedTransport(), ...options };
  expect(() => new DurableWorker(all as never)).toThrow(message);
});
