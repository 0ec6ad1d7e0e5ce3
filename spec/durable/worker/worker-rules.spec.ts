import { expect } from '@jest/globals';
import { memoryEngine, type StoredTerms } from 'heygen-rx/durable';
import { scriptedTransport } from 'heygen-rx/testing';
import { resolveWorker } from '../../../lib/durable/worker/worker-options.js';
import { WorkerRules } from '../../../lib/durable/worker/worker-rules.js';

const context = {
  step: 1,
  polls: 1,
  status: 'running',
  elapsedMs: 0,
  slow: false,
  random: () => 0.5,
} as const;
const worker = (polling: object, defaults?: object) =>
  resolveWorker({
    engine: memoryEngine(),
    transport: Object.assign(scriptedTransport(), { defaults: { polling: defaults } }),
    polling,
    retry: { maxAttempts: 3 },
  });
const intervalOf = (rules: WorkerRules, terms?: StoredTerms): number => rules.of(terms).strategy(context);

describe('the rules of a watch are', () => {
  const rules = new WorkerRules(worker({ initialIntervalMs: 40, maxIntervalMs: 400 }));

  it.each<[string, StoredTerms | undefined, number, number]>([
    // its options; the first interval, and the attempts of a poll
    ['those of the worker', undefined, 40, 3],
    ['its own', { polling: { initialIntervalMs: 20 }, retry: { maxAttempts: 2 } }, 20, 2],
    ['those of the worker where it has none', { key: 'speed' }, 40, 3],
    // 900 is more than the `maxIntervalMs` of the worker.
    ['those of the worker if both do not go together', { polling: { initialIntervalMs: 900 } }, 40, 3],
  ])('%s', (_title, terms, intervalMs, maxAttempts) => {
    expect(intervalOf(rules, terms)).toBe(intervalMs);
    expect(rules.of(terms).retry.maxAttempts).toBe(maxAttempts);
  });

  it('with what its duration depends on, in any case', () => {
    for (const polling of [{}, { initialIntervalMs: 900 }]) {
      expect(rules.of({ polling, key: 'speed', videoSeconds: 9 })).toMatchObject({
        key: 'speed',
        videoSeconds: 9,
      });
    }
  });

  it('those of its service where neither has any', () => {
    expect(intervalOf(new WorkerRules(worker({}, { initialIntervalMs: 70 })))).toBe(70);
  });
});
