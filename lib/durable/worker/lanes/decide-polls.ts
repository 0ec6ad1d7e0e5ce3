import type { ClaimedWatch, Settlement } from '../../engine/watches.js';
import { openAmong } from '../../policy/worker/open-among.js';
import { meaningsOf } from '../../policy/worker/poll-meaning.js';
import type { CheckedOutcome } from '../../policy/worker/poll-outcome.js';
import { rulesOfWatch } from '../../policy/worker/rules-of-watch.js';
import { settlePoll } from '../../policy/worker/settle-poll.js';
import type { WorkerDeps } from '../worker-deps.js';
import type { Settled } from './settle-claim.js';

/** Decides about each watch of a request, in their order: all share what the response says and one retry budget. */
export function decidePolls(
  polled: readonly ClaimedWatch[],
  outcome: CheckedOutcome,
  now: number,
  { rules, retryTokens, random }: Pick<WorkerDeps, 'rules' | 'retryTokens' | 'random'>,
): readonly Settled<Settlement>[] {
  const isLearning = rules.learner !== undefined;
  const jobIds = polled.map(({ state }) => state.jobId);
  const meanings = jobIds.map(meaningsOf(jobIds, outcome));
  const alsoOpenTo = isLearning ? openAmong(polled, meanings, now) : () => undefined;
  return polled.map((watch, index) => {
    const meaning = meanings[index]!;
    if (meaning.type === 'decide' && meaning.input.type === 'report') retryTokens.earn();
    const context = {
      rules: rulesOfWatch(rules.of(watch.terms), watch.state),
      now,
      random,
      canRetry: retryTokens.hasToken,
      alsoOpen: alsoOpenTo(watch),
      place: { index, count: polled.length },
      isLearning,
    };
    const settled = settlePoll(watch, meaning, context);
    for (const { type } of settled.events) if (type === 'RETRY_ATTEMPTED') retryTokens.spend();
    return {
      ...settled,
      // As if the poll had failed.
      ifRefused: error => settlePoll(watch, { type: 'decide', input: { type: 'failure', error } }, context),
    };
  });
}
