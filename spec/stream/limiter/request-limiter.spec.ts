import { expect } from '@jest/globals';
import type { Observable, SchedulerLike } from 'rxjs';
import { CircuitBreaker, RateLimitError, ServerError } from 'heygen-rx';
import { marbles } from 'heygen-rx/testing';
import { RequestGate } from '../../../lib/stream/limiter/request-gate.js';
import { RequestLimiter, type Lane } from '../../../lib/stream/limiter/request-limiter.js';

interface Limits {
  readonly maxConcurrentRequests: number;
  readonly maxRequestsPerSecond: number;
}

/** A gate whose breaker never opens. */
function limited(limits: Limits, scheduler: SchedulerLike) {
  const gate = new RequestGate(
    new CircuitBreaker({ failureThreshold: 1e6 }),
    new RequestLimiter(limits, scheduler),
  );
  return <T>(request$: Observable<T>, lane: Lane): Observable<T> =>
    gate.pass({ request: () => request$, lane, whenOpen: 'fail' });
}

/** Sends requests of 5 ms, all asked for at 0, and tells when each was sent. */
function sending(
  limits: Limits,
  requests: readonly { lane?: Lane; ends?: string; error?: unknown }[],
  sent: readonly string[],
) {
  marbles(({ cold, scheduler, expectSubscriptions }) => {
    const limit = limited(limits, scheduler);
    requests.forEach(({ lane = 'poll', ends = '-----|', error }, i) => {
      const request = cold(ends, undefined, error);
      limit(request, lane).subscribe({ error: () => undefined });
      expectSubscriptions(request.subscriptions).toBe(sent[i]!);
    });
  });
}

const many = (count: number) => Array.from({ length: count }, () => ({}));
const MUCH = { maxConcurrentRequests: 1000, maxRequestsPerSecond: 1000 };

describe('RequestLimiter', () => {
  it('lets so many go at once, first come first served', () => {
    sending({ ...MUCH, maxConcurrentRequests: 2 }, many(5), [
      '^----!',
      '^----!',
      '-----^----!',
      '-----^----!',
      '----------^----!',
    ]);
  });

  it('lets so many go in any second', () => {
    sending({ ...MUCH, maxRequestsPerSecond: 2 }, many(5), [
      '^----!',
      '^----!',
      '1s ^----!',
      '1s ^----!',
      '2s ^----!',
    ]);
  });

  it('keeps the silence that the service asks for, of a throttle and of a 503', () => {
    for (const error of [
      new RateLimitError('slow down', { retryAfterMs: 20 }),
      new ServerError('later', { status: 503, retryAfterMs: 20 }),
    ]) {
      const requests = [{ ends: '--#', error }, {}, {}];
      sending({ ...MUCH, maxConcurrentRequests: 1 }, requests, ['^-!', '22ms ^----!', '27ms ^----!']);
    }
  });

  it('holds creates back without holding back polls', () => {
    const error = new RateLimitError('ten jobs at once', { retryAfterMs: 20 });
    const requests = [
      { lane: 'create' as const, ends: '--#', error },
      { lane: 'create' as const },
      { lane: 'poll' as const },
    ];
    sending({ ...MUCH, maxConcurrentRequests: 1 }, requests, ['^-!', '22ms ^----!', '--^----!']);
  });

  it('lets creates and polls take turns', () => {
    const requests = (['poll', 'poll', 'create', 'create'] as const).map(lane => ({ lane }));
    sending({ ...MUCH, maxConcurrentRequests: 1 }, requests, [
      '^----!',
      '----------^----!',
      '-----^----!',
      '---------------^----!',
    ]);
  });

  it('makes room for the next when a request is left', () => {
    marbles(({ cold, scheduler, expectObservable, expectSubscriptions }) => {
      const limit = limited({ ...MUCH, maxConcurrentRequests: 1 }, scheduler);
      const request = cold('-----|');
      expectObservable(limit(request, 'poll'), '^--!').toBe('---');
      expectObservable(limit(request, 'poll'), '-^--------!').toBe('--------|');
      expectSubscriptions(request.subscriptions).toBe(['^--!', '---^----!']);
    });
  });

  it('leaves no timer behind when those who wait have left', () => {
    marbles(({ cold, scheduler, expectObservable, flush }) => {
      const limit = limited({ ...MUCH, maxRequestsPerSecond: 1 }, scheduler);
      expectObservable(limit(cold('|'), 'poll')).toBe('|');
      expectObservable(limit(cold('|'), 'poll'), '-^--!').toBe('');
      flush();
      expect(scheduler.now()).toBe(4);
    });
  });

  it('does not make anybody wait for a clock that was put back', () => {
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
      // What passed since the last reading is lost, no more.
      expectSubscriptions(request.subscriptions).toBe(['(^!)', '1600ms (^!)']);
    });
  });
});
