import {
  adaptive,
  type AdaptiveOptions,
  type ObservedJob,
} from '../../../../lib/policy/polling/adaptive/adaptive.js';

describe('adaptive', () => {
  it.each([
    [{}, ': `pollCostMs` is missing'],
    [{ pollCostMs: 0 }, ': `pollCostMs` must be more than 0, got 0'],
    [{ pollCostMs: NaN }, ': `pollCostMs` must be a finite number, got NaN'],
    [{ pollCostMs: '2' }, ': `pollCostMs` must be a finite number, got "2"'],
    [{ pollCostMs: 1, minIntervalMs: 0 }, ': `minIntervalMs` must be at least 1, got 0'],
    [
      { pollCostMs: 1, minIntervalMs: 50, maxIntervalMs: 20 },
      ': `maxIntervalMs` must be at least `minIntervalMs` (50), got 20',
    ],
    [{ pollCostMs: 1, maxIntervalMs: Infinity }, ': `maxIntervalMs` must be a finite number, got Infinity'],
    [{ pollCostMs: 1, prior: 5 }, ' with this prior: the options must be an object, got 5'],
    [
      { pollCostMs: 1, prior: { medianMs: -1, sigma: 1 } },
      ' with this prior: `medianMs` must be more than 0, got -1',
    ],
    [
      { pollCostMs: 1, prior: { medianMs: 1, sigma: 9 } },
      ' with this prior: `sigma` must be from 0.02 to 3, got 9',
    ],
    [
      { pollCostMs: 1, prior: { medianMs: 1, sigma: 1, shape: 2 } },
      ' with this prior: unknown option `shape`, known are medianMs, sigma',
    ],
    [{ pollCostMs: 1, prior: { medianMs: 1 } }, ' with this prior: `sigma` is missing'],
    [{ pollCostMs: 1, key: '' }, ': `key` must be a string of 1 to 255 characters, got ""'],
    [
      { pollCostMs: 1, cost: 1 },
      ': unknown option `cost`, known are pollCostMs, minIntervalMs, maxIntervalMs, prior, key',
    ],
  ])('refuses %j', (options, sentence) => {
    expect(() => adaptive(options as AdaptiveOptions)).toThrow(
      new Error(`Cannot create an adaptive schedule${sentence}`),
    );
  });

  it.each([
    [{}, '`afterMs` is missing'],
    [{ byMs: 5 }, '`afterMs` is missing'],
    [{ afterMs: -1 }, '`afterMs` must be at least 0, got -1'],
    [{ afterMs: 9, byMs: 5 }, '`byMs` must be at least `afterMs` (9), got 5'],
    [{ afterMs: 9, byMs: Infinity }, '`byMs` must be a finite number, got Infinity'],
    [{ afterMs: 9, videoSeconds: 0 }, '`videoSeconds` must be more than 0, got 0'],
    [{ afterMs: 9, key: 7 }, '`key` must be a string of 1 to 255 characters, got 7'],
    [
      { afterMs: 9, key: 'x'.repeat(256) },
      `\`key\` must be a string of 1 to 255 characters, got "${'x'.repeat(60)}..."`,
    ],
    [{ afterMs: 9, at: 1 }, 'unknown option `at`, known are key, videoSeconds, afterMs, byMs'],
  ])('refuses to record %j', (job, sentence) => {
    const schedule = adaptive({ pollCostMs: 1 });
    expect(() => schedule.record(job as ObservedJob)).toThrow(new Error(`Cannot record a job: ${sentence}`));
    expect(schedule.snapshot().jobs).toEqual([]);
  });
});
