import { expect } from '@jest/globals';
import {
  resolveCircuitBreaker,
  resolveLimits,
  resolvePolling,
  resolveRetry,
  uniform,
  withDefaults,
} from '../../lib/options/resolve.js';
import type { PollingConfig } from '../../lib/options/types.js';
import type { PollingContext, PollingStrategy } from '../../lib/policy/polling/polling-strategy.js';

const contextOf = (more: Partial<PollingContext>): PollingContext => ({
  polls: 1,
  step: 1,
  status: 'running',
  elapsedMs: 0,
  slow: false,
  random: () => 0.5,
  ...more,
});
const every7: PollingStrategy = () => 7;
const every9: PollingStrategy = () => 9;

describe('options that are undefined', () => {
  it('have their default', () => {
    const defaults = { a: 1, b: 2, c: 3 };
    expect(withDefaults(defaults, { a: 5, b: undefined })).toEqual({ a: 5, b: 2, c: 3 });
  });
});

describe('the intervals', () => {
  it.each<[string, PollingConfig, PollingConfig, readonly [number, number]]>([
    // what the user gives, what the service gives, the first interval and the longest
    ['are 0.5 to 5 s', {}, {}, [500, 5000]],
    ['are those of the service', {}, { initialIntervalMs: 2000, maxIntervalMs: 9000 }, [2000, 9000]],
    ['are rather those of the user', { initialIntervalMs: 100 }, { initialIntervalMs: 2000 }, [100, 5000]],
    ['grow with the first', { initialIntervalMs: 60_000 }, {}, [60_000, 60_000]],
    ['shrink with the longest', { maxIntervalMs: 100 }, {}, [100, 100]],
  ])('%s', (_title, given, service, [first, longest]) => {
    const { strategy, learner } = resolvePolling(given, service);
    expect(strategy(contextOf({ step: 1 }))).toBe(first);
    expect(strategy(contextOf({ step: 50 }))).toBe(longest);
    expect(learner).toBeUndefined();
  });
});

describe('the schedule', () => {
  it.each<[string, PollingConfig, PollingConfig, number]>([
    ["is the user's own", { strategy: every7 }, {}, 7],
    ['is that, even with numbers', { strategy: every7, multiplier: 3 }, { strategy: every9 }, 7],
    ["is the service's", {}, { strategy: every9 }, 9],
    ["is the service's with another deadline", { timeoutMs: 5 }, { strategy: every9 }, 9],
    ['has the first interval that the user gives', { initialIntervalMs: 400 }, { strategy: every9 }, 400],
    ['has the longest interval that the user gives', { maxIntervalMs: 300 }, { strategy: every9 }, 300],
    ['has the growth that the user gives', { multiplier: 3 }, { strategy: every9 }, 500],
    ['has the jitter that the user gives', { jitterFactor: 0 }, { strategy: every9 }, 500],
  ])('%s', (_title, given, service, waitMs) => {
    expect(resolvePolling(given, service).strategy(contextOf({}))).toBe(waitMs);
  });

  it('waits for the longest interval while the service is failing', () => {
    const { strategy } = resolvePolling({ strategy: every7, maxIntervalMs: 800 });
    expect(strategy(contextOf({ slow: true }))).toBe(800);
  });

  it('learns if it has a `record`', () => {
    const learning = Object.assign(() => 7, { record: () => undefined });
    expect(resolvePolling({ strategy: learning }).learner).toBe(learning);
    expect(resolvePolling({ strategy: every7 }).learner).toBeUndefined();
  });
});

describe('a random number', () => {
  it.each<[string, () => unknown, number]>([
    ['comes from the user', () => 0.3, 0.3],
    ['may be 0', () => 0, 0],
    ['may be 1', () => 1, 1],
    ['is not negative', () => -0.1, 0.5],
    ['is not above 1', () => 1.1, 0.5],
    ['is not NaN', () => NaN, 0.5],
    ['is not undefined', () => undefined, 0.5],
    ['is not null', () => null, 0.5],
    ['is not a BigInt', () => 1n, 0.5],
    ['is not a string', () => '0.1', 0.5],
    [
      'is there even if the function throws',
      () => {
        throw new Error('no entropy');
      },
      0.5,
    ],
  ])('%s', (_title, random, drawn) => {
    expect(uniform(random as () => number)()).toBe(drawn);
    expect(resolveCircuitBreaker({ random: random as () => number }).random()).toBe(drawn);
  });
});

describe('the defaults', () => {
  it('of retries and of a breaker are filled in', () => {
    expect(resolveRetry({ maxAttempts: 2 })).toEqual({
      maxAttempts: 2,
      initialDelayMs: 500,
      maxDelayMs: 30_000,
      multiplier: 2,
      jitterFactor: 0.1,
    });
    expect(resolveCircuitBreaker({ resetTimeoutMs: 7 })).toMatchObject({
      failureThreshold: 5,
      resetTimeoutMs: 7,
    });
  });

  it('of limits are filled in, and nothing else is a limit', () => {
    const given = { minIntervalMs: 3, maxSilenceMs: undefined, baseUrl: 'http://localhost' };
    const limits = resolveLimits(given);
    expect(limits).toMatchObject({ minIntervalMs: 3, maxSilenceMs: 60_000, maxRequestsPerSecond: 50 });
    expect(limits).not.toHaveProperty('baseUrl');
  });
});
