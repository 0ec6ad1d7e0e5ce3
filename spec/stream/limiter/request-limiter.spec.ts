import { expect } from '@jest/globals';
import { Observable, type SchedulerLike } from 'rxjs';
import { CircuitBreaker, RateLimitError, ServerError } from 'heygen-rx';
import { marbles } from 'heygen-rx/testing';
import { RequestGate } from '../../../lib/stream/limiter/request-gate.js';
import { RequestLimiter, type RequestKind } from '../../../lib/stream/limiter/request-limiter.js';
import { TimerQueue } from '../../../lib/stream/time/timer-queue.js';

interface Limits {
  readonly maxConcurrentRequests: number;
  readonly maxRequestsPerSecond: number;
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

  it('cancels its timer when the waiting requests are unsubscribed', () => {
    marbles(({ cold, scheduler, expectObservable, flush }) => {
      const limit = limited({ ...MUCH, maxRequestsPerSecond: 1 }, scheduler);
      expectObservable(limit(cold('|'), 'poll')).toBe('|');
      expectObservable(limit(cold('|'), 'poll'), '-^--!').toBe('');
      flush();
      expect(scheduler.now()).toBe(4);
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
