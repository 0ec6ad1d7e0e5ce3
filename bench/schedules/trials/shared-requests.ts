import { adaptive } from '../../../lib/policy/polling/adaptive/adaptive.js';
import { draw, type Durations } from '../distributions.js';
import { seeded } from '../random.js';
import { watchAndLearn } from '../training.js';

/** The outcome of shared requests, per job. */
export interface SharedRequests {
  readonly requests: number;
  /** Mean delay. */
  readonly delayMs: number;
}

/** Jobs created within a minute and polled together, by an adaptive schedule that has seen 100 jobs. */
export function shareRequests(
  durations: Durations,
  pollCostMs: number,
  count: number,
  batches: number,
): SharedRequests {
  const random = seeded(4242);
  const schedule = adaptive({ pollCostMs });
  for (let job = 0; job < 100; job++) watchAndLearn(schedule, draw(durations, random));
  let requests = 0;
  let delayMs = 0;
  for (let batch = 0; batch < batches; batch++) {
    let now = count === 1 ? 0 : 60_000;
    let open = Array.from({ length: count }, () => {
      const createdAt = random() * now;
      return { createdAt, endsAt: createdAt + draw(durations, random) };
    });
    while (open.length > 0) {
      const ages = open.map(({ createdAt }) => ({ elapsedMs: now - createdAt }));
      const intervals = ages.map(({ elapsedMs }, index) =>
        schedule({
          polls: 1,
          elapsedMs,
          status: 'running',
          random,
          alsoOpen: ages.filter((_, other) => other !== index),
        }),
      );
      const then = (now += Math.min(...intervals));
      requests++;
      for (const { endsAt } of open) if (endsAt <= then) delayMs += then - endsAt;
      open = open.filter(({ endsAt }) => endsAt > then);
    }
  }
  return { requests: requests / (count * batches), delayMs: delayMs / (count * batches) };
}
