import type { Outcome } from './outcome.js';

/** The recent calls, for a failure rate: in buckets, so that its size does not grow with the number of calls. Oldest first. */
export type CallWindow = readonly Bucket[];

interface Bucket {
  /** When its first call ended: epoch ms. */
  readonly since: number;
  readonly calls: number;
  readonly failures: number;
}

/** The number of buckets of a window: it covers between 0.9 and 1.0 of `windowMs`, never more. */
const BUCKETS = 10;

/** No calls yet. */
export const emptyWindow: CallWindow = [];

/** The window after one more call. */
export function counted(window: CallWindow, outcome: Outcome, windowMs: number, now: number): CallWindow {
  const recent = window.filter(({ since }) => since >= now - windowMs);
  const last = recent.at(-1);
  const failures = outcome === 'failure' ? 1 : 0;
  return last !== undefined && now < last.since + windowMs / BUCKETS
    ? [...recent.slice(0, -1), { ...last, calls: last.calls + 1, failures: last.failures + failures }]
    : [...recent, { since: now, calls: 1, failures }];
}

/** Are there enough calls, with too many failures among them? */
export function exceedsRate(window: CallWindow, failureRate: number, minimumCalls: number): boolean {
  const calls = window.reduce((sum, bucket) => sum + bucket.calls, 0);
  const failures = window.reduce((sum, bucket) => sum + bucket.failures, 0);
  return calls >= minimumCalls && failures / calls >= failureRate;
}
