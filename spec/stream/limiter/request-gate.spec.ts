import { expect, jest } from '@jest/globals';
import {
  concat,
  first,
  map,
  merge,
  NEVER,
  Observable,
  of,
  skip,
  switchMap,
  throwError,
  timer,
  type Observer,
  type SchedulerLike,
} from 'rxjs';
import {
  CircuitBreaker,
  NetworkError,
  RateLimitError,
  RequestError,
  TimeoutError,
  type CircuitStateName,
  type Permit,
  type TranslationError,
} from 'heygen-rx';
import { marbles } from 'heygen-rx/testing';
import type { GatedRequest } from '../../../lib/stream/limiter/gated-request.js';
import { RequestGate } from '../../../lib/stream/limiter/request-gate.js';
import { RequestLimiter } from '../../../lib/stream/limiter/request-limiter.js';
import { TimerQueue } from '../../../lib/stream/time/timer-queue.js';
import { endless } from '../../helpers/endless.js';

/** A gate with one slot, whose breaker opens at the first failure, for 20 ms. */
function gateOf(scheduler: SchedulerLike, maxConcurrentRequests = 1, failureThreshold = 1) {
  const timers = new TimerQueue(scheduler);
  const limits = { maxConcurrentRequests, maxRequestsPerSecond: 1000, maxSilenceMs: 60_000 };
  const breaker = new CircuitBreaker({
    failureThreshold,
    resetTimeoutMs: 20,
    spreadMs: 0,
    scheduler,
    random: () => 0.5,
  });
  const gate = new RequestGate(breaker, new RequestLimiter(limits, timers), timers);
  const send = (send: () => unknown, more: Partial<GatedRequest<string>> = {}): Observable<string> =>
    new Observable(subscriber =>
      gate.send<string>(
        { send: send as () => Observable<string>, kind: 'poll', whenOpen: 'fail', timeLimitMs: 10, ...more },
        subscriber,
      ),
    );
  return { gate, breaker, send };
}

/** An Observable of another library, which neither closes its observers nor can be unsubscribed. */
const foreign = (respond: (observer: Observer<string>) => void): Observable<string> =>
  ({
    lift: () => undefined,
    subscribe: (observer: Observer<string>) => {
      respond(observer);
      return { unsubscribe: () => undefined };
    },
  }) as unknown as Observable<string>;

const named = (name: string, more: object = {}): unknown => expect.objectContaining({ name, ...more });
const slowDown = new RateLimitError('slow down', { retryAfterMs: 30 });
const reset = new NetworkError('reset');

describe('a request at the gate', () => {
  it('emits one response', () => {
    marbles(({ scheduler, cold, expectObservable, expectSubscriptions }) => {
      const request$ = cold('--a-b-|');
      expectObservable(gateOf(scheduler).send(() => request$)).toBe('--(a|)');
      expectSubscriptions(request$.subscriptions).toBe('^-!');
    });
  });

  it('takes one response from a transport that responds without end', () => {
    marbles(({ scheduler, expectObservable }) => {
      const { value$, times } = endless('a');
      expectObservable(gateOf(scheduler).send(() => value$)).toBe('(a|)');
      scheduler.schedule(() => expect(times()).toBe(1), 1);
    });
  });

  it('may complete at once, with or without a response', () => {
    marbles(({ scheduler, cold, expectObservable }) => {
      const { send } = gateOf(scheduler);
      expectObservable(send(() => of('a'))).toBe('(a|)');
      expectObservable(send(() => cold('-|'))).toBe('-|');
    });
  });

  it.each<[string, Observable<string>, readonly string[]]>([
    ['two responses', of('a', 'b'), ['a', 'complete']],
    [
      'a response and an error',
      concat(
        of('a'),
        throwError(() => reset),
      ),
      ['a', 'complete'],
    ],
    [
      'a response of a library that goes on after it',
      foreign(observer => {
        observer.next('a');
        observer.next('b');
        observer.error(reset);
        observer.complete();
      }),
      ['a', 'complete'],
    ],
    [
      'an error of a library that goes on after it',
      foreign(observer => {
        observer.error(reset);
        observer.error(slowDown);
        observer.next('a');
        observer.complete();
      }),
      ['NetworkError: reset'],
    ],
    [
      'the end of a library that goes on after it',
      foreign(observer => {
        observer.complete();
        observer.next('a');
        observer.error(reset);
      }),
      ['complete'],
    ],
  ])('notifies its sender once, after %s', (_title, answer$, expected) => {
    marbles(({ scheduler, flush }) => {
      const { gate } = gateOf(scheduler);
      const told: string[] = [];
      gate.send(
        { send: () => answer$, kind: 'poll', whenOpen: 'fail', timeLimitMs: 10 },
        {
          add: () => undefined,
          next: answer => told.push(answer),
          error: (error: unknown) => told.push(String(error)),
          complete: () => told.push('complete'),
        },
      );
      flush();
      expect(told).toEqual(expected);
    });
  });

  it('takes one slot, even if it emits twice at once', () => {
    marbles(({ scheduler, cold, expectObservable, expectSubscriptions }) => {
      const { send } = gateOf(scheduler);
      expectObservable(send(() => of('a', 'b'))).toBe('(a|)');
      const later = [cold('--(c|)'), cold('--(d|)')];
      for (const request$ of later) scheduler.schedule(() => send(() => request$).subscribe(), 1);
      expectSubscriptions(later[0]!.subscriptions).toBe('-^-!');
      expectSubscriptions(later[1]!.subscriptions).toBe('---^-!');
    });
  });

  it('is unsubscribed after a response that comes at once', () => {
    marbles(({ scheduler, cold, expectObservable, expectSubscriptions }) => {
      const both$ = cold('-');
      expectObservable(gateOf(scheduler).send(() => merge(both$, of('a')))).toBe('(a|)');
      expectSubscriptions(both$.subscriptions).toBe('(^!)');
    });
  });

  it('counts as a success of the service only with a response', () => {
    marbles(({ scheduler, cold, expectObservable }) => {
      const failures = ['-#', '-(a|)', '-#', '-|', '-#'];
      const { breaker, send } = gateOf(scheduler, 1, 2);
      for (const request of failures) {
        send(() => cold(request, undefined, reset)).subscribe({ error: () => undefined });
      }
      expectObservable(breaker.state$.pipe(map(({ state }) => state[0]))).toBe('c----o');
    });
  });

  it('is aborted at its time limit, which counts from when it is sent', () => {
    marbles(({ scheduler, cold, expectObservable, expectSubscriptions }) => {
      const { send } = gateOf(scheduler);
      const hangs$ = cold('-');
      const timeout = named('NetworkError', { code: 'timeout', message: 'No response within 10 ms' });
      expectObservable(send(() => cold('-----(a|)'))).toBe('-----(a|)');
      expectObservable(send(() => hangs$)).toBe('---------------#', undefined, timeout);
      expectSubscriptions(hangs$.subscriptions).toBe('-----^---------!');
    });
  });

  it.each<[string, 'poll' | 'create', () => unknown, object]>([
    [
      'throws at a poll',
      'poll',
      () => {
        throw new TypeError('a bug');
      },
      { name: 'ProtocolError', message: 'Cannot poll: the transport threw TypeError: a bug' },
    ],
    [
      'returns no Observable of a poll',
      'poll',
      () => Promise.resolve('a'),
      { name: 'ProtocolError', message: 'Cannot poll: the transport did not return an Observable' },
    ],
    [
      'returns nothing for a create',
      'create',
      () => undefined,
      { name: 'RequestError', message: 'Cannot create a job: the transport did not return an Observable' },
    ],
    [
      'throws at a create',
      'create',
      () => {
        throw new Error('a bug');
      },
      { name: 'RequestError', message: 'Cannot create a job: the transport threw Error: a bug' },
    ],
    [
      'refuses the input of a create',
      'create',
      () => {
        throw new TypeError('no video');
      },
      { name: 'TypeError', message: 'no video' },
    ],
    [
      'refuses a number in the input of a create',
      'create',
      () => {
        throw new RangeError('too long');
      },
      { name: 'RangeError', message: 'too long' },
    ],
    [
      'throws an error of ours',
      'poll',
      () => {
        throw new RequestError('no');
      },
      { name: 'RequestError', message: 'no' },
    ],
  ])('of a transport that %s: an error, and the slot is free', (_title, kind, send, error) => {
    marbles(({ scheduler, cold, expectObservable }) => {
      const gate = gateOf(scheduler);
      expectObservable(gate.send(send, { kind })).toBe('#', undefined, expect.objectContaining(error));
      expectObservable(gate.send(() => cold('-(a|)'))).toBe('-(a|)');
      expectObservable(gate.breaker.state$, '^--!').toBe('c', {
        c: expect.objectContaining({ state: 'closed' }),
      });
    });
  });

  it('fails with an error of ours, whatever the transport fails with', () => {
    marbles(({ scheduler, cold, expectObservable }) => {
      const { send } = gateOf(scheduler);
      expectObservable(send(() => cold('-#', undefined, 'boom'))).toBe(
        '-#',
        undefined,
        named('NetworkError'),
      );
    });
  });

  it('that a transport fails with a `TimeoutError` counts as timed out', () => {
    marbles(({ scheduler, cold, expectObservable }) => {
      const { send } = gateOf(scheduler);
      const cause = new TimeoutError('too late');
      expectObservable(send(() => cold('-#', undefined, cause))).toBe(
        '-#',
        undefined,
        named('NetworkError', { message: 'too late', code: 'timeout', cause }),
      );
    });
  });

  it('that would have to wait for too long never asks for a permit', () => {
    marbles(({ scheduler, flush }) => {
      const { breaker, gate, send } = gateOf(scheduler);
      gate.limiter.report('poll', false, slowDown);
      const ask = jest.spyOn(breaker, 'ask');
      send(() => NEVER, { maxWaitMs: 29 }).subscribe({ error: () => undefined });
      flush();
      expect(ask).not.toHaveBeenCalled();
      expect(scheduler.now()).toBe(0);
    });
  });

  it('fails when it would have to wait for too long', () => {
    marbles(({ scheduler, cold, expectObservable, expectSubscriptions }) => {
      const { send } = gateOf(scheduler);
      const late$ = cold('-(b|)');
      const silence = (retryAfterMs: number) =>
        named('RateLimitError', {
          retryAfterMs,
          code: 'silence',
          message: `Nothing was sent: the service asked to wait ${retryAfterMs} ms`,
        });
      expectObservable(send(() => cold('--#', undefined, slowDown))).toBe('--#', undefined, slowDown);
      // One that waits already, one that comes later, and two that can wait.
      expectObservable(send(() => cold('-(a|)'), { maxWaitMs: 29 })).toBe('--#', undefined, silence(30));
      expectObservable(
        send(() => late$, { maxWaitMs: 24 }),
        '-------^',
      ).toBe('-------#', undefined, silence(25));
      expectSubscriptions(late$.subscriptions).toBe([]);
      expectObservable(send(() => cold('-(c|)'), { maxWaitMs: 30 })).toBe('33ms (c|)');
      expectObservable(send(() => cold('-(d|)'))).toBe('34ms (d|)');
    });
  });

  it('fails at an open circuit, or waits for it', () => {
    marbles(({ scheduler, cold, expectObservable, expectSubscriptions }) => {
      const { send } = gateOf(scheduler);
      const request$ = cold('-(a|)');
      expectObservable(send(() => cold('-#', undefined, reset))).toBe('-#', undefined, reset);
      expectObservable(
        send(() => request$),
        '--^',
      ).toBe('--#', undefined, named('CircuitBreakerError'));
      expectObservable(
        send(() => request$, { whenOpen: 'wait' }),
        '--^',
      ).toBe('22ms (a|)');
      expectObservable(
        send(() => request$, { whenOpen: 'wait' }),
        '--^---!',
      ).toBe('');
      expectSubscriptions(request$.subscriptions).toBe('21ms ^!');
    });
  });

  it('opens the circuit at its time limit, but not when it is cancelled', () => {
    marbles(({ scheduler, expectObservable }) => {
      const { breaker, send } = gateOf(scheduler, 2);
      expectObservable(
        send(() => NEVER),
        '^--!',
      ).toBe('');
      expectObservable(
        send(() => NEVER),
        '-----^',
      ).toBe('---------------#', undefined, named('NetworkError'));
      const states: string[] = [];
      breaker.state$.subscribe(({ state }) => states.push(`${scheduler.now()} ${state}`));
      scheduler.schedule(() => expect(states).toEqual(['0 closed', '15 open']), 16);
    });
  });

  it.each([
    ['at its time limit', NEVER],
    ['of a dead connection', timer(9).pipe(switchMap(() => throwError(() => reset)))],
  ])('says nothing about the service if it fails after a sleep of the machine: %s', (_, request$) => {
    marbles(({ scheduler, expectObservable, flush }) => {
      let sleptMs = 0;
      const clock = {
        now: () => scheduler.now() + sleptMs,
        schedule: scheduler.schedule.bind(scheduler),
      };
      const { breaker, send } = gateOf(clock);
      scheduler.schedule(() => (sleptMs = 3_600_000), 5);
      expectObservable(send(() => request$)).toBe(
        request$ === NEVER ? '----------#' : '---------#',
        undefined,
        named('NetworkError'),
      );
      flush();
      expect(breaker.state).toBe('closed');
    });
  });

  it('gives its slot and its permit back, however it ends', () => {
    marbles(({ scheduler, cold, expectObservable }) => {
      const { send } = gateOf(scheduler);
      const refused = new RequestError('no', { status: 400 }) as TranslationError;
      expectObservable(send(() => cold('--(a|)'))).toBe('--(a|)');
      expectObservable(send(() => cold('--#', undefined, refused))).toBe('----#', undefined, refused);
      expectObservable(send(() => cold('--|'))).toBe('------|');
      expectObservable(
        send(() => cold('----(b|)')),
        '^-------!',
      ).toBe('');
      expectObservable(send(() => cold('-(c|)'))).toBe('---------(c|)');
    });
  });
});

describe('a request that a listener to the state of the circuit cancels', () => {
  /** Sends a request at 10 ms, while the circuit is open, and cancels it at this state. */
  function cancelledAt(
    wanted: CircuitStateName,
    before: (breaker: CircuitBreaker) => void,
    after: (breaker: CircuitBreaker) => void,
  ): void {
    marbles(({ scheduler, cold, flush, expectSubscriptions }) => {
      const { send, breaker } = gateOf(scheduler, 2);
      const request$ = cold('-----a');
      breaker.settle(breaker.ask() as Permit, 'failure');
      const settle = jest.spyOn(breaker, 'settle');
      before(breaker);
      timer(10).subscribe(() => {
        const request = send(() => request$, { whenOpen: 'wait' }).subscribe();
        breaker.state$
          .pipe(
            skip(1),
            first(({ state }) => state === wanted),
          )
          .subscribe(() => request.unsubscribe());
      });
      flush();
      expectSubscriptions(request$.subscriptions).toBe([]);
      // It gives back the permit that it got, and no other.
      for (const [permit] of settle.mock.calls) expect(permit).toHaveProperty('generation');
      after(breaker);
    });
  }

  it('as it becomes the probe is not sent, and another one may be', () => {
    cancelledAt(
      'half-open',
      () => undefined,
      breaker => expect(breaker.ask()).toHaveProperty('generation'),
    );
  });

  it('as the circuit opens again is not sent', () => {
    // A probe that hangs: after 30 s the circuit opens again.
    cancelledAt(
      'open',
      breaker => timer(20).subscribe(() => breaker.ask()),
      ({ state }) => expect(state).toBe('open'),
    );
  });
});
