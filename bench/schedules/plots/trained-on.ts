import { adaptive, type AdaptiveSchedule } from '../../../lib/policy/polling/adaptive/adaptive.js';
import { draw, type Durations } from '../distributions.js';
import { seeded } from '../random.js';
import { watchAndLearn } from '../training.js';

/** An adaptive schedule that has seen 30 jobs of this distribution. */
export function trainedOn(durations: Durations, pollCostMs: number): AdaptiveSchedule {
  const schedule = adaptive({ pollCostMs });
  const random = seeded(13);
  for (let job = 0; job < 30; job++) watchAndLearn(schedule, draw(durations, random));
  return schedule;
}
