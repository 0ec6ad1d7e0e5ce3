import { expect } from '@jest/globals';
import {
  AuthenticationError,
  CircuitBreakerError,
  JobNotFoundError,
  NetworkError,
  ProtocolError,
  QuotaError,
  RateLimitError,
  RequestError,
  ServerError,
  type TranslationError,
} from '../../../lib/model/errors.js';
import {
  decideRetry,
  hintOf,
  NO_ATTEMPTS,
  retryEarly,
  type Attempts,
} from '../../../lib/policy/retry/retry.js';

const CONFIG = { maxAttempts: 5, initialDelayMs: 500, maxDelayMs: 3000, multiplier: 2, jitterFactor: 0.1 };

const reset = new NetworkError('reset', { code: 'ECONNRESET' });
const server = (status: number, retryAfterMs?: number) => new ServerError('no', { status, retryAfterMs });
const throttled = (retryAfterMs?: number) => new RateLimitError('slow down', { retryAfterMs });
const nonsense = new ProtocolError('what?', { status: 200 });

const foreign409 = new ProtocolError('what?', { status: 409 });

/** The delays of a series of failures, and how it ended if it did. */
function series(
  errors: readonly TranslationError[],
  random = () => 0.5,
  countsProtocolErrors?: boolean,
): (number | string)[] {
  const told: (number | string)[] = [];
  let attempts: Attempts = NO_ATTEMPTS;
  for (const error of errors) {
    const decision = decideRetry(error, attempts, CONFIG, random, countsProtocolErrors);
    told.push(decision.kind === 'retry' ? decision.delayMs : decision.kind);
    if (decision.kind !== 'retry') break;
    attempts = decision.attempts;
  }
  return told;
}

describe('decideRetry', () => {
  it.each<[string, TranslationError[], (number | string)[]]>([
    ['the network failed', Array(5).fill(reset), [500, 1000, 2000, 3000, 'exhausted']],
    ['a failing server', [server(500), server(502), server(503), server(504)], [500, 1000, 2000, 3000]],
    ['a hint is a lower bound', [server(503, 700), server(503, 700)], [700, 1000]],
    ['a hint of 0 shortens nothing', [throttled(0)], [500]],
    [
      'a throttle with a hint is not counted',
      Array(7).fill(throttled(100)),
      [500, 1000, 2000, 3000, 3000, 3000, 3000],
    ],
    ['a throttle without one is', Array(5).fill(throttled()), [500, 1000, 2000, 3000, 'exhausted']],
    [
      'a create still in progress is not counted',
      Array(6).fill(server(409)),
      [500, 1000, 2000, 3000, 3000, 3000],
    ],
    ['a server that fails for too long', Array(5).fill(server(500)), [500, 1000, 2000, 3000, 'exhausted']],
    [
      'a 409 that is not JSON is counted: it is no create in progress',
      [foreign409, reset, foreign409, reset, foreign409],
      [500, 1000, 2000, 3000, 'exhausted'],
    ],
    ['three protocol errors in a row', [nonsense, nonsense, nonsense], [500, 1000, 'final']],
    ['not in a row', [nonsense, nonsense, reset, nonsense], [500, 1000, 2000, 3000]],
    ['a refusal', [new RequestError('no', { status: 400 })], ['final']],
    ['a wrong key', [new AuthenticationError('no', { status: 401 })], ['final']],
    ['an empty account', [new QuotaError('no', { status: 402 })], ['final']],
    ['no such job', [new JobNotFoundError('no', { status: 404 })], ['final']],
    ['an open circuit', [new CircuitBreakerError('open')], ['final']],
  ])('%s', (_name, errors, told) => {
    expect(series(errors)).toEqual(told);
  });

  it('takes no number of protocol errors for another service, if they do not count', () => {
    expect(series(Array(5).fill(nonsense), undefined, false)).toEqual([500, 1000, 2000, 3000, 'exhausted']);
  });

  it.each([
    [0, [450, 900]],
    [1, [550, 1100]],
  ])('jitters by ±10 %% at a chance of %d', (chance, told) => {
    expect(series([reset, reset], () => chance)).toEqual(told);
  });
});

describe('hintOf', () => {
  it.each<[TranslationError, number | undefined]>([
    [throttled(5), 5],
    [server(503, 7), 7],
    [throttled(0), 0],
    [throttled(Infinity), Infinity],
    // What a user's transport may put there.
    [throttled(-1), undefined],
    [throttled(NaN), undefined],
    [throttled('5' as never), undefined],
    [throttled(null as never), undefined],
    [reset, undefined],
    [new CircuitBreakerError('', { retryAfterMs: 5 }), undefined],
  ])('%s hints at %p ms', (error, hintMs) => {
    expect(hintOf(error)).toBe(hintMs);
  });
});

it('a failure that may be too early counts against no limit, and stands between protocol errors', () => {
  const before: Attempts = { failed: 2, counted: 1, protocolErrors: 2 };
  expect(retryEarly(before, CONFIG, () => 0.5)).toEqual({
    kind: 'retry',
    delayMs: 2000,
    attempts: { failed: 3, counted: 1, protocolErrors: 0 },
  });
});
