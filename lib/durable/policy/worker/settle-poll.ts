import { errorToJson } from '../../../model/error-json.js';
import { toTranslationError } from '../../../model/errors.js';
import type { ClientEvent } from '../../../model/events.js';
import {
  afterAnswer,
  afterBulkFailure,
  limitAt,
  type BulkLimit,
  type BulkPlace,
} from '../../../policy/bulk/bulk-limit.js';
import { decide } from '../../../policy/watch/decide.js';
import { observedJob } from '../../../policy/watch/observed-job.js';
import { hasChanged, snapshotOf } from '../../../policy/watch/snapshot.js';
import type { Decision, WatchContext } from '../../../policy/watch/decision.js';
import type { WatchState } from '../../../policy/watch/state.js';
import type { ClaimedWatch, Settlement } from '../../engine/watches.js';
import type { PollMeaning } from './poll-meaning.js';

/** What is stored of a watch after a request, and the events to emit after that. */
export interface SettledPoll {
  readonly settlement: Settlement;
  readonly events: readonly ClientEvent[];
}

/** What the decision depends on, beside the watch. */
export interface SettleContext extends WatchContext {
  /** The job's place in the request. */
  readonly place: BulkPlace;
  /** There is a schedule that learns. */
  readonly isLearning: boolean;
}

/** Decides what a poll means for its watch: by `decide`, as in one process. A report that throws while it is read is a failed poll of that job only. */
export function settlePoll(watch: ClaimedWatch, meaning: PollMeaning, context: SettleContext): SettledPoll {
  try {
    return settled(watch, meaning, context);
  } catch (thrown) {
    const input = { type: 'failure', error: toTranslationError(thrown) } as const;
    return settled(watch, { type: 'decide', input }, context);
  }
}

function settled(watch: ClaimedWatch, meaning: PollMeaning, context: SettleContext): SettledPoll {
  switch (meaning.type) {
    case 'unchanged':
      return { settlement: { ...watch, hasChanged: false }, events: [] };
    case 'again':
      return { settlement: pollAgain(watch, meaning, context), events: [] };
    case 'decide': {
      const { input, bulkFailure } = meaning;
      const bulkLimit =
        bulkFailure === undefined
          ? input.type === 'report'
            ? afterAnswer(watch.bulkLimit)
            : watch.bulkLimit
          : afterBulkFailure(watch.bulkLimit, bulkFailure, context.place, context.now);
      const decision = decide(watch.state, input, context);
      return { settlement: settlementOf(watch, decision, bulkLimit, context), events: decision.events };
    }
  }
}

/** The watch is due at once: alone, if a bulk response was not enough. */
function pollAgain(
  { state: before, bulkLimit: limit }: ClaimedWatch,
  { how, isSeen }: Extract<PollMeaning, { readonly type: 'again' }>,
  { now, place }: SettleContext,
): Settlement {
  const bulkLimit = how === 'alone' ? limit : afterBulkFailure(limit, 'split', place, now);
  const state: WatchState = {
    ...before,
    isSeen: before.isSeen || isSeen,
    nextPollAt: Math.min(before.nextPollAt, now),
  };
  return { state, together: how === 'alone' ? 1 : togetherOf(bulkLimit, now), bulkLimit, hasChanged: false };
}

function settlementOf(
  { state: before, terms }: ClaimedWatch,
  decision: Decision,
  bulkLimit: BulkLimit | undefined,
  { now, rules, isLearning }: SettleContext,
): Settlement {
  const { state, next } = decision;
  const hasEnded = next.type === 'settled' || next.type === 'ended';
  return {
    state,
    together: togetherOf(bulkLimit, now),
    bulkLimit,
    hasChanged: hasEnded || hasChangedFor(before, state, terms?.emit === 'polls'),
    end: hasEnded ? { error: next.type === 'ended' ? errorToJson(next.error) : undefined } : undefined,
    observed: isLearning ? observedJob(before, decision, rules) : undefined,
  };
}

/** The first report always changes something. */
const hasChangedFor = (before: WatchState, after: WatchState, everyPoll: boolean): boolean =>
  after.polls > before.polls && (everyPoll || before.polls === 0 || hasChanged(snapshotOf(before), after));

function togetherOf(limit: BulkLimit | undefined, now: number): number | undefined {
  const most = limitAt(limit, now);
  return most === Infinity ? undefined : most;
}
