import type { AdaptiveSchedule, ObservedJob } from '../../lib/policy/polling/adaptive/adaptive.js';
import type { Polls } from './outcome.js';

/** What is known about a job when it is created. */
export type Known = Pick<ObservedJob, 'key' | 'videoSeconds'>;

/** The polls of an adaptive schedule for a job that has just been created. */
export function pollsOf(schedule: AdaptiveSchedule, known: Known = {}): Polls {
  return (polls, atMs) =>
    atMs + schedule({ polls, elapsedMs: atMs, status: 'running', random: half, ...known });
}

const half = (): number => 0.5;

/** Watches one job as a client does: the schedule learns only between which two of its own polls the job ended. */
export function watchAndLearn(schedule: AdaptiveSchedule, durationMs: number, known: Known = {}): void {
  const next = pollsOf(schedule, known);
  let afterMs = 0;
  let byMs = next(0, 0);
  for (let poll = 1; byMs < durationMs; poll++) [afterMs, byMs] = [byMs, next(poll, byMs)];
  schedule.record({ afterMs, byMs, ...known });
}
