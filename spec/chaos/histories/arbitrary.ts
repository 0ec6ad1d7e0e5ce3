import fc from 'fast-check';
import { FATES, type Fate } from '../transport/fates.js';
import type { Action, ClientPlan, History, JobPlan, Reaction, TimedAction } from './history.js';

const client: fc.Arbitrary<number> = fc.nat({ max: 2 });
const job = fc.nat({ max: 39 });
const which = fc.nat({ max: 15 });
const own = fc.boolean();
const count = fc.integer({ min: 1, max: 5 });

const plan = (timeouts: readonly number[]): fc.Arbitrary<ClientPlan> =>
  fc.record({
    minIntervalMs: fc.constantFrom(10, 0, 200, 1000),
    maxRequestsPerSecond: fc.constantFrom(50, 2, 5, 10),
    maxConcurrentRequests: fc.constantFrom(10, 1, 2, 4),
    requestTimeoutMs: fc.constantFrom(2000, 500, 8000),
    createTimeoutMs: fc.constantFrom(4000, 500, 10_000),
    polling: fc.record({
      initialIntervalMs: fc.constantFrom(500, 200, 1000, 3000),
      maxIntervalMs: fc.constantFrom(5000, 3000),
      multiplier: fc.constantFrom(2, 1.5),
      timeoutMs: fc.constantFrom(...timeouts),
    }),
    retry: fc.record({
      maxAttempts: fc.constantFrom(5, 1, 2, 3),
      initialDelayMs: fc.constantFrom(500, 50, 1000),
      maxDelayMs: fc.constantFrom(4000, 1000),
    }),
    circuitBreaker: fc.record({
      failureThreshold: fc.constantFrom(5, 1, 2, 100),
      resetTimeoutMs: fc.constantFrom(3000, 500),
      maxResetTimeoutMs: fc.constantFrom(6000, 10_000),
    }),
    bulkLimit: fc.constantFrom(0, 100, 3),
  });

const jobs = (longestMs: number): fc.Arbitrary<JobPlan[]> =>
  fc.array(
    fc.record({
      runsAtMs: fc.nat({ max: 3000 }),
      endsAtMs: fc.nat({ max: longestMs }),
      outcome: fc.constantFrom<JobPlan['outcome']>('completed', 'completed', 'error'),
    }),
    { minLength: 1, maxLength: 30, size: 'max' },
  );

/** Mostly fine, as services are; or mostly not. */
const fates: fc.Arbitrary<Fate[]> = fc.oneof(
  fc.array(
    fc.oneof(
      { weight: 3, arbitrary: fc.constant<Fate>('ok') },
      { weight: 1, arbitrary: fc.constantFrom(...FATES) },
    ),
    {
      minLength: 1,
      maxLength: 24,
      size: 'max',
    },
  ),
  fc.array(fc.constantFrom(...FATES), { minLength: 1, maxLength: 6, size: 'max' }),
);

const call: fc.Arbitrary<Action> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('watch' as const), client, job, own }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('watchBatch' as const),
      client,
      jobs: fc.integer({ min: 1, max: 30 }),
      own,
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('translate' as const), client, own }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('translateBatch' as const), client, count }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('getStatus' as const), client, job }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('waitForCompletion' as const), client, job }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('waitForBatchCompletion' as const), client, jobs: count }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('createJob' as const), client }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('createBatchJobs' as const), client, count }) },
);

const event: fc.Arbitrary<Action> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('leave' as const), which }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('resubscribe' as const), which }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('wake' as const),
      client,
      job: fc.option(job, { nil: undefined }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('pause' as const, 'resume' as const), client }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('close' as const, 'isolate' as const, 'release' as const),
      client,
    }),
  },
);

const disturbance: fc.Arbitrary<Action> = fc.oneof(
  fc.record({ do: fc.constant('sleep' as const), ms: fc.constantFrom(1500, 5000, 60_000) }),
  fc.record({ do: fc.constant('jump' as const), ms: fc.constantFrom(-3_600_000, -700, 700, 3_600_000) }),
);

function timed(action: fc.Arbitrary<Action>): fc.Arbitrary<TimedAction> {
  return fc.record({ afterMs: fc.oneof(fc.constant(0), fc.nat({ max: 2500 })), action });
}

const actions = timed(
  fc.oneof(
    { weight: 12, arbitrary: call },
    { weight: 7, arbitrary: event },
    { weight: 1, arbitrary: disturbance },
  ),
);

const reaction: fc.Arbitrary<Reaction | undefined> = fc.option(
  fc.record({
    atSnapshot: fc.integer({ min: 1, max: 3 }),
    do: fc.constantFrom('leave', 'subscribe again', 'close', 'wake'),
  } satisfies { [K in keyof Reaction]: fc.Arbitrary<Reaction[K]> }),
  { nil: undefined, freq: 2 },
);

const common = {
  timers: fc.constantFrom('exact', 'exact', 'late', 'truncated'),
  seed: fc.nat({ max: 1_000_000 }),
  sharesBreaker: fc.boolean(),
  fates,
  latencyMs: fc.constantFrom(20, 3, 100),
  hintMs: fc.constantFrom(1000, 0, 4000),
  actions: fc.array(actions, { minLength: 1, maxLength: 14, size: 'max' }),
  reaction,
} as const;

/** Anything at any time. */
export const anyHistory: fc.Arbitrary<History> = fc.record({
  ...common,
  clients: fc.array(plan([8000, 2000, 20_000, 0]), { minLength: 1, maxLength: 3 }),
  jobs: jobs(15_000),
  recoversAtMs: fc.constant(undefined),
});

/** All faults end at some instant, and so does every job: then each watch must end soon. */
export const recoveringHistory: fc.Arbitrary<History> = fc
  .record({
    ...common,
    clients: fc.array(plan([300_000, 120_000]), { minLength: 1, maxLength: 2 }),
    jobs: jobs(5000),
    faultyMs: fc.nat({ max: 20_000 }),
  })
  .map(({ faultyMs, ...history }) => {
    const lastAt = history.actions.reduce((sum, { afterMs, action }) => sum + afterMs + sleptMs(action), 0);
    return { ...history, recoversAtMs: Math.max(lastAt + 5000, faultyMs) };
  });

const sleptMs = (action: Action): number => (action.do === 'sleep' ? action.ms : 0);
