import { expect } from '@jest/globals';
import {
  AuthenticationError,
  JobNotFoundError,
  NetworkError,
  RateLimitError,
  type TranslationError,
} from '../../../lib/model/errors.js';
import { decideOneShotRetry, type OneShot } from '../../../lib/policy/retry/one-shot.js';
import { NO_ATTEMPTS, type Attempts } from '../../../lib/policy/retry/retry.js';

const reset = new NetworkError('reset');
const gone = new JobNotFoundError('no such job', { status: 404 });
const slowDown = (retryAfterMs?: number) => new RateLimitError('slow down', { retryAfterMs });

/** Waits of 100, 200, 400 ms; three attempts; 50 ms at least between two requests. */
const RULES = {
  retry: { maxAttempts: 3, initialDelayMs: 100, maxDelayMs: 400, multiplier: 2, jitterFactor: 0 },
  minIntervalMs: 50,
  random: () => 0.5,
  isAwaited: true,
};

const SO_FAR: OneShot = { attempts: NO_ATTEMPTS, isEarly: false, leftMs: 10_000 };
const failed = (count: number): { readonly attempts: Attempts } => ({
  attempts: { failed: count, counted: count, protocolErrors: 0 },
});

describe('a request that somebody awaits', () => {
  it.each<[string, TranslationError, Partial<OneShot>, number | string]>([
    ['is sent again after a delay', reset, {}, 100],
    ['after a longer one the second time', reset, failed(1), 200],
    ['is not sent again when its attempts are used up', reset, failed(2), 'exhausted'],
    ['is not sent again after a refusal', new AuthenticationError('no', { status: 401 }), {}, 'final'],
    ['waits as long as the service asks', slowDown(700), {}, 700],
    ['fails at once when the service asks to wait longer than the time left', slowDown(10_001), {}, 'final'],
    ['waits when the service asks to wait exactly the time left', slowDown(10_000), {}, 10_000],
    [
      'counts its attempts, though a throttle with a hint is not counted elsewhere',
      slowDown(5),
      failed(2),
      'final',
    ],
    ['has another attempt below that', slowDown(5), failed(1), 200],
    ['waits no longer than it has time', reset, { leftMs: 60 }, 60],
    ['is over when its time is', reset, { leftMs: 0 }, 'final'],
    ['is over after its time', reset, { leftMs: -1 }, 'final'],
    // It may only be too early to ask for a job that was just created.
    ['is sent again when it may be too early', gone, { isEarly: true }, 100],
    ['as often as there is time', gone, { isEarly: true, ...failed(9) }, 400],
    ['is over when it was too early for all its time', gone, { isEarly: true, leftMs: 0 }, 'final'],
  ])('%s', (_title, error, soFar, expected) => {
    const decision = decideOneShotRetry(error, { ...SO_FAR, ...soFar }, RULES);
    expect(decision.kind === 'retry' ? decision.delayMs : decision.kind).toBe(expected);
  });

  it.each<[string, TranslationError, Partial<OneShot>]>([
    ['a failure', reset, {}],
    ['one that was too early', gone, { isEarly: true }],
  ])('counts %s', (_title, error, soFar) => {
    expect(decideOneShotRetry(error, { ...SO_FAR, ...failed(1), ...soFar }, RULES)).toMatchObject({
      kind: 'retry',
      attempts: { failed: 2 },
    });
  });

  it('is not sent just at its deadline, when it would be abandoned at once', () => {
    const decision = decideOneShotRetry(reset, { ...SO_FAR, leftMs: 60 }, { ...RULES, hasDeadline: true });
    expect(decision).toMatchObject({ kind: 'retry', delayMs: 100 });
  });

  it('never follows another one sooner than the shortest interval', () => {
    const retry = { ...RULES.retry, initialDelayMs: 1 };
    expect(decideOneShotRetry(reset, SO_FAR, { ...RULES, retry })).toMatchObject({ delayMs: 50 });
  });
});

describe('a request of a stream, which has a deadline', () => {
  it.each<[string, TranslationError, Partial<OneShot>, number | string]>([
    ['is sent again however often the service asks to wait', slowDown(5), failed(9), 400],
    ['has its attempts for all else', reset, failed(2), 'exhausted'],
    ['fails at once when the service asks to wait longer than the time left', slowDown(10_001), {}, 'final'],
  ])('%s', (_title, error, soFar, expected) => {
    const attempts = error === reset ? soFar : { attempts: { failed: 9, counted: 0, protocolErrors: 0 } };
    const decision = decideOneShotRetry(error, { ...SO_FAR, ...attempts }, { ...RULES, isAwaited: false });
    expect(decision.kind === 'retry' ? decision.delayMs : decision.kind).toBe(expected);
  });
});
