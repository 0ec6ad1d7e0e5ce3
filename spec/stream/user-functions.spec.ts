import { expect } from '@jest/globals';
import { defer, EMPTY, last, map, NEVER, Observable, throwError, timer, type Observer } from 'rxjs';
import {
  CircuitBreaker,
  CircuitBreakerError,
  RequestError,
  TimeoutError,
  type ClientEvent,
  type JobId,
  type PollingStrategy,
  type StatusReport,
  type TranslationClient,
  type Transport,
} from 'heygen-rx';
import { marbles, scriptedTransport } from 'heygen-rx/testing';
import { everythingShown } from '../helpers/everything-shown.js';
import { outcomeOf } from '../helpers/outcome.js';
import { smallClient } from '../helpers/small-client.js';

const tick = (): Promise<void> => new Promise(resolve => setImmediate(resolve));

/** An object that cannot be made a string. */
const bare = (): unknown => Object.create(null);

/** Throws it, as some parsers do. */
function throwBare(): never {
  throw bare();
}

/** A scripted service, some of whose calls do something else. */
const serviceWith = (calls: Partial<Transport>) =>
  Object.assign(scriptedTransport({ everyJob: 'p---c', latencyMs: 1 }), calls);

describe('a schedule whose `record`', () => {
  const records: readonly [string, NonNullable<PollingStrategy['record']>][] = [
    ['throws', throwBare],
    ['rejects', () => Promise.reject(new Error('no disk')) as never],
  ];
  it.each(records)('%s ends no watch, and is reported', async (_title, record) => {
    const events: ClientEvent[] = [];
    marbles(({ expectObservable }) => {
      const { client } = smallClient({ everyJob: 'c', ages: true });
      client.on('ERROR_OCCURRED', event => events.push(event));
      const strategy = Object.assign(() => 5, { record });
      expectObservable(client.watch('a', { strategy })).toBe('-(c|)', {
        c: expect.objectContaining({ status: 'completed' }),
      });
    });
    await tick();
    expect(events).toMatchObject([
      {
        error: { message: expect.stringMatching(/^`record` of a schedule threw: (Error: no disk|object)$/) },
      },
    ]);
  });
});

describe('a transport that throws what cannot be made a string', () => {
  it('costs one attempt', () => {
    marbles(({ expectObservable }) => {
      let calls = 0;
      const transport = serviceWith({
        status: jobId => (++calls === 1 ? throwBare() : scriptedTransport({ everyJob: 'c' }).status(jobId)),
      });
      const { client } = smallClient(transport);
      expectObservable(client.watch('a')).toBe('--(c|)', { c: expect.objectContaining({ polls: 1 }) });
    });
  });

  it('refuses a create', async () => {
    const { client } = smallClient(serviceWith({ create: throwBare }), { retry: { maxAttempts: 1 } });
    await expect(client.createJob()).rejects.toThrow('Cannot create a job: the transport threw object');
  });
});

describe('a transport that fails with a `TimeoutError` of this package, as it may for a time limit of its own,', () => {
  const tooLate = (): never => {
    throw new TimeoutError('no answer in 10 s');
  };

  it.each([
    ['by its Observable', () => defer(tooLate)],
    ['at once', tooLate],
  ])('%s costs one attempt', (_, fails) => {
    marbles(({ expectObservable }) => {
      let calls = 0;
      const transport = serviceWith({
        status: jobId => (++calls === 1 ? fails() : scriptedTransport({ everyJob: 'c' }).status(jobId)),
      });
      const { client } = smallClient(transport);
      expectObservable(client.watch('a').pipe(map(({ status }) => status))).toBe('--(c|)', {
        c: 'completed',
      });
    });
  });

  it('leaves the outcome of a create unknown, and is retried with its key', () => {
    marbles(({ expectObservable }) => {
      const keys: string[] = [];
      const transport = serviceWith({ create: (_, key) => (keys.push(key), defer(tooLate)) });
      const { client } = smallClient(transport);
      const error = expect.objectContaining({ name: 'UnknownOutcomeError', idempotencyKey: 'k' });
      expectObservable(client.translate({}, { idempotencyKey: 'k' })).toBe('------#', undefined, error);
      expectObservable(timer(10).pipe(map(() => keys.join()))).toBe('----------(k|)', { k: 'k,k,k' });
    });
  });
});

it('an error that a transport throws at once shows nothing of the foreign error that caused it', async () => {
  const foreign = Object.assign(new Error('403'), { config: { headers: { 'x-api-key': 'secret-key' } } });
  const create = (): never => {
    throw new RequestError('refused', { cause: foreign });
  };
  const { client } = smallClient(serviceWith({ create }));
  const error: unknown = await client.createJob().catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ name: 'RequestError', cause: { message: '403' } });
  expect(everythingShown(error)).not.toContain('secret-key');
});

describe('a transport whose `bulkLimit`', () => {
  it.each<[string, PropertyDescriptor, string, number]>([
    // Without a bulk call, no poll waits for others.
    ['throws loses its bulk call, no more', { get: throwBare }, '-(d|)', 3],
    ['is not a number gets the default', { value: 'many' }, '26ms (d|)', 1],
    ['is none that makes sense gets one at a time', { value: -Infinity }, '-(d|)', 3],
  ])('%s', (_title, bulkLimit, marbled, requests) => {
    marbles(({ expectObservable }) => {
      const script = scriptedTransport({ everyJob: 'c', latencyMs: 1, bulk: true });
      const { client } = smallClient(Object.defineProperty(script, 'bulkLimit', bulkLimit));
      const requests$ = client.watchBatch(['a', 'b', 'c']).pipe(
        last(),
        map(({ counts }) => [counts.completed, script.requests.length]),
      );
      expectObservable(requests$).toBe(marbled, { d: [3, requests] });
    });
  });
});

describe('a circuit breaker of the user that', () => {
  /** Real, but for some of its members. */
  const breakerWith = (members: PropertyDescriptorMap): CircuitBreaker =>
    Object.defineProperties(new CircuitBreaker(), members);
  /** The same, at the first call only. */
  function once(fail: () => unknown, name: 'ask' | 'settle'): PropertyDescriptorMap {
    let calls = 0;
    const value = function (this: CircuitBreaker, ...given: never[]): unknown {
      return ++calls === 1
        ? fail()
        : Reflect.apply(Reflect.get(CircuitBreaker.prototype, name) as () => unknown, this, given);
    };
    return { [name]: { value } };
  }
  const refuse = (): CircuitBreakerError => new CircuitBreakerError('not now');
  const c: unknown = expect.objectContaining({ status: 'completed' });

  it.each<[string, () => PropertyDescriptorMap]>([
    ['throws from `ask`', () => once(throwBare, 'ask')],
    ['returns nonsense', () => once(() => undefined, 'ask')],
    ['returns a promise', () => once(() => Promise.reject(new Error('mine')), 'ask')],
    [
      'refuses, and throws when a request has to wait for it',
      () => ({ ...once(refuse, 'ask'), turn$: { get: throwBare } }),
    ],
    [
      'refuses, and whose `turn$` fails',
      () => ({ ...once(refuse, 'ask'), turn$: { value: throwError(bare) } }),
    ],
    ['refuses, and whose `turn$` is over', () => ({ ...once(refuse, 'ask'), turn$: { value: EMPTY } })],
  ])('%s costs one attempt, and no slot', (_title, membersOf) => {
    marbles(({ expectObservable }) => {
      const circuitBreaker = breakerWith(membersOf());
      const { client } = smallClient({ everyJob: 'c' }, { circuitBreaker, maxConcurrentRequests: 1 });
      // At once; after 2 ms again.
      expectObservable(client.watch('a')).toBe('---(c|)', { c });
      expectObservable(client.watch('b'), '9ms ^').toBe('10ms (c|)', { c });
    });
  });

  it.each([
    ['throws', throwBare],
    // An unhandled rejection would fail the spec.
    ['returns a promise that rejects', () => Promise.reject(new Error('mine'))],
  ])(
    '%s when a response is reported: the response still arrives, and no slot is lost',
    async (_title, settle) => {
      marbles(({ expectObservable }) => {
        const circuitBreaker = breakerWith({ settle: { value: settle } });
        const { client } = smallClient({ everyJob: 'c' }, { circuitBreaker, maxConcurrentRequests: 1 });
        expectObservable(client.watch('a')).toBe('-(c|)', { c });
        expectObservable(client.watch('b')).toBe('--(c|)', { c });
      });
      await tick();
    },
  );

  it('refuses a create with an error that has a foreign cause shows nothing of that', async () => {
    const cause = Object.assign(new Error('403'), { config: { headers: { 'x-api-key': 'secret-key' } } });
    const ask = (): CircuitBreakerError => new CircuitBreakerError('not now', { cause });
    const circuitBreaker = breakerWith({ ask: { value: ask } });
    const { client } = smallClient(serviceWith({}), { circuitBreaker });
    const error: unknown = await client.createJob().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'CircuitBreakerError', cause: { message: '403' } });
    expect(everythingShown(error)).not.toContain('secret-key');
  });

  it('always throws ends a watch, and refuses a create', async () => {
    const circuitBreaker = breakerWith({ ask: { value: throwBare } });
    const { client } = smallClient({ everyJob: 'c' }, { circuitBreaker });
    await expect(client.waitForCompletion('a')).rejects.toThrow(
      'Cannot poll: the circuit breaker threw object',
    );
    await expect(client.createJob()).rejects.toThrow('Cannot create a job: the circuit breaker threw object');
    await expect(client.getStatus('a')).rejects.toThrow('Cannot poll: the circuit breaker threw object');
  });

  it('whose state throws is still asked', async () => {
    const fails = { get: throwBare };
    const circuitBreaker = breakerWith({ state: fails, state$: fails });
    const { client } = smallClient({ everyJob: 'c' }, { circuitBreaker });
    await expect(client.getStatus('a')).resolves.toBe('completed');
  });

  it('whose `transition$` fails is reported, and the events of the client continue', () => {
    const circuitBreaker = breakerWith({ transition$: { value: throwError(bare) } });
    const types: string[] = [];
    marbles(() => {
      const { client } = smallClient({ everyJob: 'c' }, { circuitBreaker });
      client.event$.subscribe(({ type }) => types.push(type));
      client.watch('a').subscribe();
    });
    expect(types).toEqual(['ERROR_OCCURRED', 'STATUS_CHANGED', 'JOB_COMPLETED']);
  });
});

describe('a transport with Observables of its own', () => {
  /** As `isObservable` of rxjs recognises those of another copy. */
  const ownObservable = (subscribe: unknown) => ({ lift: () => undefined, subscribe }) as never;

  it('whose `subscribe` throws costs one attempt, and its slot is free again', () => {
    marbles(({ expectObservable }) => {
      let calls = 0;
      const transport = serviceWith({
        status: jobId =>
          ++calls === 1 ? ownObservable(throwBare) : scriptedTransport({ everyJob: 'c' }).status(jobId),
      });
      const { client } = smallClient(transport, { maxConcurrentRequests: 1 });
      expectObservable(client.watch('a')).toBe('--(c|)', { c: expect.objectContaining({ polls: 1 }) });
    });
  });

  it('whose `subscribe` returns nothing is polled like any other', () => {
    marbles(({ expectObservable }) => {
      const transport = serviceWith({
        status: jobId =>
          ownObservable((observer: Observer<StatusReport>) => {
            observer.next({ jobId, status: 'completed' });
          }),
      });
      expectObservable(smallClient(transport).client.watch('a')).toBe('(c|)', {
        c: expect.objectContaining({ status: 'completed' }),
      });
    });
  });

  it('whose teardown throws still delivers its response and frees its slot', () => {
    marbles(({ expectObservable }) => {
      const transport = serviceWith({
        status: jobId =>
          new Observable(subscriber => {
            const answer = timer(1).subscribe(() => subscriber.next({ jobId, status: 'completed' }));
            subscriber.add(answer);
            return throwBare;
          }),
      });
      const { client } = smallClient(transport, { maxConcurrentRequests: 1 });
      const c: unknown = expect.objectContaining({ status: 'completed' });
      expectObservable(client.watch('a')).toBe('-(c|)', { c });
      expectObservable(client.watch('b')).toBe('--(c|)', { c });
    });
  });
});

describe('a promise that rejects, where none is expected,', () => {
  const rejecting = (): never => Promise.reject(new TypeError('mine')) as never;
  // An unhandled rejection would fail the spec.
  const uses: readonly [string, Partial<Transport>, (client: TranslationClient) => unknown, string][] = [
    [
      '`status`',
      { status: rejecting },
      client => client.getStatus('a'),
      'Cannot poll: the transport did not return an Observable',
    ],
    [
      '`create`',
      { create: rejecting },
      client => client.createJob(),
      'Cannot create a job: the transport did not return an Observable',
    ],
    [
      '`check`',
      { check: rejecting },
      client => client.createJob(),
      '`check` of the transport must not return a promise',
    ],
    [
      '`checkJobId`',
      { checkJobId: rejecting },
      client => client.getStatus('a'),
      '`checkJobId` of the transport must not return a promise',
    ],
    [
      'a schedule',
      {},
      client => client.waitForCompletion('a', { strategy: rejecting }),
      '`strategy` must return a number of ms, got [object Promise]',
    ],
  ];
  it.each(uses)('returned by %s, is refused', async (_, calls, use, message) => {
    const transport = serviceWith({
      status: jobId => timer(1).pipe(map(() => ({ jobId, status: 'running' }))),
      ...calls,
    });
    const { client } = smallClient(transport, { retry: { maxAttempts: 1 } });
    await expect((async () => await use(client))()).rejects.toThrow(message);
    await tick();
  });
});

it('an abort for a reason that cannot be made a string rejects at once, with the key', async () => {
  const { client } = smallClient(serviceWith({ create: () => NEVER }));
  const controller = new AbortController();
  const create = client.createJob({}, { signal: controller.signal, idempotencyKey: 'k' });
  const batch = client.createBatchJobs(2, { signal: controller.signal });
  controller.abort(bare());
  await expect(create).rejects.toMatchObject({ name: 'UnknownOutcomeError', idempotencyKey: 'k' });
  await expect(batch).rejects.toMatchObject({ name: 'BatchError', errors: [{}, {}] });
});

it('a handler that throws what cannot be made a string is reported', async () => {
  const { client } = smallClient({ everyJob: 'c' });
  const messages: string[] = [];
  client.on('STATUS_CHANGED', throwBare);
  client.on('ERROR_OCCURRED', ({ error }) => messages.push(error.message));
  await outcomeOf(client.watch('a'));
  await tick();
  expect(messages).toEqual(['A handler of STATUS_CHANGED threw: object']);
});

describe('random numbers that are none', () => {
  const failing = (): Observable<never> => throwError(() => new Error('down'));
  const randoms: readonly (() => unknown)[] = [NaN, -1, Infinity, '0.5', undefined].map(value => () => value);
  it.each([...randoms, throwBare])('stop no timer: %s', random => {
    marbles(({ expectObservable, flush }) => {
      const { client } = smallClient(serviceWith({ status: failing }), {
        random: random as () => number,
        polling: { timeoutMs: 50 },
        retry: { jitterFactor: 0.5 },
      });
      const ended: JobId[] = [];
      for (const jobId of ['a', 'b']) client.watch(jobId).subscribe({ error: () => ended.push(jobId) });
      expectObservable(client.watch('c')).toBe(
        '50ms #',
        {},
        expect.objectContaining({ name: 'TimeoutError' }),
      );
      flush();
      expect(ended).toEqual(['a', 'b']);
    });
  });
});

describe('polling defaults of a transport', () => {
  it.each<[unknown, string]>([
    [{ timeoutMs: NaN }, 'Cannot poll: `timeoutMs` must be a finite number, got NaN'],
    [{ strategy: 5 }, 'Cannot poll: `strategy` must be a function, got 5'],
    [null, 'Cannot poll: the options must be an object, got null'],
  ])('are checked like those of a client: %j', (polling, message) => {
    const transport = Object.assign(scriptedTransport({}), { defaults: { polling } }) as never;
    expect(() => smallClient(transport)).toThrow(message);
  });
});

describe('reports that are parsed late', () => {
  const late = (jobId: JobId): StatusReport => ({
    jobId,
    status: 'completed',
    get progress(): number {
      throw new Error('no such field');
    },
  });
  it('lose the fields that cannot be read, singly and in bulk', () => {
    marbles(({ expectObservable }) => {
      const service = serviceWith({
        status: jobId => timer(1).pipe(map(() => late(jobId))),
        statuses: jobIds => timer(1).pipe(map(() => jobIds.map(late))),
      });
      const { client } = smallClient(service);
      const c: unknown = expect.objectContaining({ status: 'completed' });
      expectObservable(client.watch('a')).toBe('26ms (c|)', { c });
      expectObservable(client.watch('b')).toBe('26ms (c|)', { c });
      expectObservable(client.watch('b'), '50ms ^').toBe('76ms (c|)', { c });
    });
  });

  it('cost a poll if a part of a field cannot be read, and no other job its poll', () => {
    const unread: StatusReport = {
      jobId: 'a',
      status: 'error',
      failure: new Proxy({ message: '' }, { get: throwBare }),
    };
    const done = (jobId: JobId): StatusReport => ({ jobId, status: 'completed' });
    let bulkCalls = 0;
    marbles(({ expectObservable }) => {
      const service = serviceWith({
        status: jobId => timer(1).pipe(map(() => done(jobId))),
        statuses: () => timer(1).pipe(map(() => (++bulkCalls === 1 ? [unread, done('b')] : []))),
      });
      const { client } = smallClient(service);
      const c: unknown = expect.objectContaining({ status: 'completed', polls: 1 });
      // Polled again 2 ms later, and within 25 ms.
      expectObservable(client.watch('a')).toBe('54ms (c|)', { c });
      expectObservable(client.watch('b')).toBe('26ms (c|)', { c });
    });
  });
});
