import { expect, jest } from '@jest/globals';
import { map, NEVER, of, throwError, type Observable } from 'rxjs';
import {
  RateLimitError,
  RequestError,
  TranslationClient,
  type BatchSnapshot,
  type Transport,
} from 'heygen-rx';
import { marbles, scriptedTransport } from 'heygen-rx/testing';
import { OpenStreams } from '../../lib/stream/open-streams.js';
import { smallClient } from '../helpers/small-client.js';
import { afterVirtualTime } from './support/after-virtual-time.js';

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

  it('counts while the call starts: what it calls may abort it', async () => {
    const { client, transport } = smallClient({ everyJob: 'p' });
    const controller = new AbortController();
    client.on('BATCH_OPERATION', () => controller.abort(new Error('enough')));
    const waiting = client.waitForBatchCompletion(['a'], { signal: controller.signal });
    await expect(waiting).rejects.toThrow('enough');
    expect(transport.requests).toHaveLength(0);
  });

  it('ends all calls that still wait with its signal, after one of them has ended', async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const transport: Transport = {
      create: () => NEVER,
      status: jobId => (jobId === 'a' ? of({ jobId, status: 'completed' }) : NEVER),
    };
    const client = new TranslationClient({ transport, retry: { maxAttempts: 1 } });
    const [a, ...others] = ['a', 'b', 'c'].map(jobId => client.getStatus(jobId, { signal }));
    await expect(a).resolves.toBe('completed');
    controller.abort(new Error('enough'));
    for (const other of others) await expect(other).rejects.toThrow('enough');
  });

  it('removes its listener from the signal once the call has ended', async () => {
    const { signal } = new AbortController();
    const add = jest.spyOn(signal, 'addEventListener');
    const remove = jest.spyOn(signal, 'removeEventListener');
    await afterVirtualTime(({ client }) => client.getStatus('a', { signal }), { jobs: { a: 'c' } });
    expect(add).toHaveBeenCalledTimes(1);
    expect(remove).toHaveBeenCalledTimes(1);
  });

  it('while creates wait for the service rejects with its reason: nothing was sent', async () => {
    const controller = new AbortController();
    const slowDown = new RateLimitError('slow down', { retryAfterMs: 50 });
    let created: Promise<unknown> | undefined;
    marbles(({ flush, scheduler }) => {
      const { client, transport } = smallClient({ creates: 'X', values: { X: slowDown } });
      client.createJob().catch(() => undefined);
      scheduler.schedule(() => {
        created = client.createBatchJobs(2, { signal: controller.signal }).catch((error: unknown) => error);
      }, 3);
      scheduler.schedule(() => {
        controller.abort('enough');
        client.close();
      }, 9);
      flush();
      expect(transport.requests).toHaveLength(1);
    });
    expect(await created).toBe('enough');
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

  it('reports which creates of a batch were refused, even if no job can exist', () => {
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

  it('on JOB_COMPLETED lets the watch of that job emit its last snapshot, and complete', () => {
    marbles(({ expectObservable }) => {
      const { client } = smallClient({ everyJob: 'p-c' });
      client.on('JOB_COMPLETED', () => client.close());
      expectObservable(client.watch('job-1').pipe(map(({ status }) => status.charAt(0)))).toBe('-p----(c|)');
    });
  });

  describe('on JOB_COMPLETED of a batch', () => {
    /** How a batch of a client goes that is closed as soon as this job has completed. */
    function closedAfter(
      jobId: string,
      batchOf: (client: TranslationClient) => Observable<BatchSnapshot>,
    ): readonly unknown[] {
      const seen: unknown[] = [];
      marbles(({ flush }) => {
        const { client } = smallClient({ jobs: { 'job-1': 'c', 'job-2': 'p---------c' } });
        client.on('JOB_COMPLETED', event => event.jobId === jobId && client.close());
        batchOf(client).subscribe({
          next: ({ counts }) => seen.push(counts.completed),
          error: (error: unknown) => seen.push(error),
          complete: () => seen.push('complete'),
        });
        flush();
      });
      return seen;
    }
    const batches: readonly [string, (client: TranslationClient) => Observable<BatchSnapshot>][] = [
      ['watchBatch', client => client.watchBatch(['job-1', 'job-2'])],
      ['translateBatch', client => client.translateBatch([{}, {}])],
    ];

    it.each(batches)(
      'lets %s emit its last snapshot, and complete, if no other job is open',
      (_title, batchOf) => {
        expect(closedAfter('job-2', batchOf).slice(-2)).toEqual([2, 'complete']);
      },
    );

    it.each(batches)('ends %s with all ids, if another job is open', (_title, batchOf) => {
      const created = ['job-1', 'job-2'];
      expect(closedAfter('job-1', batchOf).at(-1)).toMatchObject({ created });
    });

    it('lets translateBatch end as usual, if another create was refused', () => {
      const seen: unknown[] = [];
      marbles(({ flush }) => {
        const script = scriptedTransport({ everyJob: 'c', latencyMs: 1 });
        const create: Transport['create'] = ({ video }) =>
          video === 'bad' ? throwError(() => new RequestError('no')) : of('a');
        const { client } = smallClient(Object.assign(script, { create }));
        client.on('JOB_COMPLETED', () => client.close());
        client.translateBatch([{ video: 'bad' }, {}]).subscribe({
          next: ({ counts }) => seen.push(counts.completed),
          error: (error: unknown) => seen.push(error),
          complete: () => seen.push('complete'),
        });
        flush();
      });
      const message = expect.stringContaining('1 of 2 requests could not be created') as unknown;
      expect(seen.slice(-2)).toEqual([1, expect.objectContaining({ message, created: ['a'] })]);
    });
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
    const add = Reflect.get<typeof OpenStreams.prototype, 'add'>(OpenStreams.prototype, 'add');
    let open = 0;
    const added = jest.spyOn(OpenStreams.prototype, 'add').mockImplementation(function (
      this: OpenStreams,
      end,
    ) {
      const remove = add.call(this, end);
      open++;
      return () => {
        open--;
        remove();
      };
    });
    marbles(({ flush }) => {
      const { client } = smallClient({ everyJob: 'p-c' });
      client.watchBatch(['a', 'b']).subscribe();
      expect(open).toBe(3);
      client.watch('c').subscribe().unsubscribe();
      flush();
    });
    expect(added).toHaveBeenCalledTimes(4);
    expect(open).toBe(0);
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
