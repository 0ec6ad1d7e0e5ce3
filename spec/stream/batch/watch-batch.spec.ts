import { expect } from '@jest/globals';
import fc from 'fast-check';
import { distinctUntilChanged, map, Observable, takeLast, type OperatorFunction } from 'rxjs';
import type { BatchSnapshot, JobSnapshot } from 'heygen-rx';
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

  it.each([1, 15, 16, 17, 255, 256, 257, 4096])('finds every job of a batch of %d', size => {
    marbles(({ flush }) => {
      const { client } = smallClient({ everyJob: 'c' }, { maxConcurrentRequests: 5000 });
      const jobIds = Array.from({ length: size }, (_, index) => `job-${index}`);
      let last: BatchSnapshot | undefined;
      client.watchBatch(jobIds).subscribe(batch => (last = batch));
      flush();
      expect(jobIds.map(jobId => last?.get(jobId)?.jobId)).toEqual(jobIds);
    });
  });

  it('knows nothing of a job that is not in the batch', () => {
    marbles(({ flush }) => {
      const { client } = smallClient({ jobs: { a: 'c' } });
      let last: BatchSnapshot | undefined;
      client.watchBatch(['a']).subscribe(batch => (last = batch));
      flush();
      expect(last?.get('b')).toBeUndefined();
      expect(last?.errorOf('b')).toBeUndefined();
    });
  });
});
