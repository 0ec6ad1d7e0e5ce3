import { expect } from '@jest/globals';
import { Observable, of, type SchedulerLike } from 'rxjs';
import { CircuitBreaker, NetworkError, RateLimitError, ServerError } from 'heygen-rx';
import { marbles } from 'heygen-rx/testing';
import { RequestGate } from '../../../lib/stream/limiter/request-gate.js';
import { RequestLimiter, type RequestKind } from '../../../lib/stream/limiter/request-limiter.js';
import { TimerQueue } from '../../../lib/stream/time/timer-queue.js';

interface Limits {
  readonly maxConcurrentRequests: number;
  readonly maxRequestsPerSecond: number;
  readonly maxSilenceMs?: number;
}

/** A gate whose breaker never opens. */
function limited(limits: Limits, scheduler: SchedulerLike) {
  const timers = new TimerQueue(scheduler);
  const limiter = new RequestLimiter({ maxSilenceMs: 60_000, ...limits }, timers);
  const gate = new RequestGate(new CircuitBreaker({ failureThreshold: 1e6 }), limiter, timers);
  return <T>(request$: Observable<T>, kind: RequestKind): Observable<T> =>
    new Observable(subscriber =>
      gate.send({ send: () => request$, kind, whenOpen: 'fail', timeLimitMs: 10_000 }, subscriber),
    );
}

/** Sends requests of 5 ms, all queued at 0, and returns when each was sent. */
function sending(
  limits: Limits,
  requests: readonly { kind?: RequestKind; ends?: string; error?: unknown }[],
  sent: readonly string[],
) {
  marbles(({ cold, scheduler, expectSubscriptions }) => {
    const limit = limited(limits, scheduler);
    requests.forEach(({ kind = 'poll', ends = '-----|', error }, i) => {
      const request = cold(ends, undefined, error);
      limit(request, kind).subscribe({ error: () => undefined });
      expectSubscriptions(request.subscriptions).toBe(sent[i]!);
    });
  });
}

const many = (count: number) => Array.from({ length: count }, () => ({}));
const MUCH = { maxConcurrentRequests: 1000, maxRequestsPerSecond: 1000 };

describe('RequestLimiter', () => {
  it('bounds concurrent requests, first come first served', () => {
    sending({ ...MUCH, maxConcurrentRequests: 2 }, many(5), [
      '^----!',
      '^----!',
      '-----^----!',
      '-----^----!',
      '----------^----!',
    ]);
  });

  it('bounds the requests in any second', () => {
    sending({ ...MUCH, maxRequestsPerSecond: 2 }, many(5), [
      '^----!',
      '^----!',
      '1s ^----!',
      '1s ^----!',
      '2s ^----!',
    ]);
  });

  it('bounds the requests in any second, however many it has counted', () => {
    sending({ ...MUCH, maxRequestsPerSecond: 3 }, many(7), [
      ...many(3).map(() => '^----!'),
      ...many(3).map(() => '1s ^----!'),
      '2s ^----!',
    ]);
  });

  it('honours the Retry-After of a 429 and of a 503', () => {
    for (const error of [
      new RateLimitError('slow down', { retryAfterMs: 20 }),
      new ServerError('later', { status: 503, retryAfterMs: 20 }),
    ]) {
      const requests = [{ ends: '--#', error }, {}, {}];
      sending({ ...MUCH, maxConcurrentRequests: 1 }, requests, ['^-!', '22ms ^----!', '27ms ^----!']);
    }
  });

  it('limits creates without delaying polls', () => {
    const error = new RateLimitError('ten jobs at once', { retryAfterMs: 20 });
    const requests = [
      { kind: 'create' as const, ends: '--#', error },
      { kind: 'create' as const },
      { kind: 'poll' as const },
    ];
    sending({ ...MUCH, maxConcurrentRequests: 1 }, requests, ['^-!', '22ms ^----!', '--^----!']);
  });

  it('keeps a slot for polls', () => {
    const creates = many(5).map(() => ({ kind: 'create' as const }));
    const sent = ['^----!', '^----!', '^----!', '^----!', '-----^----!', '^----!'];
    sending({ ...MUCH, maxConcurrentRequests: 5 }, [...creates, { kind: 'poll' }], sent);
  });

  describe('after its longest silence', () => {
    const error = new RateLimitError('come back later', { retryAfterMs: 1000 });

    /** One request is told to wait for 1000 ms; three more come during the silence of at most 20 ms. */
    function probing(
      probe: { ends?: string; error?: unknown; cancelledAfterMs?: number },
      sent: readonly string[],
    ): void {
      marbles(({ cold, scheduler, expectSubscriptions }) => {
        const limit = limited({ ...MUCH, maxSilenceMs: 20 }, scheduler);
        limit(cold('--#', undefined, error), 'poll').subscribe({ error: () => undefined });
        const requests = [
          cold(probe.ends ?? '-----|', undefined, probe.error),
          cold('-----|'),
          cold('-----|'),
        ];
        requests.forEach((request, i) => {
          const begin = (): void => {
            const sending = limit(request, 'poll').subscribe({ error: () => undefined });
            if (i === 0) scheduler.schedule(() => sending.unsubscribe(), probe.cancelledAfterMs ?? 1000);
          };
          scheduler.schedule(begin, 5);
          expectSubscriptions(request.subscriptions).toBe(sent[i]!);
        });
      });
    }

    it('sends one request, and the others after its response', () => {
      probing({ ends: '-----(a|)' }, ['22ms ^----!', '27ms ^----!', '27ms ^----!']);
    });

    it('sends the next one if that fails', () => {
      probing({ ends: '--#', error: new NetworkError('reset') }, ['22ms ^-!', '24ms ^----!', '29ms ^----!']);
    });

    it('sends the next one if that one gets no response', () => {
      probing({ ends: '--|' }, ['22ms ^-!', '24ms ^----!', '29ms ^----!']);
    });

    it('sends the next one if that is cancelled', () => {
      probing({ cancelledAfterMs: 19 }, ['22ms ^-!', '24ms ^----!', '29ms ^----!']);
    });
  });

  it('alternates between creates and polls', () => {
    const requests = (['poll', 'poll', 'create', 'create'] as const).map(kind => ({ kind }));
    sending({ ...MUCH, maxConcurrentRequests: 1 }, requests, [
      '^----!',
      '----------^----!',
      '-----^----!',
      '---------------^----!',
    ]);
  });

  it('frees the slot of a request that is unsubscribed', () => {
    marbles(({ cold, scheduler, expectObservable, expectSubscriptions }) => {
      const limit = limited({ ...MUCH, maxConcurrentRequests: 1 }, scheduler);
      const request = cold('-----|');
      expectObservable(limit(request, 'poll'), '^--!').toBe('---');
      expectObservable(limit(request, 'poll'), '-^--------!').toBe('--------|');
      expectSubscriptions(request.subscriptions).toBe(['^--!', '---^----!']);
    });
  });

  it('sends any number of waiting requests whose responses come immediately', () => {
    marbles(({ cold, scheduler, flush }) => {
      const limit = limited({ maxConcurrentRequests: 1, maxRequestsPerSecond: 1e6 }, scheduler);
      let answered = 0;
      limit(cold('-(a|)'), 'poll').subscribe();
      for (let i = 0; i < 10_000; i++) limit(of('a'), 'poll').subscribe(() => answered++);
      flush();
      expect(answered).toBe(10_000);
    });
  });

  it('cancels its timer when the waiting requests are unsubscribed', () => {
    marbles(({ cold, scheduler, expectObservable, flush }) => {
      const limit = limited({ ...MUCH, maxRequestsPerSecond: 1 }, scheduler);
      expectObservable(limit(cold('|'), 'poll')).toBe('|');
      expectObservable(limit(cold('|'), 'poll'), '-^--!').toBe('');
      flush();
      expect(scheduler.now()).toBe(4);
    });
  });

  it('sets no timer while nothing waits', () => {
    marbles(({ cold, scheduler, expectObservable, flush }) => {
      const limit = limited({ ...MUCH, maxRequestsPerSecond: 1 }, scheduler);
      expectObservable(limit(cold('-|'), 'poll')).toBe('-|');
      flush();
      expect(scheduler.now()).toBe(1);
    });
  });

  it('starts none of the requests that are unsubscribed together', () => {
    marbles(({ cold, scheduler, flush, expectSubscriptions }) => {
      const limit = limited({ ...MUCH, maxConcurrentRequests: 1 }, scheduler);
      const requests = [cold('-'), cold('-'), cold('-|'), cold('-|')];
      const [first, second] = requests.slice(0, 3).map(request => limit(request, 'poll').subscribe());
      scheduler.schedule(() => {
        first!.unsubscribe();
        second!.unsubscribe();
        // Those that wait are served before it.
        limit(requests[3]!, 'poll').subscribe();
      }, 3);
      flush();
      requests.forEach((request, i) =>
        expectSubscriptions(request.subscriptions).toBe(['^--!', [], '---^!', '----^!'][i]!),
      );
    });
  });

  it.each<[RequestKind, RequestKind]>([
    ['poll', 'create'],
    ['create', 'poll'],
  ])('keeps its timer when a waiting %s is unsubscribed and a %s waits', (gone, kept) => {
    marbles(({ cold, scheduler, expectObservable, expectSubscriptions }) => {
      const limit = limited({ ...MUCH, maxRequestsPerSecond: 1 }, scheduler);
      const request = cold('|');
      expectObservable(limit(cold('|'), 'poll')).toBe('|');
      expectObservable(limit(request, kept)).toBe('1s |');
      expectObservable(limit(cold('|'), gone), '-^--!').toBe('');
      expectSubscriptions(request.subscriptions).toBe('1s (^!)');
    });
  });

  it('does not wait longer because the clock was set back', () => {
    marbles(({ cold, scheduler, expectObservable, expectSubscriptions }) => {
      let backMs = 0;
      const clock = {
        now: () => 7_200_000 + scheduler.now() - backMs,
        schedule: scheduler.schedule.bind(scheduler),
      };
      const limit = limited({ ...MUCH, maxRequestsPerSecond: 1 }, clock);
      const request = cold('|');
      expectObservable(limit(request, 'poll')).toBe('|');
      scheduler.schedule(() => (backMs = 3_600_000), 500);
      expectObservable(limit(request, 'poll'), '600ms ^').toBe('1600ms |');
      // Only the time since the last reading is lost.
      expectSubscriptions(request.subscriptions).toBe(['(^!)', '1600ms (^!)']);
    });
  });
});
