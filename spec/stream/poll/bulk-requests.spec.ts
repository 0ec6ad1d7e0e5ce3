import { expect } from '@jest/globals';
import fc from 'fast-check';
import { delay, map, NEVER, of, timer, type Observable } from 'rxjs';
import {
  RateLimitError,
  RequestError,
  TranslationClient,
  type BatchSnapshot,
  type StatusReport,
  type Transport,
} from 'heygen-rx';
import { marbles, scriptedTransport } from 'heygen-rx/testing';
import { SMALL, smallClient } from '../../helpers/small-client.js';
import { ids, sent } from './support.js';

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

  it('share a request up to 6000 characters of ids', () => {
    marbles(({ flush }) => {
      const { client, transport } = smallClient({ everyJob: 'c', bulk: true });
      for (const letter of 'abcde') client.watch(letter.repeat(1990)).subscribe();
      flush();
      expect(transport.requests.map(({ jobIds }) => jobIds.map(id => id[0]).join(' '))).toEqual([
        'a b c',
        'd e',
      ]);
    });
  });

  it('need one request per hundred jobs', () => {
    marbles(({ flush }) => {
      const { client, transport } = smallClient({ everyJob: 'p 99ms c', bulk: true });
      client.watchBatch(ids(1000)).subscribe();
      flush();
      const polls = transport.polls('job-7').length;
      expect(polls).toBeGreaterThan(5);
      expect(transport.requests.map(({ jobIds }) => jobIds.length)).toEqual(Array(10 * polls).fill(100));
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

  it.each(['c', 'x'])('are over when the handler of another unsubscribes them (%s)', script => {
    marbles(({ flush, scheduler }) => {
      const { client, transport } = smallClient({ jobs: { a: 'c', b: script }, bulk: true, latencyMs: 5 });
      const seen: unknown[] = [];
      client.watch('a').subscribe(() => b.unsubscribe());
      const b = client.watch('b').subscribe(job => seen.push(job));
      flush();
      expect(sent(transport)).toEqual(['25: statuses a b']);
      expect(seen).toEqual([]);
      expect(scheduler.now()).toBe(30);
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

  it('all get reports, even if a request is cancelled on its way into the gate', () => {
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

  it.each([0, -1, NaN, Infinity])(
    'all get reports, even if the transport has a bulkLimit of %p',
    bulkLimit => {
      marbles(({ flush }) => {
        const script = scriptedTransport({ everyJob: 'p 99ms c', bulk: true, latencyMs: 1 });
        const { client } = smallClient(Object.assign(script, { bulkLimit }));
        let last: BatchSnapshot | undefined;
        client.watchBatch(ids(3)).subscribe(batch => (last = batch));
        flush();
        expect(last?.counts.completed).toBe(3);
      });
    },
  );
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

  it('of one job share a request even if both have waited for a slot', () => {
    marbles(({ expectObservable, flush }) => {
      const script = { everyJob: 'c', latencyMs: 9 };
      const { client, transport } = smallClient(script, { maxConcurrentRequests: 2 });
      client.watchBatch(['b', 'c']).subscribe();
      const isDone = () => client.watch('a', { emit: 'polls' }).pipe(map(({ status }) => status));
      for (let i = 0; i < 2; i++) expectObservable(isDone()).toBe('18ms (c|)', { c: 'completed' });
      flush();
      expect(sent(transport)).toEqual(['0: status b', '0: status c', '9: status a']);
    });
  });
});

describe('queued polls', () => {
  it('are all sent, except those of watches that have been unsubscribed', () => {
    // When each watch is unsubscribed, in ms; most run to the end.
    const ends = fc.array(fc.oneof(fc.nat(60), fc.constant(Infinity)), { minLength: 2, maxLength: 25 });
    fc.assert(
      fc.property(ends, fc.constantFrom(1, 2, 3, 100), (all, bulkLimit) => {
        marbles(({ flush }) => {
          const transport = Object.assign(
            scriptedTransport({ everyJob: 'p 39ms c', latencyMs: 3, bulk: bulkLimit > 1 }),
            { bulkLimit },
          );
          const { client } = smallClient(transport, { maxConcurrentRequests: 1 });
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

describe('polls of a service with a bulk call that have to wait for a slot', () => {
  it('keep their places when others are unsubscribed', () => {
    marbles(({ expectObservable, flush }) => {
      const script = scriptedTransport({ everyJob: 'c', latencyMs: 10, bulk: true });
      const { client, transport } = smallClient(Object.assign(script, { bulkLimit: 2 }), {
        maxConcurrentRequests: 1,
      });
      for (const jobId of ['c', 'd']) expectObservable(client.watch(jobId), '^ 4ms !').toBe('');
      for (const jobId of ['a', 'b', 'e', 'f', 'g']) client.watch(jobId).subscribe();
      flush();
      expect(sent(transport)).toEqual(['0: statuses a b', '10: statuses e f', '20: status g']);
    });
  });

  it('get a second request if the first could not take them all', () => {
    marbles(({ flush, scheduler }) => {
      const sent: string[] = [];
      const transport: Transport = {
        create: () => timer(20).pipe(map(() => 'created')),
        status: () => NEVER,
        statuses: jobIds => {
          sent.push(`${scheduler.now()}: ${jobIds.length}`);
          return timer(1).pipe(
            map(() => {
              if (jobIds.length > 3) throw new RequestError('too large', { status: 413 });
              return jobIds.map(jobId => ({ jobId, status: 'completed' }));
            }),
          );
        },
      };
      const client = new TranslationClient({ ...SMALL, transport, maxConcurrentRequests: 1 });
      client.watchBatch(ids(6)).subscribe();
      // Takes the slot from 45 to 65, while the halves come due again.
      scheduler.schedule(() => void client.createJob(), 45);
      flush();
      expect(sent).toEqual(['25: 6', '65: 3', '66: 3']);
    });
  });
});

describe('a job that is polled alone after a bulk response', () => {
  // If it is answered at once, the bulk request has ended before the next one starts; otherwise, the next one starts first.
  it.each([
    ['at once', (reports$: Observable<StatusReport[]>) => reports$, '25: a'],
    ['later', delay<StatusReport[]>(5), '30: a'],
  ])('that comes %s, is polled once, even if another watch of it comes due meanwhile', (_, answer, alone) => {
    marbles(({ flush, scheduler }) => {
      const sent: string[] = [];
      const transport: Transport = {
        create: () => NEVER,
        status: jobId => {
          sent.push(`${scheduler.now()}: ${jobId}`);
          return timer(50).pipe(map(() => ({ jobId, status: 'completed' })));
        },
        statuses: jobIds => {
          sent.push(`${scheduler.now()}: ${jobIds.join(' ')}`);
          return of(jobIds.map(jobId => ({ jobId, status: 'completed', partial: jobId === 'a' }))).pipe(
            answer,
          );
        },
      };
      const client = new TranslationClient({ ...SMALL, transport });
      for (const jobId of ['a', 'b']) client.watch(jobId).subscribe();
      scheduler.schedule(() => client.watch('a', { emit: 'polls' }).subscribe(), 40);
      flush();
      expect(sent).toEqual(['25: a b', alone]);
    });
  });
});
