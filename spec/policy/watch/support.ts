import {
  AuthenticationError,
  CircuitBreakerError,
  JobNotFoundError,
  NetworkError,
  ProtocolError,
  RateLimitError,
  RequestError,
  type TranslationError,
} from '../../../lib/model/errors.js';
import { exponential } from '../../../lib/policy/polling/exponential.js';
import { begin, decide } from '../../../lib/policy/watch/decide.js';
import type { Decision, WatchContext, WatchInput, WatchRules } from '../../../lib/policy/watch/decision.js';
import type { WatchStart, WatchState } from '../../../lib/policy/watch/state.js';

/** Intervals of 4, 8, 16, 16 ... ms, retries after 2, 4, 4 ... ms, three attempts; a deadline after a second. */
export const RULES: WatchRules = {
  strategy: exponential({ initialIntervalMs: 4, maxIntervalMs: 16, multiplier: 2, jitterFactor: 0 }),
  timeoutMs: 1000,
  retry: { maxAttempts: 3, initialDelayMs: 2, maxDelayMs: 4, multiplier: 2, jitterFactor: 0 },
  minIntervalMs: 1,
  requestTimeoutMs: 30,
};

export const contextAt = (now: number, context: Partial<WatchContext> = {}): WatchContext => ({
  rules: RULES,
  now,
  random: () => 0.5,
  canRetry: true,
  ...context,
});

/** Something that happens, and when. */
export type Happening = readonly [at: number, input: WatchInput, context?: Partial<WatchContext>];

/** What happens at 1 ms, 2 ms, 3 ms ... */
export const inARow = (...inputs: readonly WatchInput[]): readonly Happening[] =>
  inputs.map((input, place) => [place + 1, input]);

/** The decisions about a watch that begins at 0. Each state goes through JSON, as it does where it is stored. */
export function decisions(
  happenings: readonly Happening[],
  start: Partial<WatchStart> = {},
): readonly Decision[] {
  const all = [begin({ jobId: 'job-1', firstPoll: 'at-once', ...start }, contextAt(0))];
  for (const [at, input, context] of happenings) {
    const state = JSON.parse(JSON.stringify(all.at(-1)!.state)) as WatchState;
    all.push(decide(state, input, contextAt(at, context)));
  }
  return all;
}

export const lastDecision = (happenings: readonly Happening[], start?: Partial<WatchStart>): Decision =>
  decisions(happenings, start).at(-1)!;

export const report = (status: string, more: object = {}): WatchInput => ({
  type: 'report',
  report: { jobId: 'job-1', status, ...more },
});

export const failure = (error: TranslationError, isBulk = false): WatchInput => ({
  type: 'failure',
  error,
  isBulk,
});
export const reset = failure(new NetworkError('reset', { code: 'ECONNRESET' }));
export const nonsense = failure(new ProtocolError('not JSON'));
export const gone = failure(new JobNotFoundError('no such job', { status: 404 }));
export const unauthorized = failure(new AuthenticationError('wrong key', { status: 401 }));
export const redirect = failure(new RequestError('elsewhere', { code: 'redirect' }));
export const refusedByCircuit = failure(new CircuitBreakerError('open'));
export const slowDown = (retryAfterMs: number): WatchInput =>
  failure(new RateLimitError('slow down', { retryAfterMs }));
