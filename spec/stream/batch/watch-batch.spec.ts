import { expect } from '@jest/globals';
import fc from 'fast-check';
import { distinctUntilChanged, map, Observable, takeLast, type OperatorFunction } from 'rxjs';
import { RequestError, type BatchSnapshot, type JobSnapshot } from 'heygen-rx';
import { marbles } from 'heygen-rx/testing';
import type { BatchView, Leaf } from '../../../lib/stream/batch/batch-tree.js';
import { leafOf, watchBatch } from '../../../lib/stream/batch/watch-batch.js';
import { CLIENTS, onlyInProcess } from '../../helpers/clients.js';
import { smallClient } from '../../helpers/small-client.js';

/** A batch as its counts: `2p1r` and so on, and the job that has changed. */
const counts: OperatorFunction<BatchSnapshot, string> = map(({ counts: all, changed }) => {
  const told = Object.entries(all).flatMap(([status, count]) => (count > 0 ? `${count} ${status}` : []));
  return [...told, ...(changed === undefined ? [] : [`(${changed})`])].join(' ');
});

describe.each(CLIENTS)('watchBatch, $name', tested => {
  const smallClient = tested.make;

  it('emits the counts at once, and again whenever a job changes', () => {
    marbles(({ expectObservable }) => {
      const { client } = smallClient({ jobs: { a: 'p-c', b: 'p-----c', c: 'r-e' } });
      expectObservable(client.watchBatch(['a', 'b', 'c']).pipe(counts)).toBe('s(pqr)(tu)-----(w|)', {
        s: '3 pending',
        p: '3 pending (a)',
        q: '3 pending (b)',
        r: '2 pending 1 running (c)',
        t: '1 pending 1 running 1 completed (a)',
        u: '1 pending 1 completed 1 error (c)',
        w: '2 completed 1 error (b)',
      });
    });
  });

  it('counts a lost job once, even in a deep tree', () => {
    marbles(({ expectObservable }) => {
      const jobs = Array.from({ length: 40 }, (_, index) => `job-${index}`);
      const { client } = smallClient({ jobs: { 'job-7': 'x' }, everyJob: 'p-c' });
      expectObservable(client.watchBatch(jobs).pipe(takeLast(1), counts)).toBe('------(a|)', {
        a: '39 completed 1 lost (job-39)',
      });
    });
  });

  it('does not fail because one job does: that one is lost, the others continue', () => {
    marbles(({ expectObservable, flush }) => {
      const { client } = smallClient({ jobs: { gone: 'x', b: 'p-c' } });
      const batch$ = client.watchBatch(['gone', 'b']);
      // Durable: with the bulk call it is lost only when it was polled alone.
      const picture = tested.name === 'durable' ? 'sql---(c|)' : 's(lp)-(c|)';
      expectObservable(batch$.pipe(counts)).toBe(picture, {
        s: '2 pending',
        q: '2 pending (b)',
        l: '1 pending 1 lost (gone)',
        p: '1 pending 1 lost (b)',
        c: '1 completed 1 lost (b)',
      });
      let last: BatchSnapshot | undefined;
      batch$.subscribe(batch => (last = batch));
      flush();
      expect(last?.errorOf('gone')).toMatchObject({ name: 'JobNotFoundError', jobId: 'gone' });
      expect(last?.errorOf('b')).toBeUndefined();
      expect(last?.get('b')).toMatchObject({ status: 'completed' });
      expect(last).toMatchObject({ total: 2, done: 2 });
    });
  });

  it('of no jobs emits one empty snapshot', () => {
    marbles(({ expectObservable }) => {
      const { client } = smallClient({});
      const whole = map((batch: BatchSnapshot) => [batch.total, batch.done, [...batch.entries()]]);
      expectObservable(client.watchBatch([]).pipe(whole)).toBe('(a|)', { a: [0, 0, []] });
    });
  });

  it('watches a job once if its id is given twice', () => {
    marbles(({ expectObservable, expectSubscriptions }) => {
      const { client, transport } = smallClient({ jobs: { a: 'c' } });
      expectObservable(
        client.watchBatch(['a', 'a']).pipe(map(({ total, done }) => `${done} of ${total}`)),
      ).toBe('a(b|)', {
        a: '0 of 1',
        b: '1 of 1',
      });
      expectSubscriptions(transport.polls('a')).toBe('^!');
    });
  });

  onlyInProcess(tested, 'its watches continue')('stops everything on unsubscribe', () => {
    marbles(({ expectObservable, expectSubscriptions }) => {
      const { client, transport } = smallClient({ jobs: { a: 'p', b: 'p' } });
      expectObservable(client.watchBatch(['a', 'b']).pipe(counts), '^--!').toBe('s(pq)', {
        s: '2 pending',
        p: '2 pending (a)',
        q: '2 pending (b)',
      });
      expectSubscriptions(transport.polls('a')).toBe('^!');
    });
  });

  it('refuses an invalid id before anything is sent', () => {
    const { client } = smallClient({});
    expect(() => client.watchBatch(['a', ''])).toThrow('Cannot watch a batch: job id');
  });
});

describe('a snapshot', () => {
  it('does not change after it was emitted', () => {
    marbles(({ flush }) => {
      const { client } = smallClient({ jobs: { a: 'p-c' } });
      const seen: BatchSnapshot[] = [];
      client.watchBatch(['a']).subscribe(batch => seen.push(batch));
      flush();
      expect(seen.map(batch => batch.get('a')?.status)).toEqual([undefined, 'pending', 'completed']);
      expect(seen.map(batch => [...batch.entries()][0]?.[1]?.status)).toEqual([
        undefined,
        'pending',
        'completed',
      ]);
    });
  });

  it('stays right for the others if one subscriber writes into the snapshots', () => {
    marbles(({ expectObservable }) => {
      const { client } = smallClient({ jobs: { a: 'p--r---c', b: 'r-----e' } });
      const batch$ = client.watchBatch(['a', 'b']);
      const translate = (batch: BatchSnapshot) => {
        for (const [, job] of batch.entries()) if (job) Reflect.set(job, 'status', 'läuft');
      };
      batch$.subscribe(translate);
      const done$ = batch$.pipe(
        map(({ done }) => String(done)),
        distinctUntilChanged(),
      );
      expectObservable(done$).toBe('0----------1---(2|)');
    });
  });

  it('agrees with a naive count, for batches of any size and changes in any order', () => {
    const status = fc.constantFrom<JobSnapshot['status']>('pending', 'running', 'completed', 'error');
    const changes = fc.array(fc.tuple(fc.nat(), status), { maxLength: 60 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 700 }), changes, (size, all) => {
        const jobIds = Array.from({ length: size }, (_, i) => `job-${i}`);
        const listeners: ((snapshot: JobSnapshot) => void)[] = [];
        const leaves: Observable<Leaf>[] = jobIds.map((jobId, i) =>
          leafOf(
            jobId,
            () => new Observable(subscriber => void (listeners[i] = snapshot => subscriber.next(snapshot))),
          ),
        );
        let latest: BatchView | undefined;
        const places = new Map(jobIds.map((jobId, i) => [jobId, i]));
        watchBatch(leaves, places).subscribe(batch => (latest = batch));

        const naive = new Map<string, JobSnapshot | undefined>(jobIds.map(jobId => [jobId, undefined]));
        for (const [pick, word] of all) {
          const jobId = `job-${pick % size}`;
          const snapshot = { jobId, status: word } as JobSnapshot;
          naive.set(jobId, snapshot);
          listeners[pick % size]?.(snapshot);
          expect(latest?.changed).toBe(jobId);
          expect(latest?.get(jobId)).toBe(snapshot);
        }
        const tally = { pending: 0, running: 0, completed: 0, error: 0, lost: 0 };
        for (const snapshot of naive.values()) tally[snapshot?.status ?? 'pending']++;
        expect(latest?.counts).toEqual(tally);
        expect([...(latest?.entries() ?? [])]).toEqual([...naive]);
        expect(latest?.get('job-none')).toBeUndefined();
      }),
      { numRuns: 60 },
    );
  });
});

describe.each(CLIENTS)('translateBatch, $name', tested => {
  const smallClient = tested.make;

  it('creates a job for each language of each request, and watches them all', () => {
    marbles(({ flush, expectSubscriptions }) => {
      const { client, transport } = smallClient({ everyJob: 'p-----c' });
      const requests = [{ outputLanguages: ['French', 'German'] }, { outputLanguage: 'Italian' }, {}];
      const seen: BatchSnapshot[] = [];
      client.translateBatch(requests).subscribe(batch => seen.push(batch));
      flush();
      expect(seen[0]).toMatchObject({ total: 4, done: 0, counts: { pending: 4 } });
      expect(seen.at(-1)).toMatchObject({ total: 4, done: 4, counts: { completed: 4 } });
      expect([...(seen.at(-1)?.entries() ?? [])].map(([jobId]) => jobId)).toEqual([
        'job-1',
        'job-2',
        'job-3',
        'job-4',
      ]);
      // They have only just been created: the first poll comes after the first wait.
      for (const jobId of ['job-1', 'job-4'])
        expectSubscriptions(transport.polls(jobId)).toBe(['-----^!', '--------------^!']);
      expect(transport.requests.filter(({ kind }) => kind === 'create')).toHaveLength(3);
    });
  });

  it('watches the others to the end if some cannot be created, then says which exist', () => {
    marbles(({ flush, expectObservable }) => {
      const refusal = new RequestError('the video cannot be downloaded', { status: 400 });
      const { client } = smallClient({ everyJob: 'p-----c', creates: '.X.', values: { X: refusal } });
      const batch$ = client.translateBatch([{}, {}, {}]);
      const last = expect.objectContaining({
        total: 3,
        done: 3,
        counts: { pending: 0, running: 0, completed: 2, error: 0, lost: 1 },
      });
      const error = expect.objectContaining({
        name: 'BatchError',
        created: ['job-1', 'job-2'],
        statuses: { 'job-1': 'completed', 'job-2': 'completed' },
        errors: [
          expect.objectContaining({ name: 'RequestError', status: 400, idempotencyKey: expect.any(String) }),
        ],
      });
      expectObservable(batch$.pipe(takeLast(1))).toBe('---------------#', undefined, error);
      let seen: unknown;
      batch$.subscribe({ next: batch => (seen = batch), error: () => undefined });
      flush();
      expect(seen).toEqual(last);
    });
  });

  onlyInProcess(tested, 'all creates are stored at once, so none is lost')(
    'stops creating for a reason that applies to all',
    () => {
      marbles(({ flush }) => {
        const { client, transport } = smallClient(
          { everyJob: 'p', creates: '.A' },
          { maxConcurrentRequests: 1 },
        );
        let failure: unknown;
        client
          .translateBatch(Array(20).fill({}), { timeoutMs: 30 })
          .subscribe({ error: (error: unknown) => (failure = error) });
        flush();
        expect(transport.requests.filter(({ kind }) => kind === 'create')).toHaveLength(2);
        expect(failure).toMatchObject({ name: 'BatchError', created: ['job-1'], errors: { length: 19 } });
      });
    },
  );

  it('creates its jobs once, however often it is subscribed', () => {
    marbles(({ flush, scheduler }) => {
      const { client, transport } = smallClient({ everyJob: 'p-----c' });
      const batch$ = client.translateBatch([{}, {}]);
      batch$.subscribe();
      scheduler.schedule(() => batch$.subscribe().unsubscribe(), 3);
      flush();
      batch$.subscribe();
      flush();
      expect(transport.requests.filter(({ kind }) => kind === 'create')).toHaveLength(2);
    });
  });
});
