import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { progressAt, statusAt, type NewJob } from '../../../mock-backend/jobs/job.js';
import { JobStore } from '../../../mock-backend/jobs/job-store.js';

const storeAt = (clock: { at: number }, over: Partial<ConstructorParameters<typeof JobStore>[0]> = {}) =>
  new JobStore({ processingMs: 1000, queueMs: 0, jobErrors: 0, seed: 7, now: () => clock.at, ...over });

describe('a job', () => {
  const clock = { at: 10_000 };
  const job = storeAt(clock).create({ queueMs: 200, processingMs: 800 });
  const failing = storeAt(clock).create({ outcome: 'error', failure: 'No speech found.' });
  const stuck = storeAt(clock).create({ outcome: 'stuck' });

  it.each([
    [9_000, 'pending', 0],
    [10_000, 'pending', 0],
    [10_199, 'pending', 0.19],
    [10_200, 'running', 0.2],
    [10_999, 'running', 0.99],
    [11_000, 'completed', undefined],
    [99_999, 'completed', undefined],
  ])('at %i is %s', (now, status, progress) => {
    expect(statusAt(job, now)).toBe(status);
    expect(progressAt(job, now)).toBe(progress);
  });

  it('that fails says why', () => {
    expect(statusAt(failing, 11_000)).toBe('error');
    expect(failing.failure).toBe('No speech found.');
  });

  it('that is stuck does not end', () => {
    expect(statusAt(stuck, Number.MAX_SAFE_INTEGER)).toBe('running');
    expect(progressAt(stuck, 20_000)).toBe(0);
  });
});

describe('JobStore', () => {
  it('fails the given share of jobs', () => {
    const store = storeAt({ at: 0 }, { jobErrors: 0.25 });
    const failed = Array.from({ length: 2000 }, () => store.create()).filter(job => job.outcome === 'error');
    expect(Math.abs(failed.length / 2000 - 0.25)).toBeLessThan(0.03);
  });

  it('forgets a deleted job, but still counts it as created', () => {
    const store = storeAt({ at: 0 });
    const { id } = store.create();
    expect(store.delete(id)).toBe(true);
    expect(store.delete(id)).toBe(false);
    expect(store.get(id)).toBeUndefined();
    expect([store.size, store.created]).toEqual([0, 1]);
  });

  it('ends a job by hand', () => {
    const clock = { at: 0 };
    const store = storeAt(clock);
    const { id } = store.create({ outcome: 'stuck', queueMs: 500 });
    clock.at = 100;
    expect(store.settle(id, 'error', 'Out of luck.')).toBe(true);
    expect(store.get(id)).toMatchObject({
      startsAt: 100,
      endsAt: 100,
      outcome: 'error',
      failure: 'Out of luck.',
    });
    expect(store.settle('nobody', 'completed')).toBe(false);
  });

  it('gives the n-th job the same id, times and outcome for the same seed, whatever the other requests', () => {
    const anyJob: fc.Arbitrary<NewJob> = fc.record(
      {
        processingMs: fc.constantFrom(5, [1, 9] as const, { kind: 'exponential', meanMs: 3 } as const),
        outcome: fc.constantFrom('completed' as const, 'error' as const, 'stuck' as const),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.integer(), fc.array(anyJob, { maxLength: 20 }), (seed, others) => {
        const options = {
          seed,
          processingMs: [0, 10_000] as const,
          queueMs: [0, 50] as const,
          jobErrors: 0.5,
        };
        const [one, two] = [storeAt({ at: 5 }, options), storeAt({ at: 5 }, options)];
        for (const other of others) {
          one.create(other);
          two.create();
        }
        expect(one.create()).toEqual(two.create());
        expect(one.create().id).not.toBe(one.list()[0]!.id);
      }),
      { numRuns: 50 },
    );
  });
});
