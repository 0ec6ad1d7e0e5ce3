import type { OpenJob } from '../../../policy/polling/polling-strategy.js';
import { ageOf } from '../../../policy/watch/state.js';
import type { ClaimedWatch } from '../../engine/watches.js';
import type { PollMeaning } from './poll-meaning.js';

/** For each watch, the other jobs that the same response reports as open: a schedule that learns uses them. */
export function openAmong(
  sent: readonly ClaimedWatch[],
  meanings: readonly PollMeaning[],
  now: number,
): (watch: ClaimedWatch) => readonly OpenJob[] {
  const open = sent.flatMap((watch, index) => {
    const meaning = meanings[index]!;
    return meaning.type === 'decide' && meaning.isOpen === true
      ? [{ watch, job: openJobOf(watch, now) }]
      : [];
  });
  return watch => open.filter(other => other.watch !== watch).map(({ job }) => job);
}

function openJobOf({ state, terms }: ClaimedWatch, now: number): OpenJob {
  return {
    elapsedMs: ageOf(state, now),
    key: terms?.key,
    videoSeconds: terms?.videoSeconds ?? state.videoSeconds,
  };
}
