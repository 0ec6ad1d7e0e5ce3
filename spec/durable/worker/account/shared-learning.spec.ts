import { expect } from '@jest/globals';
import { asyncScheduler, firstValueFrom, of, Subject, takeUntil, timer } from 'rxjs';
import type { ObservedJob } from 'heygen-rx';
import { memoryEngine, type DurableEngine } from 'heygen-rx/durable';
import { marbles } from 'heygen-rx/testing';
import { sharedLearning } from '../../../../lib/durable/worker/account/shared-learning.js';
import type { TranslationError } from '../../../../lib/model/errors.js';
import type { PollingStrategy } from '../../../../lib/policy/polling/polling-strategy.js';
import {
  newWatch,
  requestsOf,
  runWorker,
  SMALL_WORKER,
  smallWorker,
  typesOf,
} from '../../support/small-worker.js';

it.each<[string, () => unknown]>([
  [
    'throws',
    () => {
      throw new Error('broken');
    },
  ],
  ['rejects', () => Promise.reject(new Error('broken'))],
])(
  'a schedule that %s when it learns of a job does no harm, and its error is an event',
  async (_, record) => {
    const errorSubject = new Subject<TranslationError>();
    const engine = {
      readObserved: () => of({ jobs: [{ afterMs: 1, byMs: 2 }], cursor: '1' }),
    } as unknown as DurableEngine;
    const schedule = Object.assign(() => 4, { record }) as PollingStrategy;
    const deps = {
      scheduler: asyncScheduler,
      random: () => 0.5,
      onError: (error: TranslationError) => errorSubject.next(error),
    };
    const error = firstValueFrom(errorSubject);
    sharedLearning(schedule, engine, 'main', deps).pipe(takeUntil(errorSubject)).subscribe();
    expect((await error).message).toBe('`record` of a schedule failed: broken');
  },
);

describe('a worker with a schedule that learns', () => {
  it('gives it what all workers have observed', () => {
    marbles(({ flush }) => {
      const engine = memoryEngine();
      const learned: ObservedJob[] = [];
      const strategy: PollingStrategy = Object.assign(() => 4, {
        record: (job: ObservedJob) => void learned.push(job),
      });
      const script = { jobs: { a: 'p--c' }, ages: true };
      const observer = smallWorker(script, { engine, polling: { ...SMALL_WORKER.polling, strategy } });
      runWorker(observer, ['a'], 15_000);
      flush();
      expect(learned).toEqual([{ afterMs: 1, byMs: 6 }]);
    });
  });

  it('continues if that throws', () => {
    marbles(({ flush }) => {
      const record = () => {
        throw new Error('broken');
      };
      const strategy: PollingStrategy = Object.assign(() => 4, { record });
      const options = { polling: { ...SMALL_WORKER.polling, strategy } };
      const small = smallWorker({ jobs: { a: 'p--c' }, ages: true }, options);
      const events = runWorker(small, ['a'], 15_000);
      timer(12_000).subscribe(() => small.engine.addWatches('main', [newWatch('b')]).subscribe());
      flush();
      expect(typesOf(events)).toContain('ERROR_OCCURRED');
      expect(requestsOf(small)).toContain('b');
    });
  });
});
