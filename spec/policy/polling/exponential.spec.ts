import { expect } from '@jest/globals';
import { exponential, fixed, jittered, type PollingContext } from 'heygen-rx';
import { backoff } from '../../../lib/policy/polling/exponential.js';

const context = (fields: Partial<PollingContext> = {}): PollingContext => ({
  polls: 1,
  elapsedMs: 0,
  status: 'running',
  random: () => 0.5,
  ...fields,
});

/** The defaults of a client. */
const CONFIG = { initialIntervalMs: 500, maxIntervalMs: 5000, multiplier: 2, jitterFactor: 0.1 };

describe('exponential', () => {
  it.each([
    // step, random(), interval
    [1, 0.5, 500],
    [2, 0.5, 1000],
    [3, 0.5, 2000],
    [4, 0.5, 4000],
    [5, 0.5, 5000],
    [5000, 0.5, 5000],
    [1, 0, 450],
    [1, 0.999999, 550],
    // Jitter comes after the limit.
    [5, 0, 4500],
    [5, 0.999999, 5500],
    [1, 0.123, 462],
  ])('at step %d and a random number of %d waits %d ms', (step, chance, waitMs) => {
    expect(exponential(CONFIG)(context({ step, random: () => chance }))).toBe(waitMs);
  });

  it('counts polls where steps are not counted', () => {
    expect([0, 1, 2, 3].map(polls => exponential(CONFIG)(context({ polls })))).toEqual([
      500, 500, 1000, 2000,
    ]);
  });

  it('with a multiplier of 1 always waits the same', () => {
    const strategy = exponential({ ...CONFIG, multiplier: 1 });
    expect([1, 2, 1e6].map(step => strategy(context({ step })))).toEqual([500, 500, 500]);
  });

  it.each([
    // progress, age, step, interval: what remains at this rate, between the first interval and the schedule's
    [0.5, 1000, 4, 1000],
    [0.9, 900, 4, 500],
    [0.1, 9000, 4, 4000],
    [1, 9000, 4, 500],
    [7, 9000, 4, 500],
    [0, 9000, 4, 4000],
    [undefined, 9000, 4, 4000],
  ])('at progress %d after %d ms and step %d waits %d ms', (progress, elapsedMs, step, waitMs) => {
    const known = progress === undefined ? {} : { progress };
    expect(exponential(CONFIG)(context({ ...known, elapsedMs, step }))).toBe(waitMs);
  });

  it('waits for maxIntervalMs while the service is failing, whatever the progress', () => {
    expect(exponential(CONFIG)(context({ slow: true, step: 1, progress: 0.99, elapsedMs: 1000 }))).toBe(5000);
  });
});

describe('refused at once', () => {
  it.each<[string, () => unknown, string]>([
    [
      'a multiplier',
      () => exponential({ ...CONFIG, multiplier: 0.5 }),
      '`multiplier` must be at least 1, got 0.5',
    ],
    [
      'an interval',
      () => exponential({ ...CONFIG, initialIntervalMs: NaN }),
      '`initialIntervalMs` must be a finite number, got NaN',
    ],
    [
      'an order',
      () => exponential({ ...CONFIG, maxIntervalMs: 400 }),
      '`maxIntervalMs` must be at least `initialIntervalMs` (500), got 400',
    ],
    [
      'a missing number',
      () => exponential({ initialIntervalMs: 500 } as typeof CONFIG),
      '`maxIntervalMs` is missing',
    ],
    [
      'a misspelt name',
      () => exponential({ ...CONFIG, factor: 2 } as typeof CONFIG),
      'unknown option `factor`',
    ],
    [
      'a text',
      () => fixed('30s' as never),
      'Cannot create a fixed schedule: `intervalMs` must be a finite number, got "30s"',
    ],
    ['nothing', () => fixed(undefined as never), '`intervalMs` is missing'],
    ['much jitter', () => fixed(1000, 10), '`jitterFactor` must be from 0 to 1, got 10'],
    [
      'no schedule',
      () => jittered(1000 as never, 0.1),
      'Cannot spread a schedule: `strategy` must be a function, got 1000',
    ],
    ['no jitter', () => jittered(() => 1000, undefined as never), '`jitterFactor` is missing'],
  ])('%s', (_what, make, message) => {
    expect(make).toThrow(message);
  });
});

describe('fixed', () => {
  it.each([
    [0, 300],
    [0.5, 400],
    [0.75, 450],
  ])('with jitter of a quarter, at a random number of %d waits %d ms', (chance, waitMs) => {
    expect(fixed(400, 0.25)(context({ random: () => chance }))).toBe(waitMs);
  });
});

describe('jittered', () => {
  it('wraps any schedule', () => {
    const quadratic = jittered(({ polls }) => polls ** 2 * 100, 0.5);
    expect([1, 2, 3].map(polls => quadratic(context({ polls, random: () => 0 })))).toEqual([50, 200, 450]);
  });

  it('lets a learning schedule keep learning', () => {
    const recorded: unknown[] = [];
    const learning = Object.assign(() => 100, { record: (job: unknown) => void recorded.push(job) });
    jittered(learning, 0.1).record?.({ afterMs: 0, byMs: 500 });
    expect(recorded).toEqual([{ afterMs: 0, byMs: 500 }]);
    expect(jittered(() => 100, 0.1)).not.toHaveProperty('record');
  });
});

it('an initial interval of 0 stays 0, however often it is multiplied', () => {
  expect(backoff(0, 2, 5000, 2000)).toBe(0);
  expect(backoff(0, 1e300, 5000, 3)).toBe(0);
});
