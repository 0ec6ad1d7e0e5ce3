import { expect } from '@jest/globals';
import fc from 'fast-check';
import { map, mergeMap, NEVER, of, throwError, timer } from 'rxjs';
import {
  ProtocolError,
  RateLimitError,
  RequestError,
  TranslationClient,
  type BatchSnapshot,
  type Transport,
} from 'heygen-rx';
import { marbles, scriptedTransport, type ScriptedTransport } from 'heygen-rx/testing';
import { SMALL, smallClient } from '../../helpers/small-client.js';

/** Each request as `at: jobs`, or `at: first..last (count)` where there are many. */
function sent({ requests }: ScriptedTransport): string[] {
  return requests.map(({ kind, at, jobIds }) => {
    const jobs = jobIds.length > 3 ? `${jobIds.length} jobs` : jobIds.join(' ');
    return `${at}: ${kind} ${jobs}`;
  });
}

const ids = (count: number): string[] => Array.from({ length: count }, (_, i) => `job-${i + 1}`);

describe('polls of a service with a bulk call', () => {
  it('share one request when due within a short window', () => {
    marbles(({ flush }) => {
      const { client, transport } = smallClient({ everyJob: 'p-c', bulk: true });
      client.watch('a').subscribe();
      timer(20).subscribe(() => client.watch('b').subscribe());
      flush();
      expect(sent(transport)).toEqual(['25: statuses a b']);
    });
  });

  it('use a single request for a lone poll', () => {
    marbles(({ flush }) => {
      const { client, transport } = smallClient({ everyJob: 'c', bulk: true });
      client.watch('a').subscribe();
      flush();
      expect(sent(transport)).toEqual(['25: status a']);
    });
  });

  it('take no job along before the time that the service asked for', () => {
    marbles(({ flush, scheduler }) => {
      const told: string[] = [];
      const reportOf = (jobId: string) => ({
        jobId,
        status: 'running',
        ...(jobId === 'b' && { retryAfterMs: 300 }),
      });
      const transport: Transport = {
        create: () => NEVER,
        status: jobId => (told.push(`${scheduler.now()}: ${jobId}`), of(reportOf(jobId))),
        statuses: jobIds => (told.push(`${scheduler.now()}: ${jobIds.join(' ')}`), of(jobIds.map(reportOf))),
      };
      const client = new TranslationClient({ ...SMALL, transport });
      const options = { strategy: () => 100, timeoutMs: 400 };
      for (const jobId of ['a', 'b']) client.watch(jobId, options).subscribe({ error: () => undefined });
      flush();
      expect(told).toEqual(['25: a b', '150: a', '275: a', '350: b a', '425: a']);
    });
  });

  it('fill up the request with the jobs due next, whose intervals then start again', () => {
    marbles(({ flush }) => {
      const { client, transport } = smallClient(
        { everyJob: 'p 399ms c', bulk: true },
        { polling: { timeoutMs: 1000 } },
      );
      client.watch('a', { strategy: () => 200 }).subscribe();
      client.watch('b', { strategy: () => 150 }).subscribe();
      client.watch('c', { strategy: () => 5000 }).subscribe();
      flush();
      // Each of b's polls includes a and c: their own never come due.
      expect(sent(transport)).toEqual([
        '25: statuses a b c',
        '201: statuses b a c',
        '377: statuses b a c',
        '553: statuses b a c',
      ]);
    });
  });

  it('need one request per hundred jobs', () => {
    marbles(({ flush }) => {
      const { client, transport } = smallClient({ everyJob: 'p 99ms c', bulk: true });
      client.watchBatch(ids(1000)).subscribe();
      flush();
      expect(transport.requests.every(({ jobIds }) => jobIds.length === 100)).toBe(true);
      expect(transport.requests.length).toBe(10 * (transport.requests.length / 10));
      expect(transport.polls('job-7').length).toBe(transport.requests.length / 10);
    });
  });

  it('skip paused watches, however many there are', () => {
    marbles(({ hot, flush }) => {
      const paused$ = hot('30ms t 99ms f', { t: true, f: false });
      const { client, transport } = smallClient({ everyJob: 'p 399ms c', bulk: true });
      for (const id of ids(120)) client.watch(id, { strategy: () => 50, paused$ }).subscribe();
      client.watch('on', { strategy: () => 60 }).subscribe();
      flush();
      const meanwhile = transport.requests.filter(({ at }) => at > 30 && at < 130);
      expect(meanwhile.map(({ at, jobIds }) => `${at}: ${jobIds.join(' ')}`)).toEqual(['111: on']);
      // They resume spread over a second, but free places go to those due next.
      const back = transport.requests.filter(({ at }) => at > 130 && at < 1200);
      expect(back[0]!.jobIds.length).toBe(100);
      expect(back.flatMap(({ jobIds }) => jobIds)).toContain('job-120');
    });
  });

  it('wait for the end of a pause when their request is refused meanwhile', () => {
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

  it('skip a watch that started paused', () => {
    marbles(({ hot, flush }) => {
      const { client, transport } = smallClient({ everyJob: 'p 99ms c', bulk: true });
      client.watch('off', { paused$: hot('t 199ms f', { t: true, f: false }) }).subscribe();
      client.watch('on').subscribe();
      flush();
      expect(transport.requests.filter(({ at }) => at < 200).flatMap(({ jobIds }) => jobIds)).not.toContain(
        'off',
      );
      expect(transport.requests.at(-1)).toMatchObject({ jobIds: ['off'] });
    });
  });

  it('name a job once, however many watches want it', () => {
    marbles(({ flush }) => {
      const { client, transport } = smallClient({ everyJob: 'p 99ms c', bulk: true });
      for (const id of ['a', 'b', 'a']) client.watch(id, { emit: 'polls' }).subscribe();
      flush();
      expect(transport.requests.length).toBeGreaterThan(2);
      for (const { jobIds } of transport.requests) expect(jobIds).toEqual([...new Set(jobIds)]);
    });
  });

  it('cost every job of a failed request one attempt, and retry spread out', () => {
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

  it('of a request that was halved are sent in the order in which they came due', () => {
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

  it('are all answered, even if a request is cancelled while it is put at the gate', () => {
    marbles(({ flush }) => {
      const script = scriptedTransport({
        everyJob: 'R 49ms p 99ms c',
        bulk: true,
        latencyMs: 1,
        values: { R: new RateLimitError('slow down', { retryAfterMs: 40 }) },
      });
      const { client } = smallClient(Object.assign(script, { bulkLimit: 3 }));
      let last: BatchSnapshot | undefined;
      client.watchBatch(ids(7), { strategy: () => 50 }).subscribe(batch => (last = batch));
      client.watch('job-7').subscribe();
      flush();
      expect(last?.counts.completed).toBe(7);
    });
  });

  it.each([0, -1, NaN, Infinity])('are all answered, even if the transport says bulkLimit: %p', bulkLimit => {
    marbles(({ flush }) => {
      const script = scriptedTransport({ everyJob: 'p 99ms c', bulk: true, latencyMs: 1 });
      const { client } = smallClient(Object.assign(script, { bulkLimit }));
      let last: BatchSnapshot | undefined;
      client.watchBatch(ids(3)).subscribe(batch => (last = batch));
      flush();
      expect(last?.counts.completed).toBe(3);
    });
  });

  it('end only the watch of an unknown job', () => {
    marbles(({ expectObservable }) => {
      const { client } = smallClient({ jobs: { a: 'p 99ms c' }, bulk: true });
      expectObservable(client.watch('a').pipe(map(({ status }) => status))).toBe('26ms p 105ms (c|)', {
        p: 'pending',
        c: 'completed',
      });
      expectObservable(client.watch('gone')).toBe(
        '27ms #',
        undefined,
        expect.objectContaining({ name: 'JobNotFoundError', jobId: 'gone' }),
      );
    });
  });

  it('abort a request when its last poll is withdrawn', () => {
    marbles(({ expectObservable, flush }) => {
      const { client, transport } = smallClient({ everyJob: 'c', bulk: true, latencyMs: 50 });
      expectObservable(client.watch('a'), '^ 29ms !').toBe('');
      expectObservable(client.watch('b'), '^ 39ms !').toBe('');
      flush();
      expect(transport.requests).toMatchObject([{ at: 25, jobIds: ['a', 'b'], outcome: 'aborted' }]);
      expect(transport.polls('b')).toEqual([{ subscribedFrame: 25, unsubscribedFrame: 40 }]);
    });
  });

  it('are single for ten minutes after two answers that there is no bulk call, and lose no attempt', () => {
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

describe('a bulk request with a nonsensical answer', () => {
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

describe('polls of a service without a bulk call', () => {
  it('are sent at once, one by one', () => {
    marbles(({ flush }) => {
      const { client, transport } = smallClient({ everyJob: 'c' });
      client.watchBatch(['a', 'b']).subscribe();
      flush();
      expect(sent(transport)).toEqual(['0: status a', '0: status b']);
    });
  });

  it('of one job at the same time share a request', () => {
    marbles(({ flush }) => {
      const { client, transport } = smallClient({ everyJob: 'p', latencyMs: 9 });
      client.watch('a', { timeoutMs: 0 }).subscribe({ error: () => undefined });
      client.watch('a', { timeoutMs: 0, emit: 'polls' }).subscribe({ error: () => undefined });
      flush();
      expect(sent(transport)).toEqual(['0: status a']);
    });
  });
});

describe('queued polls', () => {
  it('are all sent, except those of watches that have been unsubscribed', () => {
    // When each watch is unsubscribed, in ms; most run to the end.
    const ends = fc.array(fc.oneof(fc.nat(60), fc.constant(Infinity)), { minLength: 2, maxLength: 25 });
    fc.assert(
      fc.property(ends, fc.boolean(), (all, bulk) => {
        marbles(({ flush }) => {
          const script = { everyJob: 'p 39ms c', latencyMs: 3, bulk };
          const { client, transport } = smallClient(script, { maxConcurrentRequests: 1 });
          const seen: string[] = [];
          all.forEach((endsAt, index) => {
            const id = `job-${index}`;
            const watch = client.watch(id).subscribe({ complete: () => seen.push(id) });
            if (endsAt < Infinity) timer(endsAt).subscribe(() => watch.unsubscribe());
          });
          flush();
          const watchedToTheEnd = all.flatMap((endsAt, index) =>
            endsAt === Infinity ? [`job-${index}`] : [],
          );
          expect(seen).toEqual(expect.arrayContaining(watchedToTheEnd));
          for (const { at, jobIds } of transport.requests) {
            for (const id of jobIds) expect(all[Number(id.slice(4))]!).toBeGreaterThanOrEqual(at);
          }
        });
      }),
      { numRuns: 60 },
    );
  });
});

describe('polls while the circuit is open', () => {
  it('wait and cost no attempt; then one is the probe, and the rest spread out', () => {
    marbles(({ flush }) => {
      const script = { everyJob: 'N 39ms c', latencyMs: 1 };
      const { client, transport } = smallClient(script, {
        circuitBreaker: { failureThreshold: 3, resetTimeoutMs: 50, spreadMs: 20 },
      });
      client.watchBatch(['a', 'b', 'c']).subscribe();
      flush();
      expect(sent(transport)).toEqual([
        ...['0: status a', '0: status b', '0: status c'],
        '51: status a', // the probe
        ...['62: status b', '62: status c'], // half of the spread later
      ]);
    });
  });

  it('in bulk wait as one', () => {
    marbles(({ flush }) => {
      const script = { everyJob: 'N 39ms c', latencyMs: 1, bulk: true };
      const { client, transport } = smallClient(script, {
        circuitBreaker: { failureThreshold: 1, resetTimeoutMs: 50, spreadMs: 20 },
      });
      client.watchBatch(ids(300)).subscribe();
      flush();
      // Three requests are in flight when the first fails; then comes the probe alone, and the rest spread out.
      expect(transport.requests.map(({ at, jobIds }) => `${at}: ${jobIds.length}`)).toEqual([
        '0: 100',
        '0: 100',
        '0: 100',
        '51: 100',
        '62: 100',
        '62: 100',
      ]);
    });
  });

  it('end at the deadline without another request', () => {
    marbles(({ expectObservable, flush }) => {
      const options = {
        polling: { timeoutMs: 30 },
        circuitBreaker: { failureThreshold: 1, resetTimeoutMs: 50 },
      };
      const { client, transport } = smallClient({ everyJob: 'N' }, options);
      expectObservable(client.watch('a')).toBe(
        '30ms #',
        undefined,
        expect.objectContaining({ name: 'TimeoutError', jobId: 'a' }),
      );
      flush();
      expect(transport.requests).toHaveLength(1);
    });
  });

  it('cancel their timers when unsubscribed', () => {
    marbles(({ expectObservable, scheduler, flush }) => {
      const { client } = smallClient(
        { everyJob: 'N' },
        { circuitBreaker: { failureThreshold: 1, resetTimeoutMs: 50_000 } },
      );
      expectObservable(client.watch('a'), '^ 19ms !').toBe('');
      flush();
      expect(scheduler.now()).toBe(20);
    });
  });

  it('leave the queue when a one-shot is aborted', () => {
    marbles(({ flush, scheduler }) => {
      const script = { jobs: { a: 'N---c' }, everyJob: 'p', latencyMs: 5 };
      const options = {
        maxConcurrentRequests: 1,
        retry: { maxAttempts: 1 },
        circuitBreaker: { failureThreshold: 1, resetTimeoutMs: 5 },
      };
      const { client, transport } = smallClient(script, options);
      const controller = new AbortController();
      client.getStatus('a').catch(() => undefined); // fails at 5: open until 10
      // The probe takes the only slot at 12; the one-shot behind it is aborted at 14.
      scheduler.schedule(() => client.watch('b', { timeoutMs: 3 }).subscribe({ error: () => undefined }), 12);
      scheduler.schedule(
        () => void client.getStatus('c', { signal: controller.signal }).catch(() => undefined),
        13,
      );
      scheduler.schedule(() => controller.abort(), 14);
      flush();
      expect(sent(transport)).toEqual(['0: status a', '12: status b']);
    });
  });

  it('close their window when unsubscribed', () => {
    marbles(({ expectObservable, scheduler, flush }) => {
      const { client } = smallClient({ everyJob: 'p', bulk: true });
      expectObservable(client.watch('a'), '^ 9ms !').toBe('');
      flush();
      expect(scheduler.now()).toBe(10);
    });
  });

  it('probe with the next one when a probe is cancelled', () => {
    marbles(({ expectObservable, flush }) => {
      const script = { jobs: { a: 'N', b: 'N 40ms c' }, latencyMs: 4 };
      const { client, transport } = smallClient(script, {
        circuitBreaker: { failureThreshold: 2, resetTimeoutMs: 20 },
      });
      expectObservable(client.watch('a'), '^ 25ms !').toBe('');
      expectObservable(client.watch('b').pipe(map(({ status }) => status))).toBe('74ms (c|)', {
        c: 'completed',
      });
      flush();
      // The probe for a is sent at 24 and cancelled at 26: b's replaces it at once.
      expect(sent(transport).slice(0, 4)).toEqual([
        '0: status a',
        '0: status b',
        '24: status a',
        '26: status b',
      ]);
    });
  });

  it('fail if they are one-shots and queued when it opens', async () => {
    let outcome: Promise<unknown> | undefined;
    marbles(({ flush }) => {
      const options = {
        maxConcurrentRequests: 1,
        retry: { maxAttempts: 1 },
        circuitBreaker: { failureThreshold: 1, resetTimeoutMs: 50 },
      };
      const { client, transport } = smallClient({ jobs: { a: 'N', b: 'c' }, latencyMs: 5 }, options);
      client.getStatus('a').catch(() => undefined);
      outcome = client.getStatus('b').catch((error: unknown) => error);
      flush();
      expect(sent(transport)).toEqual(['0: status a']);
    });
    expect(await outcome).toMatchObject({ name: 'CircuitBreakerError', jobId: 'b' });
  });
});
