// A history: everything that one run of the harness does, as plain data. `arbitrary.ts` draws it, `run-history.ts` plays it, `describe.ts` prints it.
import type { TimerMode } from '../scheduler/virtual-scheduler.js';
import type { Fate } from '../transport/fates.js';

/** Options of one client, and how many ids its transport takes in bulk (0: it has no bulk call). */
export interface ClientPlan {
  readonly minIntervalMs: number;
  readonly maxRequestsPerSecond: number;
  readonly maxConcurrentRequests: number;
  readonly requestTimeoutMs: number;
  readonly createTimeoutMs: number;
  readonly polling: {
    readonly initialIntervalMs: number;
    readonly maxIntervalMs: number;
    readonly multiplier: number;
    readonly timeoutMs: number;
  };
  readonly retry: {
    readonly maxAttempts: number;
    readonly initialDelayMs: number;
    readonly maxDelayMs: number;
  };
  readonly circuitBreaker: {
    readonly failureThreshold: number;
    readonly resetTimeoutMs: number;
    readonly maxResetTimeoutMs: number;
  };
  readonly bulkLimit: number;
}

/** What a small history comes down to; only other values are printed. */
export const PLAIN: ClientPlan = {
  minIntervalMs: 10,
  maxRequestsPerSecond: 50,
  maxConcurrentRequests: 10,
  requestTimeoutMs: 2000,
  createTimeoutMs: 4000,
  polling: { initialIntervalMs: 500, maxIntervalMs: 5000, multiplier: 2, timeoutMs: 8000 },
  retry: { maxAttempts: 5, initialDelayMs: 500, maxDelayMs: 4000 },
  circuitBreaker: { failureThreshold: 5, resetTimeoutMs: 3000, maxResetTimeoutMs: 6000 },
  bulkLimit: 0,
};

/** A job that exists from the start: when it begins to run, and when and how it ends. */
export interface JobPlan {
  readonly runsAtMs: number;
  readonly endsAtMs: number;
  readonly outcome: 'completed' | 'error';
}

/** What a subscriber does inside `next`, at its n-th snapshot. */
export interface Reaction {
  readonly atSnapshot: number;
  readonly do: 'leave' | 'subscribe again' | 'close' | 'wake';
}

/** Indices are taken modulo what there is, so that every history is a valid one. */
export type Action =
  | { readonly do: 'watch'; readonly client: number; readonly job: number; readonly own: boolean }
  | { readonly do: 'watchBatch'; readonly client: number; readonly jobs: number; readonly own: boolean }
  | { readonly do: 'translate'; readonly client: number; readonly own: boolean }
  | { readonly do: 'translateBatch'; readonly client: number; readonly count: number }
  | { readonly do: 'getStatus'; readonly client: number; readonly job: number }
  | { readonly do: 'waitForCompletion'; readonly client: number; readonly job: number }
  | { readonly do: 'waitForBatchCompletion'; readonly client: number; readonly jobs: number }
  | { readonly do: 'createJob'; readonly client: number }
  | { readonly do: 'createBatchJobs'; readonly client: number; readonly count: number }
  | { readonly do: 'leave'; readonly which: number }
  | { readonly do: 'resubscribe'; readonly which: number }
  | { readonly do: 'wake'; readonly client: number; readonly job: number | undefined }
  | { readonly do: 'pause' | 'resume' | 'close' | 'isolate' | 'release'; readonly client: number }
  | { readonly do: 'sleep' | 'jump'; readonly ms: number };

export interface TimedAction {
  /** Ms after the action before it. */
  readonly afterMs: number;
  readonly action: Action;
}

export interface History {
  readonly timers: TimerMode;
  /** For chance inside the client and the lateness of timers. */
  readonly seed: number;
  readonly clients: readonly ClientPlan[];
  readonly sharesBreaker: boolean;
  readonly jobs: readonly JobPlan[];
  /** How requests go, in order, over and over. */
  readonly fates: readonly Fate[];
  readonly latencyMs: number;
  /** What the service asks for where it names a time. */
  readonly hintMs: number;
  readonly actions: readonly TimedAction[];
  /** Done by the subscriber of the first stream. */
  readonly reaction: Reaction | undefined;
  /** Recovery: all faults end here, jobs end by then, and each watch must end within `RECOVERY_MS`. */
  readonly recoversAtMs: number | undefined;
}

/** Virtual time that a watch may take to end once nothing goes wrong any more. */
export const RECOVERY_MS = 45_000;
