import { expect } from '@jest/globals';
import { asyncScheduler, firstValueFrom, of, Subject, takeUntil } from 'rxjs';
import type { DurableEngine } from 'heygen-rx/durable';
import { sharedLearning } from '../../../lib/durable/worker/shared-learning.js';
import type { TranslationError } from '../../../lib/model/errors.js';
import type { PollingStrategy } from '../../../lib/policy/polling/polling-strategy.js';

it.each<[string, () => unknown]>([
  [
    'throws',
    () => {
      throw new Error('broken');
    },
  ],
  ['rejects', () => Promise.reject(new Error('broken'))],
])(
  'a schedule that %s when it is told of a job does no harm, and its error is an event',
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
