import { expect } from '@jest/globals';
import {
  map,
  merge,
  mergeMap,
  NEVER,
  of,
  type Observable,
  take,
  throwError,
  timer,
  type OperatorFunction,
} from 'rxjs';
import { CircuitBreaker, type CircuitState, NetworkError, RequestError } from 'heygen-rx';
import { marbles, type MarbleHelpers } from 'heygen-rx/testing';

/** Opens at the second failure in a row, for 10 ms; then 20, 40 ... */
const breakerOf = (scheduler: MarbleHelpers['scheduler'], more = {}) =>
  new CircuitBreaker({
    failureThreshold: 2,
    resetTimeoutMs: 10,
    spreadMs: 10,
    random: () => 0.5,
    scheduler,
    ...more,
  });

/** A state as one letter: c o h i. */
const letter: OperatorFunction<CircuitState, string> = map(({ state }) => state.charAt(0));

const failed = new NetworkError('reset');
const refused = expect.objectContaining({ name: 'CircuitBreakerError' });

describe('CircuitBreaker', () => {
  it('opens after consecutive failures, then lets one probe through, and closes if it succeeds', () => {
    marbles(({ scheduler, cold, expectObservable, expectSubscriptions }) => {
      const breaker = breakerOf(scheduler);
      const failing = cold('-#', undefined, failed);
      const well = cold('   -(a|)');
      const send = (request$: Observable<string>, at: string, answer: string, error?: unknown) =>
        expectObservable(breaker.guard(request$), at).toBe(answer, undefined, error);

      expectObservable(breaker.state$.pipe(letter)).toBe('c--o---------hc');
      send(failing, '^', '                                -#', failed);
      send(failing, '--^', '                              ---#', failed);
      send(well, '   ------^', '                          ------#', refused); // not sent
      send(well, '   -------------^', '                   --------------(a|)'); // the probe
      send(well, '   -------------^', '                   -------------#', refused); // one only
      send(well, '   ---------------^', '                 ----------------(a|)');
      expectSubscriptions(failing.subscriptions).toBe(['^!', '--^!']);
      expectSubscriptions(well.subscriptions).toBe(['-------------^!', '---------------^!']);
    });
  });

  it('says why it refuses, and when to ask again', () => {
    marbles(({ scheduler, cold, expectObservable }) => {
      const breaker = breakerOf(scheduler, { failureThreshold: 1, probeTimeoutMs: 5 });
      const refusal = (message: string, details: object = {}): unknown =>
        expect.objectContaining({ name: 'CircuitBreakerError', message, ...details });
      const send = (request: string, at: string, answer: string, error: unknown): void =>
        expectObservable(breaker.guard(cold(request, undefined, failed)), at).toBe(answer, undefined, error);

      send('#', '^', '#', failed);
      send(
        '-',
        '---^',
        '---#',
        refusal('Nothing was sent: the circuit is open, try again in 7 ms', { retryAfterMs: 7 }),
      );
      send('----(a|)', '----------^', '--------------(a|)', undefined);
      send(
        '-',
        '-----------^',
        '-----------#',
        refusal('Nothing was sent: the circuit is half-open, try again in 4 ms', { retryAfterMs: 4 }),
      );
      scheduler.schedule(() => breaker.isolate(), 15);
      send(
        '-',
        '----------------^',
        '----------------#',
        refusal('Nothing was sent: the circuit was isolated manually'),
      );
    });
  });

  it('stays open for longer when the probe fails', () => {
    marbles(({ scheduler, cold, expectObservable }) => {
      const breaker = breakerOf(scheduler, { failureThreshold: 1 });
      const failing$ = cold('-#', undefined, failed);
      for (const at of ['^', '-----------^', '--------------------------------^']) {
        expectObservable(breaker.guard(failing$), at).toBe(at.replace('^', '-#'), undefined, failed);
      }
      //                                                  10 ms      20 ms                40 ms
      expectObservable(breaker.state$.pipe(letter)).toBe('co---------ho-------------------ho');
    });
  });

  it('lets the next request probe when a probe is cancelled', () => {
    marbles(({ scheduler, cold, expectObservable, expectSubscriptions }) => {
      const breaker = breakerOf(scheduler, { failureThreshold: 1 });
      const well$ = cold('-----(a|)');
      expectObservable(breaker.guard(cold('#', undefined, failed))).toBe('#', undefined, failed);
      expectObservable(breaker.guard(well$), '----------^--!').toBe('----------');
      expectObservable(breaker.guard(well$), '--------------^').toBe('-------------------(a|)');
      expectSubscriptions(well$.subscriptions).toBe(['----------^--!', '--------------^----!']);
      expectObservable(breaker.state$.pipe(letter)).toBe('(co)------h--------c');
    });
  });

  it('counts a probe that hangs as a failure', () => {
    marbles(({ scheduler, expectObservable }) => {
      const breaker = breakerOf(scheduler, { failureThreshold: 1, probeTimeoutMs: 5 });
      expectObservable(
        breaker.guard(
          timer(0, scheduler).pipe(
            map(() => {
              throw failed;
            }),
          ),
        ),
      ).toBe('#', undefined, failed);
      expectObservable(breaker.guard(NEVER), '----------^').toBe('');
      expectObservable(breaker.guard(NEVER), '---------------^').toBe('---------------#', undefined, refused);
      expectObservable(breaker.state$.pipe(letter)).toBe('(co)------h----o');
    });
  });

  it('counts a success at its value, even if the reader then unsubscribes', () => {
    marbles(({ scheduler, cold, expectObservable }) => {
      const breaker = breakerOf(scheduler, { failureThreshold: 1 });
      expectObservable(breaker.guard(cold('#', undefined, failed))).toBe('#', undefined, failed);
      expectObservable(breaker.guard(cold('-a-')).pipe(take(1)), '----------^').toBe('-----------(a|)');
      expectObservable(breaker.state$.pipe(letter)).toBe('(co)------hc');
    });
  });

  it('counts a response once, whatever follows', () => {
    marbles(({ scheduler, cold, expectObservable }) => {
      const breaker = breakerOf(scheduler, { failureThreshold: 1 });
      expectObservable(breaker.guard(cold('-a-#', undefined, failed))).toBe('-a-#', undefined, failed);
      expectObservable(breaker.state$.pipe(letter), '^-----!').toBe('c');
    });
  });

  it('ignores late responses to requests of an earlier state', () => {
    marbles(({ scheduler, cold, expectObservable }) => {
      const breaker = breakerOf(scheduler, { failureThreshold: 1 });
      expectObservable(breaker.guard(cold('---(a|)'))).toBe('---(a|)'); // sent while closed, answers while open
      expectObservable(breaker.guard(cold('-#', undefined, failed))).toBe('-#', undefined, failed);
      expectObservable(breaker.state$.pipe(letter), '^----!').toBe('co---');
    });
  });

  it('counts a refusal by the service as a success', () => {
    marbles(({ scheduler, cold, expectObservable }) => {
      const breaker = breakerOf(scheduler);
      const no = new RequestError('no', { status: 400 });
      for (const error of [failed, no, failed])
        expectObservable(breaker.guard(cold('#', undefined, error))).toBe('#', undefined, error);
      expectObservable(breaker.state$.pipe(letter), '^-!').toBe('c-');
    });
  });

  it('also opens at a failure rate, if configured, so that infrequent polls can open it', () => {
    marbles(({ scheduler, cold, expectObservable }) => {
      const breaker = breakerOf(scheduler, {
        failureThreshold: 9,
        failureRate: 0.5,
        minimumCalls: 4,
        windowMs: 100,
      });
      const well$ = cold('(a|)');
      const failing$ = cold('#', undefined, failed);
      [well$, failing$, well$, failing$].forEach((request$, i) => {
        scheduler.schedule(() => breaker.guard(request$).subscribe({ error: () => undefined }), i);
      });
      expectObservable(breaker.state$.pipe(letter), '^----!').toBe('c--o-');
    });
  });

  describe('waiting requests', () => {
    it('go one at a time while it is half open, and spread out once it is closed', () => {
      marbles(({ scheduler, cold, expectObservable }) => {
        const chances = [0, 0.5, 1];
        const breaker = breakerOf(scheduler, { failureThreshold: 1, random: () => chances.shift() ?? 0 });
        expectObservable(breaker.guard(cold('#', undefined, failed))).toBe('#', undefined, failed);
        const turn$ = (name: string) => breaker.turn$.pipe(map(() => name));
        // The first is the probe and takes 3 ms; the other three follow 0, 5 and 10 ms later.
        const first$ = breaker.turn$.pipe(mergeMap(() => breaker.guard(cold('---(p|)'))));
        expectObservable(merge(first$, turn$('b'), turn$('c'), turn$('d')), '-^').toBe(
          '-------------(pb)-c----(d|)',
        );
        expectObservable(breaker.state$.pipe(letter), '^-------------!').toBe('(co)------h--c');
      });
    });

    it('are released again when the first one released sends nothing', () => {
      marbles(({ scheduler, cold, expectObservable }) => {
        const breaker = breakerOf(scheduler, { failureThreshold: 1 });
        expectObservable(breaker.guard(cold('#', undefined, failed))).toBe('#', undefined, failed);
        expectObservable(breaker.turn$, '-^').toBe('          ----------(a|)', { a: undefined });
        expectObservable(breaker.turn$, '-^').toBe('          --------------------(a|)', { a: undefined });
      });
    });

    it('are let in a moment after a probe was cancelled, not in the middle of it', () => {
      marbles(({ scheduler, cold, flush }) => {
        const breaker = breakerOf(scheduler, { failureThreshold: 1 });
        breaker.guard(cold('#', undefined, failed)).subscribe({ error: () => undefined });
        const told: string[] = [];
        let moment = 'before';
        scheduler.schedule(() => {
          const probe = breaker.guard(NEVER).subscribe();
          breaker.turn$.subscribe(() => told.push(moment));
          moment = 'during the cancellation';
          probe.unsubscribe();
          moment = 'after';
        }, 10);
        flush();
        expect(told).toEqual(['after']);
      });
    });

    it('are let in when an isolation ends', () => {
      marbles(({ scheduler, expectObservable }) => {
        const breaker = breakerOf(scheduler);
        breaker.isolate();
        scheduler.schedule(() => breaker.release(), 5);
        expectObservable(breaker.turn$, '-^').toBe('-----(a|)', { a: undefined });
      });
    });

    it('wait for as long as it stays open after a probe that fails at once, however short the spread', () => {
      marbles(({ scheduler, expectObservable }) => {
        const breaker = breakerOf(scheduler, { failureThreshold: 1, spreadMs: 1 });
        const failing$ = throwError(() => failed);
        expectObservable(breaker.guard(failing$)).toBe('#', undefined, failed);
        const probe$ = breaker.turn$.pipe(mergeMap(() => breaker.guard(failing$)));
        expectObservable(probe$, '-^').toBe('          ----------#', undefined, failed);
        expectObservable(breaker.turn$, '-^').toBe('   ------------------------------(a|)', { a: undefined });
      });
    });

    it('wait no longer than it stays open after a probe that fails at once, however long the spread', () => {
      marbles(({ scheduler, expectObservable }) => {
        const breaker = breakerOf(scheduler, { failureThreshold: 1, spreadMs: 1000 });
        const failing$ = throwError(() => failed);
        expectObservable(breaker.guard(failing$)).toBe('#', undefined, failed);
        const probe$ = breaker.turn$.pipe(mergeMap(() => breaker.guard(failing$)));
        expectObservable(probe$, '-^').toBe('          ----------#', undefined, failed);
        expectObservable(breaker.turn$, '-^').toBe('   ------------------------------(a|)', { a: undefined });
      });
    });

    it('leave no timer behind if they are unsubscribed while they are spread out', () => {
      marbles(({ scheduler, flush }) => {
        const breaker = breakerOf(scheduler, { spreadMs: 1000 });
        breaker.isolate();
        const turn = breaker.turn$.subscribe();
        breaker.release();
        breaker.guard(of('well')).subscribe();
        expect(breaker.state).toBe('closed');
        turn.unsubscribe();
        flush();
        expect(scheduler.now()).toBe(0);
      });
    });

    it('need a timer; without any, there is none', () => {
      marbles(({ scheduler, cold, flush }) => {
        const breaker = breakerOf(scheduler, { failureThreshold: 1 });
        breaker.guard(cold('-#', undefined, failed)).subscribe({ error: () => undefined });
        flush();
        expect(breaker.state).toBe('open');
        expect(scheduler.now()).toBe(1);
      });
    });

    it('need not wait while it is closed', () => {
      marbles(({ scheduler, expectObservable }) => {
        expectObservable(breakerOf(scheduler).turn$).toBe('(a|)', { a: undefined });
      });
    });

    it('are let in after others have unsubscribed', () => {
      marbles(({ scheduler, cold, expectObservable }) => {
        const breaker = breakerOf(scheduler, { failureThreshold: 1 });
        expectObservable(breaker.guard(cold('#', undefined, failed))).toBe('#', undefined, failed);
        expectObservable(breaker.turn$, '-^-!').toBe('');
        expectObservable(breaker.turn$, '-^').toBe('----------(a|)', { a: undefined });
      });
    });

    it('cancel their timer when unsubscribed', () => {
      marbles(({ scheduler, cold, flush }) => {
        const breaker = breakerOf(scheduler, { failureThreshold: 1 });
        breaker.guard(cold('#', undefined, failed)).subscribe({ error: () => undefined });
        scheduler.schedule(() => breaker.turn$.subscribe().unsubscribe(), 1);
        flush();
        expect(scheduler.now()).toBe(1);
      });
    });
  });

  it('is not kept open by a clock set back', () => {
    marbles(({ scheduler, cold, expectObservable }) => {
      let backMs = 0;
      const clock = {
        now: () => 7_200_000 + scheduler.now() - backMs,
        schedule: scheduler.schedule.bind(scheduler),
      };
      const breaker = new CircuitBreaker({ failureThreshold: 1, resetTimeoutMs: 10, scheduler: clock });
      expectObservable(breaker.guard(cold('#', undefined, failed))).toBe('#', undefined, failed);
      scheduler.schedule(() => (backMs = 3_600_000), 5);
      expectObservable(breaker.guard(cold('a')), '-------^').toBe('-------#', undefined, refused);
      // While somebody waits for its turn, no time is lost.
      expectObservable(breaker.turn$, '-^').toBe('----------(a|)', { a: undefined });
      expectObservable(breaker.guard(cold('-(a|)')), '-----------^').toBe('------------(a|)');
    });
  });

  it('can be isolated manually, and probes after its release', () => {
    marbles(({ scheduler, cold, expectObservable }) => {
      const breaker = breakerOf(scheduler);
      scheduler.schedule(() => breaker.isolate(), 2);
      scheduler.schedule(() => breaker.release(), 6);
      expectObservable(breaker.guard(cold('a')), '---^').toBe('---#', undefined, refused);
      expectObservable(breaker.guard(cold('-(a|)')), '-------^').toBe('--------(a|)');
      expectObservable(breaker.state$.pipe(letter)).toBe('c-i---ohc');
    });
  });

  it('emits each change with the state before, from the first on', () => {
    marbles(({ scheduler, cold, expectObservable }) => {
      const breaker = breakerOf(scheduler, { failureThreshold: 1 });
      const changes$ = breaker.transition$.pipe(
        map(({ previous, current }) => `${previous.state} ${current.state}`),
      );
      expectObservable(breaker.guard(cold('-#', undefined, failed))).toBe('-#', undefined, failed);
      expectObservable(changes$, '^--!').toBe('-a', { a: 'closed open' });
    });
  });

  it('emits its states in order, even when a listener changes them', () => {
    marbles(({ scheduler, cold, expectObservable }) => {
      const breaker = breakerOf(scheduler, { failureThreshold: 1 });
      breaker.state$.subscribe(({ state }) => {
        if (state === 'open') breaker.isolate();
      });
      expectObservable(breaker.guard(cold('-#', undefined, failed))).toBe('-#', undefined, failed);
      expectObservable(breaker.state$.pipe(letter)).toBe('c(oi)');
    });
  });

  it('emits a change also to the listener that makes it when it gets the first state', () => {
    const breaker = new CircuitBreaker();
    const states: string[] = [];
    breaker.state$.subscribe(({ state }) => {
      states.push(state);
      if (state === 'closed') breaker.isolate();
    });
    expect(states).toEqual(['closed', 'isolated']);
  });

  it.each([
    [{ failureThreshold: 0 }, '`failureThreshold` must be a whole number of at least 1, got 0'],
    [{ resetTimeoutMs: -1 }, '`resetTimeoutMs` must be more than 0, got -1'],
    [{ resetTimeoutMs: Infinity }, '`resetTimeoutMs` must be a finite number, got Infinity'],
    [{ treshold: 3 }, 'unknown option `treshold`'],
  ])('refuses %j', (options, complaint) => {
    expect(() => new CircuitBreaker(options as object)).toThrow(complaint);
  });
});
