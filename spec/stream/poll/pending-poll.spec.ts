import { expect } from '@jest/globals';
import { EMPTY, map, NEVER, of, timer, type SchedulerLike } from 'rxjs';
import type { StatusReport, Transport } from 'heygen-rx';
import { TranslationClient } from 'heygen-rx';
import { marbles } from 'heygen-rx/testing';
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

describe('the last poll of a watch', () => {
  it('ends one time limit after the deadline, even if it had to wait for a slot', () => {
    marbles(({ scheduler, expectObservable }) => {
      const answers = [of<StatusReport>({ jobId: 'a', status: 'running' }), NEVER];
      const transport: Transport = {
        create: () => EMPTY,
        status: jobId =>
          jobId === 'a' ? answers.shift()! : timer(20).pipe(map(() => ({ jobId, status: 'completed' }))),
      };
      const client = new TranslationClient({
        ...SMALL,
        transport,
        polling: { strategy: () => 1000, timeoutMs: 100 },
        maxConcurrentRequests: 1,
        requestTimeoutMs: 30,
      });
      // Takes the slot from 95 to 115.
      scheduler.schedule(() => client.watch('other').subscribe(), 95);
      expectObservable(client.watch('a').pipe(map(({ status }) => status))).toBe(
        'r 129ms #',
        { r: 'running' },
        expect.objectContaining({ name: 'TimeoutError' }),
      );
    });
  });
});

describe('timers that are late each time, as in a hidden tab', () => {
  it('delay a poll once; then it is sent as soon as its timer fires', () => {
    marbles(({ scheduler, flush }) => {
      let lateMs = 0;
      let fired = 0;
      const throttled: SchedulerLike = {
        now: () => scheduler.now() + lateMs,
        schedule: (work, delay, state) =>
          scheduler.schedule(
            function (given) {
              // Not for ever: a poll that is delayed each time would never be sent.
              if (++fired <= 9) lateMs += 60_000;
              work.call(this, given!);
            },
            delay,
            state,
          ),
      };
      const { client, transport } = smallClient(
        { everyJob: 'p 9ms c', latencyMs: 1 },
        { scheduler: throttled, random: () => 0.005, polling: { jitterFactor: 0, timeoutMs: 1e9 } },
      );
      client.watch('a').subscribe();
      flush();
      expect(transport.requests.map(({ at }) => at)).toEqual([5, 10]);
    });
  });
});
