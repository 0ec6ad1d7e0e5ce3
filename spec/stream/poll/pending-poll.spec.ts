import { expect } from '@jest/globals';
import { EMPTY, map, mergeMap, NEVER, throwError, timer, type Observable, type SchedulerLike } from 'rxjs';
import {
  NetworkError,
  TranslationClient,
  type ClientOptions,
  type StatusReport,
  type Transport,
} from 'heygen-rx';
import { marbles, type MarbleHelpers } from 'heygen-rx/testing';
import { SMALL, smallClient } from '../../helpers/small-client.js';

describe('a poll that is due', () => {
  it('keeps its place in the queue when it is woken', () => {
    marbles(({ hot, flush }) => {
      const { client, transport } = smallClient(
        { everyJob: 'c', latencyMs: 5 },
        { maxConcurrentRequests: 1, wake$: hot('--b', { b: 'b' }) },
      );
      for (const jobId of ['a', 'b', 'c']) client.watch(jobId).subscribe();
      flush();
      expect(transport.requests.map(({ jobIds }) => jobIds)).toEqual([['a'], ['b'], ['c']]);
    });
  });
});

describe('a poll of a job that another watch is polling', () => {
  it('gets the same response, and needs no request of its own', () => {
    marbles(({ expectObservable, flush }) => {
      const { client, transport } = smallClient({ everyJob: 'c', latencyMs: 5 }, { maxRequestsPerSecond: 1 });
      const watch = () => client.watch('a', { emit: 'polls' }).pipe(map(({ status }) => status.charAt(0)));
      expectObservable(watch()).toBe('-----(c|)');
      expectObservable(watch(), '--^').toBe('-----(c|)');
      flush();
      expect(transport.requests).toHaveLength(1);
    });
  });
});

/** A watch with a deadline of 100 ms and a time limit of 30 ms, polled at 0, then after `intervalMs`. From `slotTakenAt`, another job takes the only slot for 20 ms. */
function watchOf(
  polls: Observable<StatusReport>[],
  { intervalMs, slotTakenAt }: { readonly intervalMs: number; readonly slotTakenAt: number },
): Observable<string> {
  const transport: Transport = {
    create: () => EMPTY,
    status: jobId => (jobId === 'a' ? polls.shift()! : answerAfter(20, 'completed', jobId)),
  };
  const client = new TranslationClient({
    ...SMALL,
    transport,
    polling: { strategy: () => intervalMs, timeoutMs: 100 },
    maxConcurrentRequests: 1,
    requestTimeoutMs: 30,
  });
  timer(slotTakenAt)
    .pipe(mergeMap(() => client.watch('other')))
    .subscribe();
  return client.watch('a').pipe(map(({ status }) => status));
}

const answerAfter = (ms: number, status: string, jobId = 'a'): Observable<StatusReport> =>
  timer(ms).pipe(map(() => ({ jobId, status })));

describe('the last poll of a watch', () => {
  it('ends one time limit after the deadline, even if it had to wait for a slot', () => {
    marbles(({ expectObservable }) => {
      const status$ = watchOf([answerAfter(1, 'running'), NEVER], { intervalMs: 1000, slotTakenAt: 95 });
      const timedOut: unknown = expect.objectContaining({ name: 'TimeoutError' });
      expectObservable(status$).toBe('-r 128ms #', { r: 'running' }, timedOut);
    });
  });

  it('is the one in flight at the deadline, even if it had to wait for a slot', () => {
    marbles(({ expectObservable }) => {
      // Due at 81, sent at 95.
      const status$ = watchOf([answerAfter(1, 'running'), answerAfter(9, 'completed')], {
        intervalMs: 80,
        slotTakenAt: 75,
      });
      expectObservable(status$).toBe('-r 102ms (c|)', { r: 'running', c: 'completed' });
    });
  });
});

/** Two watches as above, polled together. The second bulk request is sent at 96 and answered at 116: it knows the jobs, but not enough about them. */
function watchedTogether(
  single: (jobId: string) => Observable<StatusReport>,
  options: Pick<ClientOptions, 'polling' | 'circuitBreaker'> = {},
): Observable<string> {
  let requests = 0;
  const transport: Transport = {
    create: () => EMPTY,
    status: single,
    statuses: jobIds => {
      const isFirst = ++requests === 1;
      const report = isFirst ? { status: 'running' } : { status: 'completed', partial: true };
      return timer(isFirst ? 1 : 20).pipe(map(() => jobIds.map(jobId => ({ jobId, ...report }))));
    },
  };
  const polling = { strategy: () => 45, timeoutMs: 100 };
  const client = new TranslationClient({ ...SMALL, transport, polling, requestTimeoutMs: 30, ...options });
  timer(0)
    .pipe(mergeMap(() => client.watch('other')))
    .subscribe({ error: () => undefined });
  return client.watch('a').pipe(map(({ status }) => status));
}

describe('a poll that has to be repeated singly', () => {
  const statuses = { r: 'running', c: 'completed' };

  it('after the deadline ends one time limit after that, as the last poll', () => {
    marbles(({ expectObservable }) => {
      const timedOut: unknown = expect.objectContaining({ name: 'TimeoutError', jobId: 'a' });
      expectObservable(watchedTogether(() => NEVER)).toBe('26ms r 103ms #', statuses, timedOut);
    });
  });

  it('before the deadline waits while the circuit is open, and is retried', () => {
    marbles(({ flush, scheduler }) => {
      const sent: string[] = [];
      const single = (jobId: string) => {
        sent.push(`${scheduler.now()}: ${jobId}`);
        return sent.length === 1
          ? throwError(() => new NetworkError('reset'))
          : answerAfter(1, 'completed', jobId);
      };
      const options = {
        polling: { strategy: () => 45, timeoutMs: 1000 },
        circuitBreaker: { failureThreshold: 1, resetTimeoutMs: 10, spreadMs: 0 },
      };
      watchedTogether(single, options).subscribe();
      flush();
      expect(sent).toEqual(['116: a', '126: other', '143: a']);
    });
  });

  it('after the deadline still brings the result', () => {
    marbles(({ expectObservable }) => {
      const status$ = watchedTogether(jobId => answerAfter(13, 'completed', jobId));
      expectObservable(status$).toBe('26ms r 102ms (c|)', statuses);
    });
  });
});

/** Timers of which the first nine are a minute late each: the clock of a hidden tab, or of a machine that slept. Not for ever: a poll that is put off each time would never be sent. */
function lateTimers({ scheduler }: Pick<MarbleHelpers, 'scheduler'>): SchedulerLike {
  let fired = 0;
  return {
    now: () => scheduler.now() + 60_000 * Math.min(fired, 9),
    schedule: (work, delay, state) =>
      scheduler.schedule(
        function (given) {
          fired++;
          work.call(this, given!);
        },
        delay,
        state,
      ),
  };
}

describe('timers that are late each time', () => {
  it('delay a poll once; then it is sent as soon as its timer fires', () => {
    marbles(({ scheduler, flush }) => {
      const { client, transport } = smallClient(
        { everyJob: 'p 9ms c', latencyMs: 1 },
        {
          scheduler: lateTimers({ scheduler }),
          random: () => 0.005,
          polling: { jitterFactor: 0, timeoutMs: 1e9 },
        },
      );
      client.watch('a').subscribe();
      flush();
      expect(transport.requests.map(({ at }) => at)).toEqual([5, 10]);
    });
  });

  it('do not delay a poll that a caller awaits', async () => {
    let status: Promise<string> | undefined;
    let answeredAt: number | undefined;
    marbles(({ scheduler, flush }) => {
      const { client } = smallClient({ everyJob: 'p' }, { scheduler: lateTimers({ scheduler }) });
      status = client.getStatus('a');
      flush();
      answeredAt = scheduler.now();
    });
    await expect(status).resolves.toBe('pending');
    expect(answeredAt).toBe(1);
  });
});
