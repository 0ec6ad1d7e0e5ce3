import { expect, jest } from '@jest/globals';
import {
  concatMap,
  defer,
  filter,
  firstValueFrom,
  map,
  NEVER,
  of,
  Subject,
  Subscriber,
  Subscription,
  take,
  throwError,
  timer,
  type SchedulerLike,
} from 'rxjs';
import {
  RequestError,
  type BatchError,
  type ClientEvent,
  type JobSnapshot,
  type WatchOptions,
} from 'heygen-rx';
import { durableClient, memoryEngine, wakeFrom, type DurableEngine, type Hint } from 'heygen-rx/durable';
import { marbles } from 'heygen-rx/testing';
import { NO_ATTEMPTS } from '../../../lib/policy/retry/retry.js';
import { SMALL } from '../../helpers/small-client.js';
import { until } from '../../helpers/until.js';
import { smallWorker, stored, withMethods } from '../support/small-worker.js';

const { polling, retry } = SMALL;
const letter = map(({ status }: JobSnapshot) => status.charAt(0));
const named = (name: string, fields: object = {}): unknown => expect.objectContaining({ name, ...fields });

/** A worker that begins after what is asked for in the first frame, and ends after so many virtual ms. */
function workFor(ms: number, engine: DurableEngine, script: Parameters<typeof smallWorker>[0]) {
  const small = smallWorker(script, { engine });
  timer(1).subscribe(() => small.worker.start());
  timer(ms).subscribe(() => void small.worker.stop({ graceMs: 0 }));
  return small;
}

describe('a durable watch', () => {
  it('continues without subscribers, and later subscribers get its end', () => {
    marbles(({ expectObservable, expectSubscriptions }) => {
      const engine = memoryEngine();
      const { transport } = workFor(100, engine, { jobs: { a: 'p------c' } });
      const client = durableClient({ engine, polling, retry });
      expectObservable(client.watch('a').pipe(letter), '^--!').toBe('--p');
      // Polled at 1, 6 and 15, by the worker alone.
      const later$ = defer(() => durableClient({ engine }).watch('a')).pipe(letter);
      expectObservable(later$, '50ms ^').toBe('50ms (c|)');
      expectSubscriptions(transport.polls('a')).toBe(['-^!', '------^!', '---------------^!']);
    });
  });

  it('is one for all processes', () => {
    marbles(({ expectObservable, expectSubscriptions }) => {
      const engine = memoryEngine();
      const { transport } = workFor(100, engine, { jobs: { a: 'p---c' } });
      for (const client of [durableClient({ engine, polling }), durableClient({ engine, polling })]) {
        expectObservable(client.watch('a').pipe(letter)).toBe('--p----(c|)');
      }
      expectSubscriptions(transport.polls('a')).toBe(['-^!', '------^!']);
    });
  });

  it('ends with an error when it is forgotten, and is no longer polled', () => {
    marbles(({ expectObservable, flush }) => {
      const engine = memoryEngine();
      const { transport } = workFor(100, engine, { jobs: { a: 'p' } });
      const client = durableClient({ engine, polling });
      timer(8).subscribe(() => void client.forget('a'));
      const deleted = named('TranslationError', {
        jobId: 'a',
        message: expect.stringContaining('was deleted'),
      });
      expectObservable(client.watch('a').pipe(letter)).toBe('--p-----#', undefined, deleted);
      flush();
      expect(transport.polls('a')).toHaveLength(2);
    });
  });

  it('does not end by the deadline of another one that ends while it is added', () => {
    marbles(({ expectObservable, flush }) => {
      const engine = memoryEngine();
      const { worker } = workFor(100, engine, { jobs: { a: 'p-------c' }, latencyMs: 3 });
      const types: string[] = [];
      worker.event$.subscribe(({ type }) => types.push(type));
      // Polled once, from 1 to 4.
      void durableClient({ engine }).getStatus('a');
      const client = durableClient({ engine, polling });
      expectObservable(timer(2).pipe(concatMap(() => client.watch('a').pipe(letter)))).toBe(
        '----p-------------(c|)',
      );
      flush();
      expect(types).toEqual(['STATUS_CHANGED', 'JOB_COMPLETED']);
    });
  });

  it('that was forgotten and added again is followed to its end by clients that have not noticed', () => {
    marbles(({ expectObservable }) => {
      const engine = memoryEngine();
      workFor(100, engine, { jobs: { a: 'p------c' } });
      const client = durableClient({ engine, polling });
      // Both in one tick, before anybody has read anything.
      timer(6).subscribe(() => {
        void client.forget('a');
        durableClient({ engine, polling }).watch('a').subscribe();
      });
      expectObservable(client.watch('a').pipe(letter)).toBe('--p---------(c|)');
    });
  });

  it('is polled at once when it is woken', () => {
    marbles(({ expectObservable, expectSubscriptions }) => {
      const engine = memoryEngine();
      const { transport } = workFor(200, engine, { jobs: { a: 'p--c' } });
      const wakeSubject = new Subject<string>();
      const waking = wakeFrom(engine, wakeSubject);
      timer(20).subscribe(() => wakeSubject.next('a'));
      timer(30).subscribe(() => waking.unsubscribe());
      const slow = { ...polling, initialIntervalMs: 100, maxIntervalMs: 100 };
      expectObservable(durableClient({ engine, polling: slow }).watch('a').pipe(letter)).toBe(
        '--p 18ms (c|)',
      );
      expectSubscriptions(transport.polls('a')).toBe(['-^!', '--------------------^!']);
    });
  });

  it('is woken together with others: by one call for all that come at once, and one for all that come during a call', () => {
    marbles(({ hot, flush }) => {
      const calls: (readonly string[] | undefined)[] = [];
      const slow = {
        ...memoryEngine(),
        readWatches: () => of({ changed: [], missing: [] }),
        wake: (_: string, jobIds?: readonly string[]) => {
          calls.push(jobIds);
          return timer(9);
        },
      };
      const values = { a: 'a', b: 'b', c: 'c', d: 'd', n: undefined, e: new Event('focus') as never };
      wakeFrom(slow, hot('--(abb)-c-(da)----n 20ms e', values));
      flush();
      expect(calls).toEqual([['a', 'b'], ['c', 'd', 'a'], undefined, undefined]);
    });
  });

  it('is woken even if the engine refuses another id, or was down for a while', () => {
    marbles(({ hot, flush }) => {
      const woken: string[] = [];
      let failures = 2;
      const picky = {
        ...memoryEngine(),
        readWatches: () => of({ changed: [], missing: [] }),
        wake: (_: string, jobIds: readonly string[] = []) => {
          if (failures-- > 0) return throwError(() => new Error('down'));
          if (jobIds.includes('bad')) return throwError(() => new RequestError('no'));
          woken.push(...jobIds);
          return of(undefined);
        },
      };
      wakeFrom(picky, hot('--(abcde|)', { a: 'a', b: 'b', c: 'bad', d: 'd', e: 'e' }), { random: () => 0.5 });
      flush();
      expect(woken.sort()).toEqual(['a', 'b', 'd', 'e']);
    });
  });

  it('ends without a worker, too: after its deadline and the time for a last poll', () => {
    marbles(({ expectObservable }) => {
      const client = durableClient({ engine: memoryEngine(), polling: { timeoutMs: 1000 } });
      const error = named('TimeoutError', {
        jobId: 'a',
        message: expect.stringContaining('no poll succeeded'),
      });
      expectObservable(client.watch('a')).toBe('36s #', undefined, error);
    });
  });

  it('begins once a failed engine is back, and reports the failure meanwhile', () => {
    marbles(({ expectObservable, flush }) => {
      const engine = memoryEngine();
      let isDown = true;
      timer(700).subscribe(() => (isDown = false));
      const failing = Object.assign(Object.create(engine) as DurableEngine, {
        hint$: (account: string) => engine.hint$(account),
        readWatches: engine.readWatches.bind(engine),
        addWatches: (...args: Parameters<DurableEngine['addWatches']>) =>
          isDown ? throwError(() => new Error('down')) : engine.addWatches(...args),
      });
      workFor(5000, engine, { jobs: { a: 'c' } });
      const client = durableClient({ engine: failing, random: () => 0.5 });
      const errors: ClientEvent[] = [];
      client.on('ERROR_OCCURRED', event => errors.push(event));
      expectObservable(client.watch('a').pipe(letter)).toBe('1501ms (c|)');
      flush();
      expect(errors).toHaveLength(2);
      expect(errors[0]).toMatchObject({ error: { message: 'The engine failed: down' } });
    });
  });

  it('costs nothing when there is a hint about another one', () => {
    /** How many values rxjs passes on because of one hint, with so many watches. */
    function passedOn(watches: number): number {
      let count = 0;
      marbles(({ flush }) => {
        const hintSubject = new Subject<Hint>();
        const client = durableClient({ engine: withMethods({ hint$: () => hintSubject }) });
        const watching = new Subscription();
        for (let index = 0; index < watches; index++) watching.add(client.watch(`job-${index}`).subscribe());
        timer(100).subscribe(() => {
          const next = jest.spyOn(Subscriber.prototype, 'next');
          hintSubject.next({ type: 'watches', jobIds: ['another'] });
          count = next.mock.calls.length;
          next.mockRestore();
          watching.unsubscribe();
        });
        flush();
      });
      return count;
    }
    expect(passedOn(1)).toBeGreaterThan(0);
    expect(passedOn(100)).toBe(passedOn(1));
  });

  it('is read in case a hint was lost, however long the interval', () => {
    const delays: number[] = [];
    const scheduler: SchedulerLike = {
      now: () => 0,
      schedule(_work, delayMs = 0) {
        delays.push(delayMs);
        return new Subscription();
      },
    };
    const client = durableClient({ engine: memoryEngine(), scheduler, readEveryMs: 2 ** 33 });
    client.watch('a').subscribe();
    // A platform timer fires at once from 2^31 ms on.
    expect(Math.max(...delays)).toBe(2 ** 31 - 1);
  });

  it.each<[WatchOptions, string]>([
    [
      { strategy: () => 5 },
      '`strategy` exists only in this process, and a durable watch outlives it; pass a schedule to the workers',
    ],
    [{ wake$: of() }, '`wake$` exists only in this process, and a durable watch outlives it; use `wakeFrom`'],
    [
      { paused$: of(true) },
      '`paused$` exists only in this process, and a durable watch outlives it; stop the workers',
    ],
  ])('refuses %j', (options, message) => {
    const client = durableClient({ engine: memoryEngine() });
    expect(() => client.watch('a', options)).toThrow(`Cannot watch: ${message}`);
    expect(() => client.translate({}, options)).toThrow(`Cannot watch: ${message}`);
  });

  it('emits one event per change, however many subscribers watch it', () => {
    marbles(({ flush }) => {
      const engine = memoryEngine();
      workFor(100, engine, { jobs: { a: 'p--c' } });
      const client = durableClient({ engine, polling });
      const events: string[] = [];
      client.event$.subscribe(({ type }) => events.push(type));
      client.watch('a').subscribe();
      client.watch('a', { timeoutMs: 500 }).subscribe();
      flush();
      expect(events).toEqual(['STATUS_CHANGED', 'STATUS_CHANGED', 'JOB_COMPLETED']);
    });
  });
});

describe('a durable create', () => {
  it('is sent even if its caller unsubscribes, and its key finds the job', () => {
    marbles(({ expectObservable, flush }) => {
      const engine = memoryEngine();
      const { transport } = workFor(100, engine, { everyJob: 'c' });
      const translate = () =>
        durableClient({ engine, polling }).translate({ title: 'A' }, { idempotencyKey: 'k' });
      expectObservable(translate(), '^!').toBe('-');
      const id$ = defer(translate).pipe(
        take(1),
        map(({ jobId }) => jobId),
      );
      expectObservable(id$, '50ms ^').toBe('50ms (a|)', { a: 'job-1' });
      flush();
      expect(transport.requests.filter(({ kind }) => kind === 'create')).toHaveLength(1);
    });
  });

  it('refuses a key that belongs to another request', () => {
    marbles(({ expectObservable }) => {
      const engine = memoryEngine();
      workFor(100, engine, { everyJob: 'c' });
      const client = durableClient({ engine, polling });
      expectObservable(client.translate({ title: 'A' }, { idempotencyKey: 'k' }).pipe(take(1), letter)).toBe(
        '--(p|)',
      );
      const error = named('RequestError', { idempotencyKey: 'k', code: 'key_of_another_request' });
      const other$ = defer(() => client.translate({ title: 'B' }, { idempotencyKey: 'k' }));
      expectObservable(other$, '5ms ^').toBe('5ms #', undefined, error);
    });
  });

  it.each([
    ['its deadline', '36s #', Infinity],
    ['close()', '20ms #', 20],
  ])('that is open at %s names the jobs that exist', (_title, expected, closeAtMs) => {
    marbles(({ expectObservable }) => {
      const engine = memoryEngine();
      const client = durableClient({ engine, polling: { timeoutMs: 1000 } });
      const again = {
        type: 'again',
        dueInMs: 3_600_000,
        attempts: NO_ATTEMPTS,
        isUncertain: false,
        known: { jobIds: ['a'], answered: 1 },
      } as const;
      const terms = { perSecond: 1000, leaseMs: 60_000, probeMs: 60_000 };
      timer(5)
        .pipe(
          concatMap(() => engine.claimCreate('main', terms)),
          concatMap(claim =>
            claim.type === 'send' ? engine.settleCreate('main', 'k', claim.lease, again) : NEVER,
          ),
        )
        .subscribe();
      if (closeAtMs < Infinity) timer(closeAtMs).subscribe(() => client.close());
      const error = named('UnknownOutcomeError', { idempotencyKey: 'k', created: ['a'] });
      expectObservable(client.translate({}, { idempotencyKey: 'k' })).toBe(expected, undefined, error);
    });
  });

  it('that was refused is not uncertain when the caller of its batch stops waiting', async () => {
    const refused = { type: 'failed', error: new RequestError('no').toJSON(), isUncertain: false } as const;
    const engine = memoryEngine();
    const client = durableClient({ engine });
    const abort = new AbortController();
    const error = client
      .createBatchJobs([{ title: 'A' }, { title: 'B' }], { signal: abort.signal })
      .catch((thrown: unknown) => thrown);
    const terms = { perSecond: 1e12, leaseMs: 60_000, probeMs: 60_000 };
    const claim = await until('the create is due', async () => {
      const next = await firstValueFrom(engine.claimCreate('main', terms));
      return next.type === 'send' && next;
    });
    await firstValueFrom(engine.settleCreate('main', claim.taken.key, claim.lease, refused));
    await firstValueFrom(client.event$.pipe(filter(({ type }) => type === 'ERROR_OCCURRED')));
    abort.abort();
    expect(((await error) as BatchError).errors.map(({ name }) => name)).toEqual([
      'RequestError',
      'UnknownOutcomeError',
    ]);
  });

  it('without a worker has an unknown outcome at the end', () => {
    marbles(({ expectObservable }) => {
      const client = durableClient({ engine: memoryEngine(), polling: { timeoutMs: 1000 } });
      const error = named('UnknownOutcomeError', { cause: named('TimeoutError') });
      expectObservable(client.translate()).toBe('36s #', undefined, error);
    });
  });

  it('that is deleted with its database has an unknown outcome', () => {
    marbles(({ expectObservable }) => {
      const engine = memoryEngine();
      const restored = Object.assign(Object.create(engine) as DurableEngine, {
        hint$: (account: string) => engine.hint$(account),
        addCreates: engine.addCreates.bind(engine),
        readCreates: () => of([]),
      });
      const error = named('UnknownOutcomeError', { idempotencyKey: 'k' });
      const client = durableClient({ engine: restored });
      expectObservable(client.translate({}, { idempotencyKey: 'k' })).toBe('#', undefined, error);
    });
  });

  it('ends with an error whatever a custom engine returns', () => {
    marbles(({ expectObservable }) => {
      const client = durableClient({
        engine: withMethods({ addCreates: () => of([{ key: 'k', type: 'created' } as never]) }),
      });
      const error = expect.objectContaining({ idempotencyKey: 'k' });
      expectObservable(client.translate({}, { idempotencyKey: 'k' })).toBe('#', undefined, error);
    });
  });

  it('shares one subscription of the hints with all others, to the end of the last one', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const hint$ = cold<Hint>('a', { a: { type: 'all' } });
      const client = durableClient({ engine: withMethods({ hint$: () => hint$ }) });
      expectObservable(client.translate(), '^--!').toBe('-');
      expectObservable(client.watch('job'), '-^---!').toBe('-');
      expectObservable(client.translate(), '--------^!').toBe('-');
      expectSubscriptions(hint$.subscriptions).toBe(['^----!', '--------^!']);
    });
  });

  it('has one deadline with its watch, counted from the call', () => {
    marbles(({ expectObservable }) => {
      const engine = memoryEngine();
      const small = smallWorker({ everyJob: 'p' }, { engine });
      timer(20).subscribe(() => small.worker.start());
      timer(100).subscribe(() => void small.worker.stop({ graceMs: 0 }));
      durableClient({ engine })
        .translate({}, { timeoutMs: 50 })
        .subscribe({ error: () => undefined });
      const deadline$ = timer(90).pipe(
        concatMap(() => stored(engine, 'job-1')),
        map(({ state }) => state.deadlineAt),
      );
      expectObservable(deadline$).toBe('90ms (a|)', { a: 50 });
    });
  });

  it('keeps the terms of its watch', () => {
    marbles(({ expectObservable }) => {
      const engine = memoryEngine();
      workFor(100, engine, { everyJob: 'p' });
      const client = durableClient({ engine });
      client.translate({ mode: 'speed' }, { timeoutMs: 30 }).subscribe({ error: () => undefined });
      const end$ = timer(90).pipe(
        concatMap(() => stored(engine, 'job-1')),
        map(({ end }) => end?.error?.name),
      );
      expectObservable(end$).toBe('90ms (a|)', { a: 'TimeoutError' });
    });
  });
});

describe('getStatus', () => {
  it('polls an unwatched job once', async () => {
    let status: Promise<string> | undefined;
    let polls = 0;
    marbles(({ flush }) => {
      const engine = memoryEngine();
      const { transport } = workFor(300, engine, { jobs: { a: 'r' } });
      status = durableClient({ engine }).getStatus('a');
      flush();
      polls = transport.polls('a').length;
    });
    await expect(status).resolves.toBe('running');
    expect(polls).toBe(1);
  });
});

describe('durableClient', () => {
  it.each([
    [{}, '`engine` is missing'],
    [{ engine: memoryEngine(), account: '' }, '`account` must be a string of 1 to 200 bytes'],
    [{ engine: memoryEngine(), account: 'ä'.repeat(101) }, '`account` must be a string of 1 to 200 bytes'],
    [{ engine: memoryEngine(), account: 'a\0' }, 'without NUL or lone surrogates, got "a\\u0000"'],
    [{ engine: memoryEngine(), retry: null }, '`retry` must be an object, got null'],
    [{ engine: memoryEngine(), transport: {} }, 'unknown option `transport`'],
  ])('refuses %j', (options, message) => {
    expect(() => durableClient(options as never)).toThrow(message);
  });

  it('leaves the circuit to the workers', () => {
    const client = durableClient({ engine: memoryEngine() });
    expect(client.circuitBreaker.state).toBe('closed');
    expect(() => client.withCircuitBreaker()).toThrow('pass `circuitBreaker` to the workers');
  });

  it('stays durable with other options', () => {
    const client = durableClient({ engine: memoryEngine() });
    expect(typeof client.withPolling({ timeoutMs: 5 }).forget).toBe('function');
    expect(typeof client.withRetry({ maxAttempts: 2 }).forget).toBe('function');
  });
});

it.each([
  ['', 'Cannot forget a job: job id must be'],
  ['a\0', 'Cannot forget a job: job id must not contain NUL'],
])('forget refuses %j', async (jobId, message) => {
  const client = durableClient({ engine: memoryEngine() });
  await expect(client.forget(jobId)).rejects.toThrow(message);
});

describe('bad input', () => {
  const engine = memoryEngine();
  const strategy = () => 5;
  const serial: { self?: unknown } = {};
  serial.self = serial;

  it.each<[string, () => unknown, RegExp]>([
    [
      'a schedule',
      () => durableClient({ engine, polling: { strategy } as never }),
      /^Cannot watch: `strategy` exists only in this process/,
    ],
    [
      'a schedule later on',
      () => durableClient({ engine }).withPolling({ strategy }),
      /^Cannot watch: `strategy` exists only in this process/,
    ],
    [
      'a request that is no JSON',
      () => durableClient({ engine }).translate({ extra: serial }),
      /^Cannot create a job: a request must be convertible to JSON: /,
    ],
    [
      'a job id that no engine can store',
      () => durableClient({ engine }).watchBatch(['a', 'b\0']),
      /^Cannot watch a batch: job id must not contain NUL or lone surrogates, got "b\\u0000" \(`jobIds\[1\]`\)$/,
    ],
    [
      'a job id that is too long for an engine',
      () => durableClient({ engine }).watch('é'.repeat(1201)),
      /^Cannot watch a job: job id must have at most 2400 bytes in UTF-8, got 2402$/,
    ],
    [
      'another engine to wake',
      () => wakeFrom(engine, NEVER, { engine } as never),
      /^Cannot wake watches: unknown option `engine`/,
    ],
    [
      'options of a wake that are none',
      () => wakeFrom(engine, NEVER, null as never),
      /^Cannot wake watches: the options must be an object, got null$/,
    ],
    [
      'a wake that is no Observable',
      () => wakeFrom(engine, 5 as never),
      /^Cannot wake watches: `wake\$` must have `subscribe\(\)` and `pipe\(\)`, got 5$/,
    ],
    [
      'an account without a name',
      () => wakeFrom(engine, NEVER, { account: '' }),
      /^Cannot wake watches: `account` must be a string of 1 to 200 bytes/,
    ],
  ])('is refused at once: %s', (_title, call, message) => {
    expect(call).toThrow(message);
  });
});
