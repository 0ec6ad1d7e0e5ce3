import { expect } from '@jest/globals';
import { BehaviorSubject, EMPTY, NEVER, of } from 'rxjs';
import { pauseWhen } from 'heygen-rx/browser';
import { marbles } from 'heygen-rx/testing';

const answers = { t: true, f: false };

describe('pauseWhen', () => {
  it('is paused while any signal is true', () => {
    marbles(({ hot, expectObservable }) => {
      const a$ = hot('       -t---f---t-', answers);
      const b$ = hot('       ---t---f---', answers);
      const expected = '     ft-----f-t-';
      expectObservable(pauseWhen(a$, b$)).toBe(expected, answers);
    });
  });

  it('starts with the current state, without a false before it', () => {
    marbles(({ expectObservable }) => {
      const paused$ = pauseWhen(NEVER, new BehaviorSubject(true), NEVER);
      expectObservable(paused$).toBe('t', answers);
    });
  });

  it('counts a signal that has not emitted as false, and keeps the last value of a completed one', () => {
    marbles(({ cold, expectObservable }) => {
      expectObservable(pauseWhen(EMPTY, NEVER)).toBe('f', answers);
      expectObservable(pauseWhen(of(true), cold('--f--t', answers))).toBe('t', answers);
    });
  });

  it('completes when all signals have completed', () => {
    marbles(({ cold, expectObservable }) => {
      expectObservable(pauseWhen(cold('-t|', answers), cold('---t-f-|', answers))).toBe('ft-----|', answers);
    });
  });

  it('errors with the first signal that errors', () => {
    marbles(({ cold, expectObservable }) => {
      expectObservable(pauseWhen(NEVER, cold('-t-#', answers))).toBe('ft-#', answers);
    });
  });

  it('subscribes to each signal once, replays to late subscribers, and unsubscribes with the last', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const signal$ = hot('  --t--f--t----', answers);
      const paused$ = pauseWhen(signal$);
      expectObservable(paused$, '  ^-----! ').toBe('f-t--f', answers);
      expectObservable(paused$, '  ---^-----!').toBe('---t-f--t', answers);
      expectSubscriptions(signal$.subscriptions).toBe('^--------!');
    });
  });

  it('tells a late subscriber how it was when all signals had completed', () => {
    marbles(({ hot, expectObservable }) => {
      const paused$ = pauseWhen(hot('--t|', answers));
      expectObservable(paused$, '^------').toBe('f-t|', answers);
      expectObservable(paused$, '------^').toBe('------(t|)', answers);
    });
  });

  it('refuses an empty list of signals', () => {
    expect(() => pauseWhen()).toThrow('Cannot pause: at least one signal is needed, got none');
  });

  it.each([
    [5, '5'],
    [undefined, 'undefined'],
    [() => true, 'a function'],
  ])('rejects a signal that is not an Observable: %p', (signal, shown) => {
    const complaint = `Cannot pause: each signal must be an Observable, got ${shown}`;
    expect(() => pauseWhen(NEVER, signal as never)).toThrow(complaint);
    expect(() => pauseWhen(signal as never, NEVER)).toThrow(complaint);
  });
});
