import { expect } from '@jest/globals';
import { catchError, concat, EMPTY, map, NEVER, of, take, throwError, type Observable } from 'rxjs';
import {
  EventType,
  NetworkError,
  RateLimitError,
  RequestError,
  TranslationClient,
  isRetryableError,
  type ClientEvent,
  type Transport,
  type TransportClientOptions,
} from 'heygen-rx';
import { marbles, type ScriptedTransportOptions } from 'heygen-rx/testing';
import { SMALL } from '../../helpers/small-client.js';
import { CLIENTS, onlyInProcess, type TestedClient } from '../../helpers/clients.js';

/** Creates one job; a failed try is repeated after 2, 4, 4 ... ms, three tries in all, and every answer takes 1 ms. */
function creatingWith(
  smallClient: TestedClient['make'],
  script: ScriptedTransportOptions,
  emits: string,
  error?: unknown,
  options: Omit<TransportClientOptions, 'transport'> = {},
) {
  let jobs = 0;
  let keys = 0;
  marbles(({ expectObservable, flush }) => {
    const { client, transport } = smallClient({ everyJob: 'p', latencyMs: 1, ...script }, options);
    const id$: Observable<string> = client.translate().pipe(
      take(1),
      map(({ jobId }) => jobId.slice(-1)),
    );
    expectObservable(id$).toBe(emits, undefined, error);
    flush();
    const creates = transport.requests.filter(({ kind }) => kind === 'create');
    jobs = new Set(creates.flatMap(({ jobIds }) => jobIds)).size;
    keys = new Set(creates.map(({ key }) => key)).size;
  });
  return { jobs, keys };
}

const named = (name: string, fields: object = {}): unknown => expect.objectContaining({ name, ...fields });

describe('a create whose connections are refused until its deadline', () => {
  /** What it ends with, and when its next attempts are to be. */
  function refused(): { readonly errors: readonly unknown[]; readonly nextAt: readonly number[] } {
    const nobody = new NetworkError('nobody there', { code: 'ECONNREFUSED' });
    const transport: Transport = { create: () => throwError(() => nobody), status: () => NEVER };
    const errors: unknown[] = [];
    const nextAt: number[] = [];
    marbles(({ flush }) => {
      const client = new TranslationClient({
        ...SMALL,
        transport,
        circuitBreaker: { failureThreshold: 1000 },
      });
      client.on('RETRY_ATTEMPTED', ({ at, delayMs }) => nextAt.push(at + delayMs));
      client.translate({}, { timeoutMs: 5 }).subscribe({ error: (error: unknown) => errors.push(error) });
      flush();
    });
    return { errors, nextAt };
  }

  it('reports its last attempt', () => {
    expect(refused().errors).toMatchObject([{ name: 'TimeoutError', cause: { code: 'ECONNREFUSED' } }]);
  });

  it('sends no attempt at the deadline: it would be aborted at once, but could create a job', () => {
    expect(refused().nextAt).toEqual([2, 6]);
  });
});

it('an abort between two attempts names an id that the first one gave', async () => {
  const controller = new AbortController();
  const create = (): Observable<string> =>
    concat(
      of('job-1'),
      throwError(() => new RateLimitError('slow down')),
    );
  const transport: Transport = { create, status: () => NEVER };
  let created: Promise<string> | undefined;
  marbles(({ flush, scheduler }) => {
    const client = new TranslationClient({ ...SMALL, transport });
    created = client.createJob({}, { signal: controller.signal });
    scheduler.schedule(() => controller.abort(), 1);
    flush();
  });
  await expect(created).rejects.toMatchObject({ name: 'UnknownOutcomeError', created: ['job-1'] });
});

it('an invalid id does not count as an existing job', () => {
  const answer$ = concat(
    of<unknown>(5) as Observable<string>,
    throwError(() => new NetworkError('reset')),
  );
  const transport: Transport = { create: () => answer$, status: () => NEVER };
  const errors: unknown[] = [];
  marbles(({ flush }) => {
    const client = new TranslationClient({ ...SMALL, transport });
    client.translate().subscribe({ error: (error: unknown) => errors.push(error) });
    flush();
  });
  expect(errors).toMatchObject([{ name: 'UnknownOutcomeError' }]);
  expect(errors[0]).not.toHaveProperty('created');
});

it('an awaited create is limited to its attempts, even if the service asks to wait before each', async () => {
  const refused = new RateLimitError('slow down', { retryAfterMs: 7 });
  let creates = 0;
  const create = (): Observable<string> => throwError(() => (++creates, refused));
  let created: Promise<string> | undefined;
  marbles(({ flush }) => {
    created = new TranslationClient({ ...SMALL, transport: { create, status: () => NEVER } }).createJob();
    flush();
  });
  await expect(created).rejects.toMatchObject({ name: 'RateLimitError' });
  expect(creates).toBe(3);
});

describe.each(CLIENTS)('a create, $name', tested => {
  const smallClient = tested.make;
  const creating = creatingWith.bind(undefined, smallClient);

  it.each([
    ['succeeds', '.', '-(1|)'],
    ['is retried after a network error', 'N.', '----(1|)'],
    ['is retried after server errors', 'SS.', '---------(1|)'],
    ['whose response was lost gets its job on the next attempt', 'L.', '----(1|)'],
    [
      'whose response was lost waits for as long as the first attempt is in progress',
      'LPPPP.',
      '------------------------(1|)',
    ],
  ])('%s: one job, one key', (_name, creates, emits) => {
    expect(creating({ creates }, emits)).toEqual({ jobs: 1, keys: 1 });
  });

  it('waits for as long as the service asks', () => {
    expect(
      creating(
        { creates: 'RRRRR.', values: { R: { retryAfterMs: 7 } } },
        '-----------------------------------------(1|)',
      ),
    ).toEqual({ jobs: 1, keys: 1 });
  });

  it('that is refused errors with its key', () => {
    const error = named('AuthenticationError', { idempotencyKey: expect.stringMatching(/^[0-9a-f]{32}$/) });
    expect(creating({ creates: 'A' }, '-#', error)).toEqual({ jobs: 0, keys: 1 });
  });

  it('without any response errors with an unknown outcome and the key to retry with', () => {
    const error = named('UnknownOutcomeError', {
      idempotencyKey: expect.stringMatching(/^[0-9a-f]{32}$/),
      cause: named('NetworkError'),
      message: expect.stringContaining('may or may not have been created'),
    });
    expect(creating({ creates: 'LNN' }, '---------#', error)).toEqual({ jobs: 1, keys: 1 });
  });

  onlyInProcess(tested, 'it continues, and a later subscriber gets the job')(
    'that was aborted may have created a job, even if no later attempt reaches the service',
    () => {
      marbles(({ expectObservable }) => {
        const refused = new NetworkError('refused', { code: 'ECONNREFUSED' });
        const { client } = smallClient({
          everyJob: 'p',
          latencyMs: 3,
          creates: '.XXX',
          values: { X: refused },
        });
        const job$ = client.translate();
        expectObservable(job$, '^-!').toBe('');
        expectObservable(job$, '---^').toBe(
          '18ms #',
          undefined,
          named('UnknownOutcomeError', { cause: named('NetworkError') }),
        );
        const other$ = smallClient({
          creates: 'XXX',
          latencyMs: 3,
          values: { X: refused },
        }).client.translate();
        expectObservable(other$).toBe('15ms #', undefined, named('NetworkError', { code: 'ECONNREFUSED' }));
      });
    },
  );

  it('that was only ever refused created no job', () => {
    expect(creating({ creates: 'RRR' }, '---------#', named('RateLimitError'))).toEqual({ jobs: 0, keys: 1 });
  });

  it('waits for an open circuit', () => {
    const options = { circuitBreaker: { failureThreshold: 2, resetTimeoutMs: 20 } };
    // Opens at 4; the probe at 24 goes well.
    expect(creating({ creates: 'NN.' }, '-------------------------(1|)', undefined, options)).toEqual({
      jobs: 1,
      keys: 1,
    });
  });

  it('ends at the deadline of the stream', () => {
    const circuitBreaker = { failureThreshold: 99 };
    const options = { polling: { timeoutMs: 30 }, retry: { maxAttempts: 99 }, circuitBreaker };
    expect(
      creating({ creates: 'N'.repeat(99) }, '30ms #', named('UnknownOutcomeError'), options),
    ).toMatchObject({ keys: 1 });
    expect(creating({ creates: 'R'.repeat(99) }, '30ms #', named('TimeoutError'), options)).toMatchObject({
      jobs: 0,
    });
  });

  it('is not sent again for a subscriber that unsubscribes when it gets the id, and subscribes again', () => {
    marbles(({ flush }) => {
      const { client, transport } = smallClient({ everyJob: 'p 99ms c', creates: '.N', latencyMs: 1 });
      const job$ = client.translate();
      const ids: string[] = [];
      const first = job$.subscribe(() => {
        first.unsubscribe();
        job$.subscribe(job => ids.push(job.jobId));
      });
      flush();
      expect(transport.requests.filter(({ kind }) => kind === 'create')).toHaveLength(1);
      expect(new Set(ids).size).toBe(1);
    });
  });

  it('uses the given key', () => {
    marbles(({ flush }) => {
      const { client, transport } = smallClient({ everyJob: 'p' });
      client.translate({}, { idempotencyKey: 'order-7' }).pipe(take(1)).subscribe();
      flush();
      expect(transport.requests[0]).toMatchObject({ kind: 'create', key: 'order-7' });
    });
  });

  it.each(['', 'a b', 'ü', 'x'.repeat(241)])('refuses the key %j', key => {
    const { client } = smallClient({ everyJob: 'p' });
    expect(() => client.translate({}, { idempotencyKey: key })).toThrow(
      '`idempotencyKey` must be 1 to 240 characters',
    );
  });

  onlyInProcess(tested, 'the worker emits the retry')('emits events for the retry and for the job', () => {
    marbles(({ flush }) => {
      const { client } = smallClient({ everyJob: 'p', creates: 'N.' });
      const events: ClientEvent[] = [];
      client.event$.subscribe(event => events.push(event));
      client.translate().pipe(take(1)).subscribe();
      flush();
      expect(events).toEqual([
        { type: EventType.RETRY_ATTEMPTED, at: 1, attempt: 1, delayMs: 2, error: named('NetworkError') },
        { type: EventType.JOB_CREATED, at: 4, jobId: 'job-1' },
      ]);
    });
  });

  onlyInProcess(tested, 'the worker emits the failure')('emits an event for its failure', () => {
    marbles(({ flush }) => {
      const { client } = smallClient({ creates: 'A', latencyMs: 1 });
      const events: ClientEvent[] = [];
      client.event$.subscribe(event => events.push(event));
      client.translate({}, { idempotencyKey: 'order-7' }).subscribe({ error: () => undefined });
      flush();
      const error = named('AuthenticationError', { idempotencyKey: 'order-7' });
      expect(events).toEqual([{ type: EventType.ERROR_OCCURRED, at: 1, error }]);
    });
  });

  onlyInProcess(tested, 'the create is stored, and ends with the first claim')(
    'that may take no time is not sent',
    () => {
      marbles(({ expectObservable, flush }) => {
        const { client, transport } = smallClient({ everyJob: 'p', latencyMs: 1 });
        const job$ = client.translate({}, { timeoutMs: 0 });
        expectObservable(job$).toBe('#', undefined, named('TimeoutError'));
        flush();
        expect(transport.requests).toEqual([]);
      });
    },
  );
});

describe('a create whose transport throws', () => {
  /** Fails as given, one after the other; undefined: throws. */
  const transportOf = (failures: (Error | undefined)[]): Transport => ({
    create: () => {
      const failure = failures.shift();
      if (failure === undefined) throw new TypeError('no video');
      return throwError(() => failure);
    },
    status: () => EMPTY,
  });

  it.each<[string, (Error | undefined)[], object]>([
    ['at once: its request is refused', [undefined], { name: 'TypeError', message: 'no video' }],
    [
      'after the service was too busy: there is no job',
      [new RateLimitError('busy'), undefined],
      { name: 'NetworkError', idempotencyKey: 'order-7' },
    ],
    [
      'after a lost response',
      [new NetworkError('reset'), undefined],
      { name: 'UnknownOutcomeError', idempotencyKey: 'order-7' },
    ],
    [
      'after a refusal',
      [new RequestError('no', { status: 404 }), undefined],
      { name: 'NetworkError', idempotencyKey: 'order-7' },
    ],
  ])('%s', (_title, failures, expected) => {
    marbles(({ expectObservable }) => {
      const client = new TranslationClient({ ...SMALL, transport: transportOf(failures) });
      const job$ = client.translate({}, { idempotencyKey: 'order-7' });
      const twice$ = job$.pipe(catchError(() => job$));
      expectObservable(failures[0] instanceof RequestError ? twice$ : job$).toBe(
        isRetryableError(failures[0]) ? '--#' : '#',
        undefined,
        expect.objectContaining(expected),
      );
    });
  });
});

it('a create that is refused names no job', async () => {
  const create = (): Observable<string> => throwError(() => new RequestError('no', { status: 403 }));
  let created: Promise<unknown> | undefined;
  marbles(({ flush }) => {
    const client = new TranslationClient({ ...SMALL, transport: { create, status: () => NEVER } });
    created = client.createBatchJobs([{}]);
    flush();
  });
  await expect(created).rejects.toMatchObject({ name: 'BatchError', created: [] });
});

describe('a create of two jobs, of which one exists', () => {
  const requests = [{ outputLanguages: ['German', 'French'] }];
  const creatingOneThen = (rest$: Observable<string>) =>
    new TranslationClient({
      ...SMALL,
      transport: { create: () => concat(of('job-1'), rest$), status: () => EMPTY },
    });

  it.each<[string, Observable<string>, object]>([
    [
      'the second is refused',
      throwError(() => new RequestError('no', { status: 403 })),
      { name: 'RequestError' },
    ],
    ['the second fails', throwError(() => new Error('reset')), { name: 'UnknownOutcomeError' }],
    ['the second never gets a response', NEVER, { name: 'UnknownOutcomeError' }],
  ])('names it in the error when %s', async (_title, rest$, expected) => {
    let created: Promise<unknown> = Promise.resolve();
    marbles(({ flush }) => {
      created = creatingOneThen(rest$).createBatchJobs(requests);
      flush();
    });
    await expect(created).rejects.toMatchObject({
      created: ['job-1'],
      errors: [{ ...expected, created: ['job-1'] }],
    });
  });

  it('names it in the error of an abort', async () => {
    const created = creatingOneThen(NEVER).createBatchJobs(requests, { signal: AbortSignal.timeout(5) });
    await expect(created).rejects.toMatchObject({
      created: ['job-1'],
      errors: [{ name: 'UnknownOutcomeError', created: ['job-1'] }],
    });
  });

  it('names every job if there are more than were asked for', async () => {
    let created: Promise<unknown> = Promise.resolve();
    marbles(({ flush }) => {
      created = creatingOneThen(of('job-2')).createBatchJobs([{ outputLanguage: 'French' }]);
      flush();
    });
    await expect(created).rejects.toMatchObject({ created: ['job-1', 'job-2'] });
  });

  it('over HTTP, names it in the error of an abort', async () => {
    const controller = new AbortController();
    let posts = 0;
    const fetch = (): Promise<Response> | Response => {
      if (++posts === 1) return Response.json({ job_id: 'job-1' });
      setTimeout(() => controller.abort());
      return new Promise<Response>(() => undefined);
    };
    const client = new TranslationClient({ ...SMALL, baseUrl: 'http://localhost', fetch });
    const created = client.createBatchJobs(requests, { signal: controller.signal });
    await expect(created).rejects.toMatchObject({ created: ['job-1'] });
  });
});
