import { expect } from '@jest/globals';
import {
  counted,
  emptyWindow,
  exceedsRate,
  type CallWindow,
} from '../../../lib/policy/circuit/call-window.js';
import type { Outcome } from '../../../lib/policy/circuit/outcome.js';

/** One call: when it ended, and how. */
type Call = readonly [at: number, outcome: Outcome];

/** A window of 100 ms, counted in steps of 10. */
const windowOf = (calls: readonly Call[]): CallWindow =>
  calls.reduce((window, [at, outcome]) => counted(window, outcome, 100, at), emptyWindow);

const every = (outcome: Outcome, ...times: readonly number[]): Call[] => times.map(at => [at, outcome]);

const many = (count: number, at: number): readonly number[] => Array.from({ length: count }, () => at);

describe('the calls of the last while', () => {
  it.each<[string, readonly Call[], number, number]>([
    // calls, failures
    ['none', [], 0, 0],
    ['successes and failures', [...every('success', 0, 1), ...every('failure', 2)], 3, 1],
    ['those exactly as old as the window still count', every('failure', 0, 100), 2, 2],
    ['older ones do not', every('failure', 0, 101), 1, 1],
    ['a step leaves the window as a whole', [...every('failure', 0, 9), ...every('success', 105)], 1, 0],
    ['the next step stays', [...every('failure', 0, 10), ...every('success', 105)], 2, 1],
    [
      'a failure counts in the step of earlier calls',
      [...every('success', 0), ...every('failure', 5, 5)],
      3,
      2,
    ],
  ])('%s', (_title, calls, all, failures) => {
    const window = windowOf(calls);
    expect(window.reduce((sum, bucket) => sum + bucket.calls, 0)).toBe(all);
    expect(window.reduce((sum, bucket) => sum + bucket.failures, 0)).toBe(failures);
  });

  it('takes no more room with more calls', () => {
    const calls = Array.from({ length: 10_000 }, (_, i): Call => [i / 10, 'failure']);
    expect(windowOf(calls).length).toBeLessThanOrEqual(11);
  });
});

describe('the rate of failures', () => {
  it.each<[string, number, number, boolean]>([
    // failures, successes: too many, at a rate of a half and at least 4 calls?
    ['too few calls', 3, 0, false],
    ['just enough calls', 4, 0, true],
    ['just the rate', 2, 2, true],
    ['below the rate', 2, 3, false],
    ['above the rate', 3, 2, true],
    ['no failure', 0, 4, false],
  ])('%s', (_title, failures, successes, exceeds) => {
    const calls = [...every('failure', ...many(failures, 1)), ...every('success', ...many(successes, 12))];
    expect(exceedsRate(windowOf(calls), 0.5, 4)).toBe(exceeds);
  });
});
