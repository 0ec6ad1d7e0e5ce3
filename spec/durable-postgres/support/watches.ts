import { firstValueFrom, type Observable } from 'rxjs';
import type { DurableEngine } from '../../../lib/durable/engine/engine.js';
import type { Claim, ClaimTerms } from '../../../lib/durable/engine/claims.js';
import type { ClaimedWatch, NewWatch, Settlement } from '../../../lib/durable/engine/watches.js';
import type { JobId } from '../../../lib/model/job.js';
import { initialState, type WatchState } from '../../../lib/policy/watch/state.js';
import { RULES } from '../../policy/watch/support.js';

/** The account of these specs. */
export const ACCOUNT = 'main';

/** The rate plays no part. */
export const TERMS: ClaimTerms = { perSecond: 1e12, leaseMs: 60_000, probeMs: 10_000 };

/** The value of a call. */
export const run = <T>(answer$: Observable<T>): Promise<T> => firstValueFrom(answer$);

/** A watch to be added, due at once. */
export function newWatch(jobId: JobId, fields: Partial<WatchState> = {}): NewWatch {
  const rules = { ...RULES, timeoutMs: 3_600_000 };
  const context = { rules, now: 0, random: () => 0.5, canRetry: true };
  return { state: { ...initialState({ jobId, firstPoll: 'at-once' }, context), ...fields } };
}

/** Ids as services give them: 32 hexadecimal digits, in no order. */
export const jobIds = (count: number): readonly JobId[] =>
  Array.from({ length: count }, (_, index) => {
    const scattered = (Math.imul(index + 1, 2_654_435_761) >>> 0).toString(16).padStart(8, '0');
    return `${scattered}a1b2c3d4e5f60718293a4b5c`;
  });

/** Adds them, a thousand at a time. */
export async function addAll(engine: DurableEngine, watches: readonly NewWatch[]): Promise<void> {
  for (let start = 0; start < watches.length; start += 1000) {
    await run(engine.addWatches(ACCOUNT, watches.slice(start, start + 1000)));
  }
}

/** A claim that got something. */
export function sent<T>(claim: Claim<T>): Extract<Claim<T>, { type: 'send' }> {
  if (claim.type !== 'send') throw new Error(`not to be sent: ${JSON.stringify(claim)}`);
  return claim;
}

/** Still open after one more poll, and due again after so many ms. */
export function stillOpen({ state }: ClaimedWatch, now: number, dueInMs: number): Settlement {
  const next = { nextPollAt: now + dueInMs, notBeforeAt: now };
  return {
    state: { ...state, status: 'running', isSeen: true, polls: state.polls + 1, at: now, ...next },
    hasChanged: false,
  };
}

/** Settled. */
export function completed({ state }: ClaimedWatch): Settlement {
  const result = { videoUrl: `https://video.example/${state.jobId}` };
  return {
    state: { ...state, status: 'completed', polls: state.polls + 1, result },
    hasChanged: true,
    end: {},
  };
}

/** Real time, in ms. */
export const sleep = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));
