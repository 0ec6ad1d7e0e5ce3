import { expect } from '@jest/globals';
import { takeLast } from 'rxjs';
import { RequestError, type BatchSnapshot } from 'heygen-rx';
import { marbles } from 'heygen-rx/testing';
import { CLIENTS, onlyInProcess } from '../../helpers/clients.js';

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

  it('says for each job which request it comes from, and its language', () => {
    marbles(({ flush }) => {
      const refusal = new RequestError('the video cannot be downloaded', { status: 400 });
      const { client } = smallClient({ everyJob: 'p-----c', creates: '.X.', values: { X: refusal } });
      const requests = [{ outputLanguages: ['French', 'German'] }, { outputLanguage: 'Italian' }, {}];
      const seen: BatchSnapshot[] = [];
      client.translateBatch(requests).subscribe({ next: batch => seen.push(batch), error: () => undefined });
      flush();
      expect([...seen[0]!.jobs()]).toEqual([
        { requestIndex: 0, language: 'French' },
        { requestIndex: 0, language: 'German' },
        { requestIndex: 1, language: 'Italian' },
        { requestIndex: 2 },
      ]);
      const last = seen.at(-1)!;
      const completed = (jobId: string) => ({ jobId, snapshot: last.get(jobId) });
      expect([...last.jobs()]).toEqual([
        { requestIndex: 0, language: 'French', ...completed('job-1') },
        { requestIndex: 0, language: 'German', ...completed('job-2') },
        { requestIndex: 1, language: 'Italian', error: expect.objectContaining({ status: 400 }) },
        { requestIndex: 2, ...completed('job-3') },
      ]);
      expect(last.get('job-3')).toMatchObject({ jobId: 'job-3', status: 'completed' });
    });
  });
});
