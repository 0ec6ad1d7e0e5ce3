import { expect } from '@jest/globals';
import fc from 'fast-check';
import { Observable, timer } from 'rxjs';
import {
  NetworkError,
  RateLimitError,
  RequestError,
  TranslationClient,
  type StatusReport,
  type TranslationError,
} from 'heygen-rx';
import { marbles } from 'heygen-rx/testing';
import { begin, decide } from '../../../lib/policy/watch/decide.js';
import { hasChanged, snapshotOf } from '../../../lib/policy/watch/snapshot.js';
import type { Decision, WatchInput } from '../../../lib/policy/watch/decision.js';
import { resolvePolling, resolveRetry } from '../../../lib/options/resolve.js';
import type { JobSnapshot } from '../../../lib/model/job.js';
import { SMALL } from '../../helpers/small-client.js';

/** What the service does at one poll, and how long it takes. */
interface Fate {
  readonly word: string;
  readonly latencyMs: number;
}

const FAILURES: Readonly<Record<string, TranslationError>> = {
  reset: new NetworkError('reset'),
  throttled: new RateLimitError('slow down', { retryAfterMs: 9 }),
  refused: new RequestError('no', { status: 403 }),
};

const fate: fc.Arbitrary<Fate> = fc.record({
  word: fc.constantFrom('pending', 'running', 'In queue', 'completed', ...Object.keys(FAILURES)),
  latencyMs: fc.integer({ min: 1, max: 8 }),
});

/** Polls and snapshots as the pipeline makes them. */
function piped(fates: readonly Fate[], timeoutMs: number) {
  const polls: number[] = [];
  const seen: unknown[] = [];
  marbles(({ scheduler, flush }) => {
    const status = () =>
      new Observable<StatusReport>(subscriber => {
        const { word, latencyMs } = fates[polls.push(scheduler.now()) - 1] ?? fates.at(-1)!;
        return timer(latencyMs).subscribe(() => {
          const error = FAILURES[word];
          if (error !== undefined) subscriber.error(error);
          else subscriber.next({ jobId: 'job-1', status: word });
        });
      });
    const transport = { create: () => new Observable<never>(), status };
    const client = new TranslationClient({
      ...SMALL,
      polling: { ...SMALL.polling, timeoutMs },
      circuitBreaker: { failureThreshold: 1e6 },
      maxSilenceMs: 0,
      requestTimeoutMs: 1000,
      transport,
    });
    client.watch('job-1').subscribe({
      next: snapshot => seen.push(snapshot),
      error: (error: unknown) => seen.push(String(error)),
    });
    flush();
  });
  return { polls, seen };
}

/** The same by a fold of `decide` over the script: no stream, no timer. */
function folded(fates: readonly Fate[], timeoutMs: number) {
  const { learner: _, ...polling } = resolvePolling({ ...SMALL.polling, timeoutMs });
  const rules = {
    ...polling,
    retry: resolveRetry(SMALL.retry),
    minIntervalMs: SMALL.minIntervalMs,
    requestTimeoutMs: 1000,
  };
  const contextAt = (now: number) => ({ rules, now, random: () => 0.5, canRetry: true });
  const polls: number[] = [];
  const seen: unknown[] = [];
  let last: JobSnapshot | undefined;
  let decision: Decision = begin({ jobId: 'job-1', firstPoll: 'at-once' }, contextAt(0));
  while (decision.next.type === 'poll') {
    const { word, latencyMs } = fates[polls.push(decision.next.at) - 1] ?? fates.at(-1)!;
    const error = FAILURES[word];
    const input: WatchInput =
      error === undefined
        ? { type: 'report', report: { jobId: 'job-1', status: word } }
        : { type: 'failure', error };
    decision = decide(decision.state, input, contextAt(decision.next.at + latencyMs));
    if (input.type === 'report' && hasChanged(last, decision.state))
      seen.push((last = snapshotOf(decision.state, last)));
  }
  if (decision.next.type === 'ended') seen.push(String(decision.next.error));
  return { polls, seen };
}

describe('the pipeline of a watch', () => {
  it('polls and emits exactly what folding `decide` over the same script gives', () => {
    const scripts = fc.array(fate, { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(scripts, fc.integer({ min: 0, max: 120 }), (fates, timeoutMs) => {
        expect(piped(fates, timeoutMs)).toEqual(folded(fates, timeoutMs));
      }),
      { numRuns: 200 },
    );
  });
});
