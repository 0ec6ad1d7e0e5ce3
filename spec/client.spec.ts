import { expect, jest } from '@jest/globals';
import { from, mergeMap, NEVER, Observable, of, timer } from 'rxjs';
import {
  CircuitBreaker,
  isTimeoutError,
  RequestError,
  TranslationClient,
  type TranslationRequest,
  type WatchOptions,
  type BatchSnapshot,
} from 'heygen-rx';
import { marbles, type ScriptedTransport, type ScriptedTransportOptions } from 'heygen-rx/testing';
import { OpenStreams } from '../lib/stream/open-streams.js';
import { smallClient } from './helpers/small-client.js';

type Small = ReturnType<typeof smallClient>;

/** Starts a call that returns a promise, then runs virtual time to its end. */
function afterAll<T>(
  start: (small: Small) => Promise<T>,
  script: ScriptedTransportOptions,
  options = {},
): Promise<T> {
  let promise: Promise<T> | undefined;
  marbles(({ flush }) => {
    promise = start(smallClient(script, options));
    // The caller decides whether it should reject.
    promise.catch(() => undefined);
    flush();
  });
  return promise!;
}

describe('createJob', () => {
  it('resolves with the job id', async () => {
    await expect(afterAll(({ client }) => client.createJob({ title: 'A' }), { everyJob: 'p' })).resolves.toBe(
      'job-1',
    );
  });

  it('retries, but does not wait for an open circuit', async () => {
    await expect(
      afterAll(({ client }) => client.createJob(), { everyJob: 'p', creates: 'NN.' }),
    ).resolves.toBe('job-1');
    const options = { circuitBreaker: { failureThreshold: 1, resetTimeoutMs: 70 } };
    const attempt = afterAll(({ client }) => client.createJob(), { everyJob: 'p', creates: 'N' }, options);
    // The first attempt may have got through.
    await expect(attempt).rejects.toMatchObject({
      name: 'UnknownOutcomeError',
      cause: { name: 'CircuitBreakerError', retryAfterMs: 68 },
    });
  });

  it('refuses a request that cannot be one job', async () => {
    await expect(
      afterAll(({ client }) => client.createJob({ outputLanguages: ['a', 'b'] }), {}),
    ).rejects.toThrow('one language, got 2');
  });
});

describe('getStatus', () => {
  it.each([
    ['p', 'pending'],
    ['r', 'running'],
    ['c', 'completed'],
    ['e', 'error'],
    ['u', 'running'],
  ])('of %s is %s', async (job, status) => {
    await expect(afterAll(({ client }) => client.getStatus('a'), { jobs: { a: job } })).resolves.toBe(status);
  });

  it('retries, and rejects once the attempts are used up', async () => {
    await expect(afterAll(({ client }) => client.getStatus('a'), { jobs: { a: 'N-r' } })).resolves.toBe(
      'running',
    );
    await expect(afterAll(({ client }) => client.getStatus('a'), { jobs: { a: 'N' } })).rejects.toMatchObject(
      { name: 'NetworkError', jobId: 'a' },
    );
  });

  it('fails at once while the circuit is open, and serves as the probe once it is half open', async () => {
    const circuitBreaker = { failureThreshold: 1, resetTimeoutMs: 10 };
    const outcomes: unknown[] = [];
    marbles(({ flush, scheduler }) => {
      const { client } = smallClient(
        { jobs: { a: 'N----r' } },
        { circuitBreaker, retry: { maxAttempts: 1 } },
      );
      for (const at of [0, 3, 20]) {
        scheduler.schedule(() => {
          client.getStatus('a').then(
            status => outcomes.push(status),
            (error: unknown) => outcomes.push((error as Error).name),
          );
        }, at);
      }
      flush();
    });
    await new Promise(setImmediate);
    expect(outcomes).toEqual(['NetworkError', 'CircuitBreakerError', 'running']);
  });

  // Any other form is up to the transport.
  it.each(['', 'x'.repeat(2049), 7 as unknown as string])('refuses the id %j', async id => {
    await expect(smallClient({}).client.getStatus(id)).rejects.toThrow('Cannot get a status: job id');
    expect(() => smallClient({}).client.watch(id)).toThrow('Cannot watch a job: job id');
  });
});

describe('waitForCompletion', () => {
  it('resolves with the final status, even if it is error', async () => {
    await expect(
      afterAll(({ client }) => client.waitForCompletion('a'), { jobs: { a: 'p-c' } }),
    ).resolves.toBe('completed');
    await expect(
      afterAll(({ client }) => client.waitForCompletion('a'), { jobs: { a: 'p-e' } }),
    ).resolves.toBe('error');
  });

  it('rejects at the deadline with what is needed to continue', async () => {
    const attempt = afterAll(({ client }) => client.waitForCompletion('a', { timeoutMs: 9 }), {
      jobs: { a: 'p' },
    });
    const error: unknown = await attempt.catch((thrown: unknown) => thrown);
    expect(isTimeoutError(error)).toBe(true);
    expect(error).toMatchObject({ jobId: 'a', snapshot: { status: 'pending', polls: 3 } });
  });
});

describe('createBatchJobs', () => {
  it('takes a count, or requests for several languages', async () => {
    await expect(afterAll(({ client }) => client.createBatchJobs(3), { everyJob: 'p' })).resolves.toEqual([
      'job-1',
      'job-2',
      'job-3',
    ]);
    const requests = [{ outputLanguages: ['French', 'German'] }, {}];
    await expect(
      afterAll(({ client }) => client.createBatchJobs(requests), { everyJob: 'p' }),
    ).resolves.toHaveLength(3);
    await expect(afterAll(({ client }) => client.createBatchJobs(0), {})).resolves.toEqual([]);
  });

  it('reports the ids that exist when some jobs cannot be created', async () => {
    const attempt = afterAll(({ client }) => client.createBatchJobs(3), { everyJob: 'p', creates: '.A.' });
    await expect(attempt).rejects.toMatchObject({
      name: 'BatchError',
      created: ['job-1', 'job-2'],
      errors: [{ name: 'AuthenticationError' }],
      message: expect.stringContaining('2 jobs exist'),
    });
  });

  it.each([-1, 1.5, NaN])('refuses a count of %p', async count => {
    await expect(smallClient({}).client.createBatchJobs(count)).rejects.toThrow(
      `whole number from 0 to 100000, got ${count}`,
    );
  });

  it('refuses a list with gaps', async () => {
    await expect(smallClient({}).client.createBatchJobs(new Array(2))).rejects.toThrow(
      'Cannot create a job: a request must be an object, got undefined',
    );
  });

  it('refuses a count that would fill the memory', async () => {
    await expect(smallClient({}).client.createBatchJobs(1e9)).rejects.toThrow(
      'Cannot create jobs: their count must be a whole number from 0 to 100000, got 1000000000',
    );
  });
});

describe('a batch with a key', () => {
  it('creates its jobs once, even if another client repeats it', async () => {
    let transport: ScriptedTransport | undefined;
    const create = ({ client, transport: scripted }: Small) => {
      transport = scripted;
      return client.createBatchJobs([{}, { outputLanguage: 'French' }], { idempotencyKey: 'order-7' });
    };
    const first = await afterAll(create, { everyJob: 'p' });
    expect(first).toEqual(['job-1', 'job-2']);
    expect(transport!.requests.map(({ key }) => key)).toEqual([
      expect.stringMatching(/^order-7:[0-9a-z]{11}$/),
      expect.stringMatching(/^order-7:[0-9a-z]{11}$/),
    ]);
    marbles(({ flush }) => {
      const other = smallClient(transport!).client;
      let seen: BatchSnapshot | undefined;
      const options = { idempotencyKey: 'order-7', timeoutMs: 5 };
      other.translateBatch([{}, { outputLanguage: 'French' }], options).subscribe(batch => (seen = batch));
      flush();
      expect([...(seen?.entries() ?? [])].map(([jobId]) => jobId)).toEqual(['job-1', 'job-2']);
    });
  });
});

describe('input that is not a request or not a list', () => {
  const { client } = smallClient({});
  it.each<[string, () => unknown, string]>([
    [
      'translate',
      () => client.translate(null as never),
      'Cannot create a job: a request must be an object, got null',
    ],
    ['translateBatch', () => client.translateBatch('x' as never), 'the requests must be an array, got "x"'],
    ['translateBatch', () => client.translateBatch([{}, 7 as never]), 'a request must be an object, got 7'],
    [
      'watchBatch',
      () => client.watchBatch('abc' as never),
      'Cannot watch a batch: the job ids must be an array, got "abc"',
    ],
    [
      'translate',
      () => client.translate({ outputLanguages: 'French' as never }),
      'Cannot create a job: `outputLanguages` must be a list of names, got "French"',
    ],
    [
      'translateBatch',
      () => client.translateBatch([{ outputLanguages: { 0: 'French' } as never }]),
      'Cannot create a job: `outputLanguages` must be a list of names, got an object',
    ],
    [
      'on',
      () => client.on('JOB_COMPLETE' as never, () => undefined),
      'Cannot listen: there is no event `JOB_COMPLETE`; there are JOB_CREATED, STATUS_CHANGED,',
    ],
    [
      'off',
      () => client.off('completed' as never, () => undefined),
      'Cannot listen: there is no event `completed`',
    ],
    [
      'on',
      () => client.on('TIMEOUT', null as never),
      'Cannot listen: `TIMEOUT` must be a function, got null',
    ],
  ])('is refused by %s', (_name, call, complaint) => {
    expect(call).toThrow(complaint);
  });

  it('is refused by createBatchJobs', async () => {
    await expect(client.createBatchJobs(undefined as never)).rejects.toThrow(
      'must be an array, got undefined',
    );
  });
});

describe('a request object that is used again', () => {
  it('is taken as it was at the call, however late it is sent', () => {
    const sent: TranslationRequest[] = [];
    const create = (request: TranslationRequest) => {
      sent.push(structuredClone(request));
      const jobIds = (request.outputLanguages ?? ['one']).map(language => `${language}-${sent.length}`);
      return timer(1).pipe(mergeMap(() => jobIds));
    };
    marbles(({ flush }) => {
      const client = new TranslationClient({
        transport: { create, status: () => NEVER },
        maxConcurrentRequests: 1,
      });
      const request = { outputLanguage: '', title: 't' };
      for (const outputLanguage of ['French', 'German', 'Greek']) {
        request.outputLanguage = outputLanguage;
        void client.createJob(request);
      }
      const several = { outputLanguages: ['Dutch', 'Danish'] };
      void client.createBatchJobs([several]);
      several.outputLanguages.pop();
      const nested = { extra: { voices: [{ id: 'v1' }], from: new Date(0) } };
      void client.createJob(nested);
      nested.extra.voices[0]!.id = 'v2';
      nested.extra.voices.push({ id: 'v3' });
      flush();
    });
    expect(sent).toEqual([
      { outputLanguage: 'French', title: 't' },
      { outputLanguage: 'German', title: 't' },
      { outputLanguage: 'Greek', title: 't' },
      { outputLanguages: ['Danish', 'Dutch'] },
      { extra: { voices: [{ id: 'v1' }], from: new Date(0) } },
    ]);
  });
});

it('a request that contains itself is refused in one line', async () => {
  const { client } = smallClient({});
  const extra: Record<string, unknown> = {};
  extra.itself = extra;
  await expect(client.createJob({ extra })).rejects.toThrow(
    /^Cannot create a job: a request must be sent as JSON: TypeError: Converting circular structure to JSON$/,
  );
});

describe('a request for several languages', () => {
  const languages = ['German', 'Dutch', 'French', 'Dutch'];
  const createAs = async (outputLanguages: readonly string[], idempotencyKey = 'night') => {
    const sent: unknown[] = [];
    const seen = new Map<string, number>();
    const idOf = (language: string): string => {
      seen.set(language, (seen.get(language) ?? 0) + 1);
      return `${language}-${seen.get(language)}`;
    };
    const create = (request: TranslationRequest, key: string) => {
      sent.push([key, request]);
      return from(request.outputLanguages!.map(idOf));
    };
    const client = new TranslationClient({ transport: { create, status: () => NEVER } });
    return { jobIds: await client.createBatchJobs([{ outputLanguages }], { idempotencyKey }), sent };
  };

  it('is the same to the service in whatever order they are given', async () => {
    const { sent } = await createAs(languages);
    expect(sent).toEqual([[expect.any(String), { outputLanguages: ['Dutch', 'Dutch', 'French', 'German'] }]]);
    expect((await createAs([...languages].reverse())).sent).toEqual(sent);
  });

  it('has its jobs in the order in which they are given', async () => {
    expect((await createAs(languages)).jobIds).toEqual(['German-1', 'Dutch-1', 'French-1', 'Dutch-2']);
    expect((await createAs(['French', 'German', 'Dutch'])).jobIds).toEqual([
      'French-1',
      'German-1',
      'Dutch-1',
    ]);
  });
});

describe('waitForBatchCompletion', () => {
  it('resolves with every status', async () => {
    const statuses = afterAll(({ client }) => client.waitForBatchCompletion(['a', 'b']), {
      jobs: { a: 'p-c', b: 'p--e' },
    });
    await expect(statuses).resolves.toEqual({ a: 'completed', b: 'error' });
  });

  it('rejects with everything known when a watch was lost', async () => {
    const statuses = afterAll(({ client }) => client.waitForBatchCompletion(['a', 'b']), {
      jobs: { a: 'p-c', b: 'p--x' },
    });
    await expect(statuses).rejects.toMatchObject({
      name: 'BatchError',
      created: ['a', 'b'],
      statuses: { a: 'completed', b: 'pending' },
      errors: [{ name: 'JobNotFoundError', jobId: 'b' }],
    });
  });
});

describe('an abort', () => {
  const calls: [string, (client: TranslationClient, signal: AbortSignal) => Promise<unknown>][] = [
    ['createJob', (client, signal) => client.createJob({}, { signal })],
    ['getStatus', (client, signal) => client.getStatus('a', { signal })],
    ['waitForCompletion', (client, signal) => client.waitForCompletion('a', { signal })],
    ['createBatchJobs', (client, signal) => client.createBatchJobs(3, { signal })],
    ['waitForBatchCompletion', (client, signal) => client.waitForBatchCompletion(['a', 'b'], { signal })],
  ];

  it.each(calls)('during %s stops everything and rejects with its reason', async (_name, call) => {
    const controller = new AbortController();
    let requests: readonly object[] = [];
    let stoppedAt = 0;
    let endedAt = 0;
    const attempt = new Promise((_resolve, reject) => {
      marbles(({ flush, scheduler }) => {
        const { client, transport } = smallClient({ everyJob: 'p', latencyMs: 9 });
        call(client, controller.signal).catch(reject);
        scheduler.schedule(() => {
          controller.abort(new Error('enough'));
          stoppedAt = scheduler.now();
        }, 3);
        flush();
        requests = transport.requests;
        endedAt = scheduler.now();
      });
    });
    await expect(attempt).rejects.toThrow('enough');
    expect(endedAt).toBe(stoppedAt);
    expect(requests).not.toHaveLength(0);
    for (const request of requests) expect(request).toMatchObject({ outcome: 'aborted' });
  });

  it.each(calls)('before %s sends nothing', async (_name, call) => {
    const { client, transport } = smallClient({ everyJob: 'p' });
    await expect(call(client, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
    expect(transport.requests).toHaveLength(0);
  });

  it('removes its listener from the signal once the call has ended', async () => {
    const { signal } = new AbortController();
    const add = jest.spyOn(signal, 'addEventListener');
    const remove = jest.spyOn(signal, 'removeEventListener');
    await afterAll(({ client }) => client.getStatus('a', { signal }), { jobs: { a: 'c' } });
    expect(add).toHaveBeenCalledTimes(1);
    expect(remove).toHaveBeenCalledTimes(1);
  });
});

describe('close', () => {
  it('ends every watch with a ClientClosedError, those of derived clients included', () => {
    marbles(({ expectObservable, scheduler }) => {
      const { client } = smallClient({ everyJob: 'p' });
      const closed = expect.objectContaining({ name: 'ClientClosedError' });
      scheduler.schedule(() => client.close(), 3);
      expectObservable(client.withRetry({ maxAttempts: 1 }).watch('a', { emit: 'polls' })).toBe(
        '-a-#',
        { a: expect.anything() },
        closed,
      );
      expectObservable(client.watch('b'), '----^').toBe('----#', undefined, closed);
    });
  });

  it('ends a create with its key, even if the service has refused it', () => {
    marbles(({ expectObservable, scheduler }) => {
      const { client } = smallClient({
        creates: 'X',
        values: { X: new RequestError('no', { status: 400 }) },
      });
      const job$ = client.translate({}, { idempotencyKey: 'order-7' });
      const idempotencyKey = 'order-7';
      scheduler.schedule(() => client.close(), 3);
      const error = expect.objectContaining({ name: 'RequestError', idempotencyKey });
      expectObservable(job$).toBe('-#', undefined, error);
      const closed = expect.objectContaining({ name: 'ClientClosedError', idempotencyKey });
      expectObservable(job$, '----^').toBe('----#', undefined, closed);
    });
  });

  it('tells of a batch which of its creates were refused, even where no job can exist', () => {
    const refused = new RequestError('no', { status: 400 });
    // The second create has not begun.
    const oneAtATime = { maxConcurrentRequests: 1 };
    let told: unknown;
    marbles(({ flush }) => {
      const { client } = smallClient({ creates: 'X', everyJob: 'p', values: { X: refused } }, oneAtATime);
      client.translateBatch([{}, {}]).subscribe({
        next: ({ counts }) => counts.lost > 0 && client.close(),
        error: (error: unknown) => (told = error),
      });
      flush();
    });
    expect(told).toMatchObject({
      name: 'BatchError',
      created: [],
      errors: [{ name: 'RequestError', requestIndex: 0, idempotencyKey: expect.any(String) }],
      cause: { name: 'ClientClosedError' },
    });
  });

  it.each(['close', 'abort'] as const)('on JOB_CREATED (%s) loses no id', async how => {
    const controller = new AbortController();
    let created: Promise<string> | undefined;
    marbles(({ flush }) => {
      const { client } = smallClient({ everyJob: 'p' });
      client.on('JOB_CREATED', () => (how === 'close' ? client.close() : controller.abort()));
      created = client.createJob({}, { signal: controller.signal });
      flush();
    });
    await expect(created).resolves.toBe('job-1');
  });

  it('names the job of a status call', async () => {
    let status: Promise<unknown> | undefined;
    marbles(({ flush, scheduler }) => {
      const { client } = smallClient({ everyJob: 'p', latencyMs: 9 });
      status = client.getStatus('a');
      scheduler.schedule(() => client.close(), 3);
      flush();
    });
    await expect(status).rejects.toMatchObject({ name: 'ClientClosedError', jobId: 'a' });
  });

  it('tracks only open watches', () => {
    const added = jest.spyOn(OpenStreams.prototype, 'add');
    const open = (): readonly number[] => added.mock.contexts.map(streams => (streams as OpenStreams).size);
    marbles(({ flush }) => {
      const { client } = smallClient({ everyJob: 'p-c' });
      client.watchBatch(['a', 'b']).subscribe();
      expect(Math.max(...open())).toBe(3);
      client.watch('c').subscribe().unsubscribe();
      flush();
    });
    expect(added).toHaveBeenCalledTimes(4);
    expect(Math.max(...open())).toBe(0);
    jest.restoreAllMocks();
  });

  it('stops everything', () => {
    marbles(({ flush, scheduler }) => {
      const { client } = smallClient({ everyJob: 'p' });
      client.watchBatch(['a', 'b']).subscribe({ error: () => undefined });
      client.translateBatch([{}, {}]).subscribe({ error: () => undefined });
      scheduler.schedule(() => client.close(), 3);
      flush();
      expect(scheduler.now()).toBe(3);
    });
  });
});

describe('options', () => {
  const transport = { create: () => of('a'), status: () => new Observable<never>() };
  const make = (options: object) => () => new TranslationClient({ transport, ...options });

  it.each([
    [{ polling: { multiplier: 0.5 } }, 'Cannot poll: `multiplier` must be at least 1 and finite, got 0.5'],
    [{ polling: { jitterFactor: 1.1 } }, 'Cannot poll: `jitterFactor` must be from 0 to 1, got 1.1'],
    [{ polling: { jitterFactor: -0.1 } }, 'Cannot poll: `jitterFactor` must be from 0 to 1, got -0.1'],
    [
      { polling: { initialIntervalMs: -1 } },
      'Cannot poll: `initialIntervalMs` must be more than 0 and finite, got -1',
    ],
    [
      { polling: { initialIntervalMs: NaN } },
      'Cannot poll: `initialIntervalMs` must be more than 0 and finite, got NaN',
    ],
    [
      { polling: { maxIntervalMs: Infinity } },
      'Cannot poll: `maxIntervalMs` must be more than 0 and finite, got Infinity',
    ],
    [
      { polling: { initialIntervalMs: 900, maxIntervalMs: 800 } },
      'Cannot poll: `maxIntervalMs` must be at least `initialIntervalMs` (900), got 800',
    ],
    [
      { polling: { timeoutMs: Infinity } },
      'Cannot poll: `timeoutMs` must be at least 0 and finite, got Infinity',
    ],
    [{ polling: { strategy: 5 } }, 'Cannot poll: `strategy` must be a function, got 5'],
    [{ polling: { intial: 5 } }, 'Cannot poll: there is no option `intial`; there are initialIntervalMs,'],
    [{ polling: 7 }, 'Cannot poll: the options must be an object, got 7'],
    [
      { retry: { maxAttempts: 0 } },
      'Cannot retry: `maxAttempts` must be a whole number of at least 1, got 0',
    ],
    [{ retry: { retries: 3 } }, 'Cannot retry: there is no option `retries`'],
    [
      { circuitBreaker: { failureThreshold: 0 } },
      '`failureThreshold` must be a whole number of at least 1, got 0',
    ],
    [
      { requestTimeoutMs: 0 },
      'Cannot make a client: `requestTimeoutMs` must be more than 0 and finite, got 0',
    ],
    [
      { minIntervalMs: '10' },
      'Cannot make a client: `minIntervalMs` must be at least 0 and finite, got "10"',
    ],
    [{ maxRequestsPerSecond: 0.5 }, '`maxRequestsPerSecond` must be a whole number of at least 1, got 0.5'],
    [
      { scheduler: {} },
      'Cannot make a client: `scheduler` must have `now()` and `schedule()`, got an object',
    ],
    [{ wake$: [] }, 'Cannot make a client: `wake$` must have `subscribe()`, got an array'],
    [{ transport: { status: () => of() } }, '`transport` must have `create()` and `status()`, got an object'],
    [{ circuitBreaker: null }, 'Cannot make a circuit breaker: the options must be an object, got null'],
    [{ circuitBreaker: 'mine' }, 'Cannot make a circuit breaker: the options must be an object, got "mine"'],
    [{ baseUrl: 'http://localhost' }, 'Cannot make a client: give either `baseUrl` or `transport`'],
    [{ transport: undefined }, 'Cannot make a client: give either `baseUrl` or `transport`'],
    [
      { polingg: {} },
      'Cannot make a client: there is no option `polingg`; there are wake$, paused$, baseUrl,',
    ],
  ])('refuse %j', (options, complaint) => {
    expect(make(options)).toThrow(complaint);
  });

  it.each([
    [{ baseUrl: 'ftp://example.com' }, 'http'],
    [{ baseUrl: 'example.com' }, 'Cannot'],
    [{ baseUrl: 'https://user:secret@example.com' }, 'must not hold a user name or password'],
    [{ baseUrl: 'http://example.com', headers: { 'x-api-key': 'secret' } }, 'https'],
  ])('refuse %j', (options, complaint) => {
    expect(() => new TranslationClient(options)).toThrow(complaint);
    expect(() => new TranslationClient(options)).not.toThrow('secret');
  });

  it('adjust the other interval bound if it is a default', () => {
    expect(make({ polling: { initialIntervalMs: 60_000 } })).not.toThrow();
    expect(make({ polling: { maxIntervalMs: 100 } })).not.toThrow();
  });

  it.each<[object, string]>([
    [{ timeoutMs: -1 }, 'Cannot watch: `timeoutMs` must be at least 0 and finite, got -1'],
    [{ emit: 'all' }, "Cannot watch: `emit` must be 'changes' or 'polls', got \"all\""],
    [{ timeout: 5 }, 'Cannot watch: there is no option `timeout`'],
  ])('of a watch are refused before anything is sent: %j', (options, complaint) => {
    const { client, transport: scripted } = smallClient({ jobs: { a: 'c' } });
    expect(() => client.watch('a', options as WatchOptions)).toThrow(complaint);
    expect(scripted.requests).toHaveLength(0);
  });

  it.each<[string, (client: TranslationClient) => unknown, string]>([
    ['polling', client => client.withPolling(null!), 'Cannot poll: the options must be an object, got null'],
    [
      'retries',
      client => client.withRetry(undefined!),
      'Cannot retry: the options must be an object, got undef',
    ],
    [
      'a breaker',
      client => client.withCircuitBreaker(null!),
      'Cannot make a circuit breaker: the options must be',
    ],
  ])('of a client with other %s must be an object', (_title, derive, complaint) => {
    expect(() => derive(smallClient({}).client)).toThrow(complaint);
  });

  it.each<[unknown, string]>([
    [null, 'the options must be an object, got null'],
    [{ signal: null }, '`signal` must have `addEventListener()`, got null'],
    [{ signal: 'now' }, '`signal` must have `addEventListener()`, got "now"'],
    // A controller instead of its signal.
    [{ signal: new AbortController() }, '`signal` must have `addEventListener()`'],
    [{ abortSignal: AbortSignal.abort() }, 'there is no option `abortSignal`'],
  ])('of an awaited call are refused before anything is sent: %j', async (options, complaint) => {
    const { client, transport } = smallClient({ jobs: { a: 'c' } });
    const given = options as object;
    for (const call of [
      client.createJob({}, given),
      client.createBatchJobs(2, given),
      client.getStatus('a', given),
      client.waitForCompletion('a', given),
      client.waitForBatchCompletion(['a'], given),
    ]) {
      await expect(call).rejects.toThrow(complaint);
    }
    expect(transport.requests).toHaveLength(0);
  });

  it('accept a signal without a reason, such as one of React Native', async () => {
    const { client } = smallClient({ jobs: { a: 'p' } });
    const signal = Object.assign(new EventTarget(), { aborted: false }) as unknown as AbortSignal;
    const status = client.waitForCompletion('a', { signal });
    signal.dispatchEvent(new Event('abort'));
    await expect(status).rejects.toThrow('The call was aborted');
  });

  it('accept a breaker shared by several clients', () => {
    const circuitBreaker = new CircuitBreaker();
    const [one, other] = [smallClient({}, { circuitBreaker }), smallClient({}, { circuitBreaker })];
    expect(one.client.circuitBreaker).toBe(circuitBreaker);
    expect(other.client.circuitBreaker).toBe(circuitBreaker);
  });
});
