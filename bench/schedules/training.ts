import type { LearnedSchedule, ObservedJob } from '../../lib/policy/learned.js';
import type { Looks } from './outcome.js';

/** What is known of a job beforehand. */
export type Known = Pick<ObservedJob, 'key' | 'videoSeconds'>;

/** The looks that a learned schedule would take at a job that was just created. */
export function looksOf(schedule: LearnedSchedule, known: Known = {}): Looks {
  return (look, atMs) =>
    atMs + schedule({ look, elapsedMs: atMs, status: 'running', random: half, ...known });
}

const half = (): number => 0.5;

/** Watches one job as a client would: the schedule learns only between which of its own looks the job ended. */
export function watchAndLearn(schedule: LearnedSchedule, durationMs: number, known: Known = {}): void {
  const next = looksOf(schedule, known);
  let afterMs = 0;
  let byMs = next(0, 0);
  for (let look = 1; byMs < durationMs; look++) [afterMs, byMs] = [byMs, next(look, byMs)];
  schedule.record({ afterMs, byMs, ...known });
}
