import { expect } from '@jest/globals';
import { map, take, VirtualTimeScheduler } from 'rxjs';
import { EventType, TranslationClient } from 'heygen-rx';
import {
  completedSnapshot,
  marbles,
  pendingSnapshot,
  runningSnapshot,
  virtualClient,
} from 'heygen-rx/testing';

describe('virtualClient', () => {
  it('is a client that polls without jitter, in virtual time', () => {
    marbles(({ expectObservable, expectSubscriptions }) => {
      const client = virtualClient({ jobs: { 'job-1': 'p 599ms r 999ms c' } });
      const status$ = client.watch('job-1').pipe(map(job => job.status[0]!));
      //                            500 1000     500 1000: after a change the intervals start again
      expectObservable(status$).toBe('p 1499ms r 499ms (c|)');
      const polls = ['(^!)', '500ms (^!)', '1500ms (^!)', '2s (^!)'];
      expectSubscriptions(client.transport.polls('job-1')).toBe(polls);
      expect(client).toBeInstanceOf(TranslationClient);
    });
  });

  it('emits what the builders build', () => {
    marbles(({ expectObservable }) => {
      const client = virtualClient(
        { jobs: { 'job-1': 'p 249ms r 499ms c' } },
        { polling: { multiplier: 1 } },
      );
      expectObservable(client.watch('job-1')).toBe('p 499ms r 499ms (c|)', {
        p: pendingSnapshot({ nextPollAt: 500 }),
        r: runningSnapshot({
          previousStatus: 'pending',
          polls: 2,
          at: 500,
          elapsedMs: 500,
          nextPollAt: 1000,
        }),
        // It ended between the polls at 500 and 1000 ms.
        c: completedSnapshot({ previousStatus: 'running', polls: 3, at: 1000, elapsedMs: 750 }),
      });
    });
  });

  it('creates one job, even if the response is lost and the next attempt fails', () => {
    marbles(({ flush }) => {
      const client = virtualClient({ everyJob: 'c', creates: 'LS' });
      const retries: number[] = [];
      client.on(EventType.RETRY_ATTEMPTED, ({ attempt }) => retries.push(attempt));
      client.translate({ outputLanguage: 'French' }).subscribe();
      flush();
      const creates = client.transport.requests.filter(({ kind }) => kind === 'create');
      expect(retries).toEqual([1, 2]);
      expect(creates.map(({ jobIds }) => jobIds)).toEqual([['job-1'], [], ['job-1']]);
      expect(new Set(creates.map(({ key }) => key)).size).toBe(1);
    });
  });

  it('says so at once if it was made outside the marble test', () => {
    const client = virtualClient({ everyJob: 'p 1s c' });
    marbles(({ expectObservable }) => {
      const message = 'Cannot poll: this transport was created outside the marble test that uses it';
      const expected = expect.objectContaining({ name: 'RequestError', message });
      expectObservable(client.watch('job-1')).toBe('#', undefined, expected);
    });
  });

  it('runs on a scheduler of your own, its service too', () => {
    const scheduler = new VirtualTimeScheduler();
    const client = virtualClient({ everyJob: 'p 999ms c', latencyMs: 7 }, { scheduler });
    const seen: string[] = [];
    client.watch('job-1').subscribe(({ status, at }) => seen.push(`${status} ${at}`));
    scheduler.flush();
    expect(seen).toEqual(['pending 7', 'completed 1521']);
    expect(client.transport.requests.map(({ at }) => at)).toEqual([0, 507, 1514]);
  });

  it('takes every option of a client', () => {
    marbles(({ scheduler, expectObservable }) => {
      const random = () => 1;
      const client = virtualClient({ everyJob: 'p' }, { random, scheduler, polling: { jitterFactor: 0.5 } });
      const poll$ = client.watch('job-1', { emit: 'polls' }).pipe(
        map(job => String(job.polls)),
        take(2),
      );
      expectObservable(poll$).toBe('1 749ms (2|)');
    });
    expect(() => virtualClient({}, { polling: { multiplier: 0 } })).toThrow(
      'Cannot poll: `multiplier` must be',
    );
  });
});
