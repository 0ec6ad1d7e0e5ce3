import { expect } from '@jest/globals';
import { mergeMap, NEVER, throwError, timer } from 'rxjs';
import {
  ProtocolError,
  RequestError,
  ServerError,
  TranslationClient,
  TranslationError,
  type BatchSnapshot,
  type Transport,
} from 'heygen-rx';
import { marbles, scriptedTransport, type ScriptedTransport } from 'heygen-rx/testing';
import { SMALL, smallClient } from '../../helpers/small-client.js';
import { ids, sent } from './support.js';

describe('polls whose bulk request fails', () => {
  it('are retried together, and each has used one attempt', () => {
    marbles(({ flush }) => {
      let chance = 0;
      const random = (): number => (chance = (chance + 0.4) % 1);
      const { client, transport } = smallClient(
        { jobs: { a: 'S 99ms c', b: 'p 99ms c', c: 'p 99ms c' }, bulk: true },
        { random, retry: { initialDelayMs: 200, maxDelayMs: 200, jitterFactor: 1 } },
      );
      client.watchBatch(['a', 'b', 'c']).subscribe();
      flush();
      const [first, ...later] = transport.requests;
      expect(first).toMatchObject({ jobIds: ['a', 'b', 'c'], outcome: 'failed' });
      // The first of the three to come due includes the others.
      expect(later).toMatchObject([{ jobIds: expect.arrayContaining(['a', 'b', 'c']), outcome: 'answered' }]);
    });
  });

  it('are sent again in halves, in the order in which they came due', () => {
    marbles(({ flush }) => {
      const { client, transport } = smallClient({
        everyJob: 'X 29ms c',
        bulk: true,
        values: { X: new RequestError('too large', { status: 413 }) },
      });
      client.watchBatch(ids(6)).subscribe();
      flush();
      expect(sent(transport)).toEqual([
        '25: statuses 6 jobs',
        '51: statuses job-1 job-2 job-3',
        '51: statuses job-4 job-5 job-6',
      ]);
    });
  });

  it('wait for the end of a pause that has begun meanwhile', () => {
    marbles(({ hot, flush }) => {
      const refused = {
        statuses: () => timer(10).pipe(mergeMap(() => throwError(() => new RequestError('bad id')))),
      };
      const transport = Object.assign(
        scriptedTransport({ everyJob: 'c', bulk: true, latencyMs: 1 }),
        refused,
      );
      const { client } = smallClient(transport, { paused$: hot('30ms t 199ms f', { t: true, f: false }) });
      client.watchBatch(ids(8)).subscribe();
      flush();
      // Sent at 25 in one request, which is refused at 35. Four by four they would be refused, too.
      const at = transport.requests.map(request => request.at);
      expect(at).toHaveLength(8);
      expect(Math.min(...at)).toBeGreaterThanOrEqual(230);
    });
  });

  it('are single for ten minutes once the service has said twice that it has no bulk call, and lose no attempt', () => {
    marbles(({ flush }) => {
      const transport = scriptedTransport({ everyJob: 'p 99ms c', latencyMs: 1, bulk: true });
      const noBulk: ScriptedTransport = {
        ...transport,
        statuses: jobIds =>
          transport.statuses!(jobIds).pipe(
            mergeMap(() =>
              throwError(() => new RequestError('no such call', { status: 404, code: 'no_bulk_call' })),
            ),
          ),
      };
      const client = new TranslationClient({
        ...SMALL,
        polling: { ...SMALL.polling, strategy: () => 200 },
        retry: { maxAttempts: 1 },
        transport: noBulk,
      });
      client.watchBatch(['a', 'b']).subscribe();
      client.watch('c', { strategy: () => 300 }).subscribe();
      flush();
      expect(sent(transport)).toEqual([
        '25: statuses a b c',
        ...['26: status a', '26: status b', '26: status c'],
        '252: statuses a b c',
        ...['253: status a', '253: status b', '253: status c'],
      ]);
    });
  });
});

describe('a custom transport that fails at one job of a bulk response', () => {
  it.each<[string, Error]>([
    ['with a mistake in its code', new TypeError("Cannot read properties of undefined (reading 'state')")],
    [
      'as another HTTP library does',
      Object.assign(new Error('status code 500'), { code: 'ERR_BAD_RESPONSE' }),
    ],
    ['with an error of no kind', new TranslationError('row 3 makes no sense')],
  ])('%s: the other jobs are watched to their end', (_title, thrown) => {
    marbles(({ flush }) => {
      const transport = scriptedTransport({ everyJob: 'p 99ms c', latencyMs: 1, bulk: true });
      const failing = timer(1).pipe(mergeMap(() => throwError(() => thrown)));
      const { client } = smallClient({
        ...transport,
        status: jobId => (jobId === 'job-3' ? failing : transport.status(jobId)),
        statuses: jobIds => (jobIds.includes('job-3') ? failing : transport.statuses!(jobIds)),
      });
      let batch: BatchSnapshot | undefined;
      client.watchBatch(ids(20)).subscribe(next => (batch = next));
      flush();
      expect(batch!.counts).toMatchObject({ completed: 19, lost: 1 });
      expect(batch!.errorOf('job-3')).toMatchObject({ jobId: 'job-3' });
    });
  });
});

describe('a bulk request with a nonsensical response', () => {
  /** A service that answers nonsense to any request that names one of these jobs. */
  const poisonedBy = (bad: readonly string[]): ScriptedTransport => {
    const transport = scriptedTransport({ everyJob: 'p 99ms c', latencyMs: 1, bulk: true });
    const nonsense = () => timer(1).pipe(mergeMap(() => throwError(() => new ProtocolError('a page'))));
    return {
      ...transport,
      status: jobId => (bad.includes(jobId) ? nonsense() : transport.status(jobId)),
      statuses: jobIds =>
        jobIds.some(jobId => bad.includes(jobId)) ? nonsense() : transport.statuses!(jobIds),
    };
  };

  it.each([
    ['one', ['job-8']],
    ['two, far apart', ['job-3', 'job-18']],
    ['one in each quarter', ['job-1', 'job-6', 'job-11', 'job-16']],
  ])('ends only the watches of the jobs that cause it: %s', (_title, bad) => {
    marbles(({ flush }) => {
      const transport = poisonedBy(bad);
      const client = new TranslationClient({
        ...SMALL,
        transport,
        polling: { ...SMALL.polling, timeoutMs: 10_000 },
        circuitBreaker: { failureThreshold: 1000 },
      });
      const batches: BatchSnapshot[] = [];
      client.watchBatch(ids(20)).subscribe(batch => batches.push(batch));
      flush();
      const last = batches.at(-1)!;
      expect(last.counts).toMatchObject({ completed: 20 - bad.length, lost: bad.length });
      for (const jobId of bad) expect(last.errorOf(jobId)).toMatchObject({ name: 'ProtocolError', jobId });
    });
  });

  it('hides no other job if the service hangs on it', () => {
    marbles(({ flush }) => {
      const transport = scriptedTransport({ everyJob: 'p 99ms c', latencyMs: 1, bulk: true });
      const hanging: Transport = {
        ...transport,
        status: jobId => (jobId === 'job-8' ? NEVER : transport.status(jobId)),
        statuses: jobIds => (jobIds.includes('job-8') ? NEVER : transport.statuses!(jobIds)),
      };
      const client = new TranslationClient({
        ...SMALL,
        transport: hanging,
        requestTimeoutMs: 50,
        polling: { ...SMALL.polling, timeoutMs: 10_000 },
        circuitBreaker: { failureThreshold: 1000 },
      });
      const batches: BatchSnapshot[] = [];
      client.watchBatch(ids(20)).subscribe(batch => batches.push(batch));
      flush();
      const last = batches.at(-1)!;
      expect(last.counts).toMatchObject({ completed: 19, lost: 1 });
      expect(last.errorOf('job-8')).toMatchObject({ name: 'TimeoutError', jobId: 'job-8' });
    });
  });
});

describe('a bulk call that never works, of a service that responds to single requests', () => {
  it.each([
    ['nonsense', new ProtocolError('a page')],
    ['500', new ServerError('oops', { status: 500 })],
  ])('is given up for them: %s', (_title, error) => {
    marbles(({ flush }) => {
      const transport = scriptedTransport({ everyJob: 'p 9s c', latencyMs: 1, bulk: true });
      const broken: ScriptedTransport = {
        ...transport,
        statuses: jobIds => transport.statuses!(jobIds).pipe(mergeMap(() => throwError(() => error))),
      };
      const client = new TranslationClient({
        ...SMALL,
        transport: broken,
        polling: { ...SMALL.polling, strategy: () => 1000, timeoutMs: 60_000 },
        circuitBreaker: {},
      });
      const batches: BatchSnapshot[] = [];
      client.watchBatch(ids(40)).subscribe(batch => batches.push(batch));
      flush();
      expect(batches.at(-1)!.counts).toMatchObject({ completed: 40 });
      const bulk = transport.requests.filter(({ kind }) => kind === 'statuses');
      expect(bulk.length).toBeLessThan(12);
      expect(bulk.every(({ at }) => at < 2000)).toBe(true);
    });
  });

  it('is given up for them even if all its requests together open the circuit first', () => {
    marbles(({ flush }) => {
      const transport = scriptedTransport({ everyJob: 'p 9s c', latencyMs: 1, bulk: true });
      const error = new ServerError('oops', { status: 500 });
      const client = new TranslationClient({
        ...SMALL,
        transport: {
          ...transport,
          statuses: jobIds => transport.statuses!(jobIds).pipe(mergeMap(() => throwError(() => error))),
        },
        polling: { ...SMALL.polling, strategy: () => 1000, timeoutMs: 300_000 },
        circuitBreaker: { failureThreshold: 5, resetTimeoutMs: 60_000 },
      });
      const batches: BatchSnapshot[] = [];
      client.watchBatch(ids(700)).subscribe(batch => batches.push(batch));
      flush();
      expect(batches.at(-1)!.counts).toMatchObject({ completed: 700 });
    });
  });
});
