import { expect, it, jest } from '@jest/globals';
import { AccountLimits } from '../../../../mock-backend/heygen/account/account-limits.js';
import type { TranslationStore } from '../../../../mock-backend/heygen/account/translation-store.js';
import { JobStore } from '../../../../mock-backend/jobs/job-store.js';

it.each([3, Infinity])(
  'with a limit of %d, a create below it does not go through the open jobs',
  concurrency => {
    const get = jest.fn<TranslationStore['get']>();
    const limits = new AccountLimits({
      concurrency,
      retryAfterSeconds: 1,
      quota: Infinity,
      quotaStatus: 402,
      translations: { get } as unknown as TranslationStore,
      now: () => 0,
    });
    const jobs = new JobStore({ processingMs: 1, queueMs: 0, jobErrors: 0, seed: 1, now: () => 0 });
    limits.add(jobs.create());
    limits.add(jobs.create());
    limits.admit(1);
    expect([limits.queueMs(), get.mock.calls]).toEqual([0, []]);
  },
);
