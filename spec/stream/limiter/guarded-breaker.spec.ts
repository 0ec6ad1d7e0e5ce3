import { expect } from '@jest/globals';
import { NEVER, of, throwError, timer, type Observable } from 'rxjs';
import { CircuitBreakerError, type Breaker, type CircuitStateName } from 'heygen-rx';
import { marbles } from 'heygen-rx/testing';
import { GuardedBreaker } from '../../../lib/stream/limiter/guarded-breaker.js';

const guarded = (breaker: object): GuardedBreaker => new GuardedBreaker(breaker as Breaker);

/** Throws it. */
function boom(): never {
  throw new Error('boom');
}

describe('the circuit', () => {
  it.each<[CircuitStateName, boolean]>([
    ['closed', true],
    ['half-open', false],
    ['open', false],
    ['isolated', false],
  ])('is %s: a request is let through: %s', (state, isClosed) => {
    expect(guarded({ state }).isClosed).toBe(isClosed);
  });

  it('is not closed if the breaker does not say so', () => {
    const silent = Object.defineProperty({}, 'state', { get: boom });
    expect(guarded(silent).isClosed).toBe(false);
  });
});

describe('asking a breaker for a permit', () => {
  const permit = { generation: 1, isProbe: false };
  const refusal = new CircuitBreakerError('not now');
  it.each([
    ['a permit', permit],
    ['a refusal', refusal],
  ])('gives %s', (_title, answer) => {
    expect(guarded({ ask: () => answer }).ask('poll')).toEqual(answer);
  });

  const neither = 'Cannot poll: the circuit breaker gave neither a permit nor a refusal';
  it.each<[string, () => unknown, string]>([
    ['nothing', () => undefined, neither],
    ['null', () => null, neither],
    ['a number', () => 5, neither],
    ['an object of its own', () => ({}), neither],
    ['another error', () => new Error('not now'), neither],
    ['a promise', () => Promise.reject(new Error('late')), neither],
    ['nothing, as it throws', boom, 'Cannot poll: the circuit breaker threw Error: boom'],
  ])('and gives %s costs one poll', (_title, ask, message) => {
    expect(guarded({ ask }).ask('poll')).toMatchObject({ name: 'ProtocolError', message });
  });
});

describe('the wait after a refusal', () => {
  const refused = (what: string) =>
    expect.objectContaining({ name: 'ProtocolError', message: `Cannot poll: the circuit breaker ${what}` });
  it.each<[string, () => Observable<unknown>, string, unknown]>([
    ['ends when it is worth asking again', () => timer(3), '---|', undefined],
    ['continues while the breaker emits nothing', () => NEVER, '-', undefined],
    [
      'is an error if it ends at once',
      () => of(0),
      '#',
      refused('refused, but did not make the request wait'),
    ],
    ['is an error if it fails', () => throwError(boom), '#', refused('failed: Error: boom')],
    ['is an error if there is none', boom, '#', refused('failed: Error: boom')],
  ])('%s', (_title, turn, picture, error) => {
    marbles(({ expectObservable }) => {
      const breaker = Object.defineProperty({}, 'turn$', { get: turn });
      expectObservable(guarded(breaker).turn$('poll')).toBe(picture, undefined, error);
    });
  });
});
