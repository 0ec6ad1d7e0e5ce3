import { expect } from '@jest/globals';
import {
  CircuitBreakerError,
  JobNotFoundError,
  NetworkError,
  ProtocolError,
  RateLimitError,
  type TranslationError,
} from 'heygen-rx';
import { decideAfterFailure, type AfterFailure } from '../../../lib/policy/watch/after-failure.js';
import type { Attempts } from '../../../lib/policy/retry/retry.js';

const RETRY = { maxAttempts: 3, initialDelayMs: 500, maxDelayMs: 3000, multiplier: 2, jitterFactor: 0.1 };
const reset = new NetworkError('reset');
const gone = new JobNotFoundError('gone', { status: 404 });
const nonsense = new ProtocolError('what?');
const tries = (failed: number, senseless = 0): Attempts => ({ failed, counted: failed, senseless });

describe('decideAfterFailure', () => {
  it.each<[string, TranslationError, Attempts, boolean, boolean, AfterFailure]>([
    // the error, the tries before it, whether the poll was the last, whether there is a token
    [
      'a first blip',
      reset,
      tries(0),
      false,
      true,
      { kind: 'retry', delayMs: 500, hintMs: undefined, attempts: tries(1) },
    ],
    [
      'a hint',
      new RateLimitError('', { retryAfterMs: 900 }),
      tries(0),
      false,
      true,
      { kind: 'retry', delayMs: 900, hintMs: 900, attempts: { failed: 1, counted: 0, senseless: 0 } },
    ],
    ['tries used up', reset, tries(2), false, true, { kind: 'slow', hintMs: undefined, attempts: tries(0) }],
    [
      'budget used up',
      reset,
      tries(0),
      false,
      false,
      { kind: 'slow', hintMs: undefined, attempts: tries(0) },
    ],
    [
      'tries used up by nonsense, which goes on counting',
      nonsense,
      tries(2, 1),
      false,
      true,
      { kind: 'slow', hintMs: undefined, attempts: tries(0, 2) },
    ],
    ['the third nonsense', nonsense, tries(0, 2), false, true, { kind: 'final' }],
    ['a refusal', gone, tries(0), false, true, { kind: 'final' }],
    ['a refusal of the last poll', gone, tries(0), true, true, { kind: 'final' }],
    ['a blip of the last poll', reset, tries(0), true, true, { kind: 'too-late' }],
    [
      'an open circuit before the last poll',
      new CircuitBreakerError(''),
      tries(0),
      true,
      true,
      { kind: 'too-late' },
    ],
  ])('%s', (_name, error, attempts, wasLast, hasToken, expected) => {
    const poll = { attempts, retry: RETRY, random: () => 0.5, wasLast, spendToken: () => hasToken };
    expect(decideAfterFailure(error, poll)).toEqual(expected);
  });

  it('spends a token for a retry only', () => {
    let spent = 0;
    const poll = { retry: RETRY, random: () => 0.5, spendToken: () => ++spent > 0 };
    decideAfterFailure(gone, { ...poll, attempts: tries(0), wasLast: false });
    decideAfterFailure(reset, { ...poll, attempts: tries(0), wasLast: true });
    decideAfterFailure(reset, { ...poll, attempts: tries(2), wasLast: false });
    expect(spent).toBe(0);
    decideAfterFailure(reset, { ...poll, attempts: tries(0), wasLast: false });
    expect(spent).toBe(1);
  });
});
