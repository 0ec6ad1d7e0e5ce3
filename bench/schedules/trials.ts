import { adaptive } from '../../lib/policy/polling/adaptive/adaptive.js';
import { probit, seeded } from './chance.js';
import { bestOutcome, peerOutcome } from './comparison.js';
import { draw, MEDIAN_MS, sampleOf, stretched, type Durations } from './distributions.js';
import { median } from '../report/median.js';
import { costOf, costOfPolls } from './outcome.js';
import { HEYGEN_CLI } from './peers.js';
import { pollsOf, watchAndLearn, type Known } from './training.js';

const SAMPLE = 2000;

/** Finished jobs after which a schedule with a wrong prior is measured. */
export const PRIOR_AFTER = [0, 1, 3, 10, 30] as const;
/** Jobs since a change. */
export const CHANGE_AFTER = [0, 3, 10, 20, 30, 40, 60] as const;

/** Cost over that of HeyGen's command line, at each stage of `PRIOR_AFTER`, for a schedule that believes in another median. */
export function wrongPrior(
  durations: Durations,
  pollCostMs: number,
  medianMs: number,
  times: number,
): readonly number[] {
  const sample = sampleOf(durations, SAMPLE);
  const peer = costOf(peerOutcome(HEYGEN_CLI, sample, 1), pollCostMs);
  const options = { pollCostMs, prior: { medianMs, sigma: 0.5 } };
  const costs = PRIOR_AFTER.map((): number[] => []);
  for (let time = 0; time < times; time++) {
    const random = seeded(31 * time + 7);
    const schedule = adaptive(options);
    let jobs = 0;
    PRIOR_AFTER.forEach((until, stage) => {
      for (; jobs < until; jobs++) watchAndLearn(schedule, draw(durations, random));
      costs[stage]!.push(costOfPolls(pollsOf(schedule), sample, pollCostMs) / peer);
    });
  }
  return costs.map(median);
}

/** Cost over the best possible at each stage of `CHANGE_AFTER`: 60 jobs of one kind, then jobs `factor` times as long. */
export function afterChange(
  durations: Durations,
  factor: number,
  pollCostMs: number,
  times: number,
): readonly number[] {
  const changed = stretched(durations, factor);
  const sample = sampleOf(changed, SAMPLE);
  const best = costOf(bestOutcome(sample, pollCostMs), pollCostMs);
  const costs = CHANGE_AFTER.map((): number[] => []);
  for (let time = 0; time < times; time++) {
    const random = seeded(977 * time + 5);
    const schedule = adaptive({ pollCostMs });
    for (let job = 0; job < 60; job++) watchAndLearn(schedule, draw(durations, random));
    let jobs = 0;
    CHANGE_AFTER.forEach((until, stage) => {
      for (; jobs < until; jobs++) watchAndLearn(schedule, draw(changed, random));
      costs[stage]!.push(costOfPolls(pollsOf(schedule), sample, pollCostMs) / best);
    });
  }
  return costs.map(median);
}

/** How a duration comes from the length of a video. */
export interface Dependence {
  readonly name: string;
  readonly typicalMs: (videoSeconds: number) => number;
}

export const DEPENDENCES: readonly Dependence[] = [
  { name: 'in proportion', typicalMs: video => 4300 * video },
  { name: 'two minutes, and in proportion', typicalMs: video => 120_000 + 3300 * video },
  { name: 'not at all', typicalMs: () => MEDIAN_MS },
];

/** Cost over the best possible for one who knows the length: of a schedule that is told it, and of one that is not. */
export function byLength(
  { typicalMs }: Dependence,
  pollCostMs: number,
  jobs: number,
  times: number,
): readonly [told: number, not: number] {
  const videos = Array.from({ length: 15 }, (_, index) => 120 * Math.exp(0.8 * probit((index + 0.5) / 15)));
  const samples = videos.map(video =>
    Float64Array.from(
      { length: 500 },
      (_, index) => typicalMs(video) * Math.exp(0.2 * probit((index + 0.5) / 500)),
    ),
  );
  const best = samples.reduce((sum, sample) => sum + costOf(bestOutcome(sample, pollCostMs), pollCostMs), 0);
  const cost = (tell: boolean, seed: number): number => {
    const random = seeded(seed);
    const schedule = adaptive({ pollCostMs });
    const known = (videoSeconds: number): Known => (tell ? { videoSeconds } : {});
    for (let job = 0; job < jobs; job++) {
      const video = 120 * Math.exp(0.8 * probit(Math.max(1e-9, random())));
      watchAndLearn(
        schedule,
        typicalMs(video) * Math.exp(0.2 * probit(Math.max(1e-9, random()))),
        known(video),
      );
    }
    const sum = samples.reduce(
      (total, sample, index) =>
        total + costOfPolls(pollsOf(schedule, known(videos[index]!)), sample, pollCostMs),
      0,
    );
    return sum / best;
  };
  const costs = [true, false].map(tell =>
    median(Array.from({ length: times }, (_, time) => cost(tell, 53 * time + 3))),
  );
  return [costs[0]!, costs[1]!];
}

/** Cost over the best possible where jobs are of two kinds, `fast` and `precise`, three times as long: told apart by a key, and not. */
export function byKey(pollCostMs: number, jobs: number, times: number): readonly [told: number, not: number] {
  const kinds = ['fast', 'precise'].map((key, index) => {
    const durations: Durations = {
      name: key,
      parts: [[1, p => (index === 0 ? 300_000 : 900_000) * Math.exp(0.25 * probit(p))]],
    };
    const sample = sampleOf(durations, 1000);
    return { key, durations, sample };
  });
  const best = kinds.reduce(
    (sum, { sample }) => sum + costOf(bestOutcome(sample, pollCostMs), pollCostMs),
    0,
  );
  const cost = (tell: boolean, seed: number): number => {
    const random = seeded(seed);
    const schedule = adaptive({ pollCostMs });
    for (let job = 0; job < jobs; job++) {
      const { key, durations } = kinds[random() < 0.5 ? 0 : 1]!;
      watchAndLearn(schedule, draw(durations, random), tell ? { key } : {});
    }
    const sum = kinds.reduce(
      (total, { key, sample }) =>
        total + costOfPolls(pollsOf(schedule, tell ? { key } : {}), sample, pollCostMs),
      0,
    );
    return sum / best;
  };
  const costs = [true, false].map(tell =>
    median(Array.from({ length: times }, (_, time) => cost(tell, 71 * time + 11))),
  );
  return [costs[0]!, costs[1]!];
}

/** Jobs that one request polls together, created within a minute: requests a job and mean delay, for a schedule that has seen 100 jobs. */
export function together(durations: Durations, pollCostMs: number, count: number, batches: number): Shared {
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
      const waits = ages.map(({ elapsedMs }, index) =>
        schedule({
          polls: 1,
          elapsedMs,
          status: 'running',
          random,
          alsoOpen: ages.filter((_, other) => other !== index),
        }),
      );
      const then = (now += Math.min(...waits));
      requests++;
      for (const { endsAt } of open) if (endsAt <= then) delayMs += then - endsAt;
      open = open.filter(({ endsAt }) => endsAt > then);
    }
  }
  return { requests: requests / (count * batches), delayMs: delayMs / (count * batches) };
}

/**
 * Keller's estimate of the least cost for jobs created together: while k of them are open, polls and delay cost sqrt(2 pollCost h k) a ms.
 *
 * @returns the cost a job, in ms
 */
export function kellersEstimate(durations: Durations, pollCostMs: number, count: number): number {
  const sample = sampleOf(durations, SAMPLE);
  let cost = 0;
  for (let i = 0; i + 1 < sample.length; i++) {
    const open = 1 - (i + 1) / sample.length;
    const stepMs = sample[i + 1]! - sample[i]!;
    const hazard = 1 / (sample.length * stepMs * open);
    cost += Math.sqrt(2 * pollCostMs * hazard) * meanRoot(count, open) * stepMs;
  }
  // Half a poll more, because there is no such thing as a fraction of one.
  return (cost + pollCostMs / 2) / count;
}

/** Mean of sqrt(k), k binomial. */
function meanRoot(count: number, p: number): number {
  let sum = 0;
  let log = count * Math.log1p(-p);
  for (let k = 1; k <= count; k++) {
    log += Math.log(((count - k + 1) / k) * (p / (1 - p)));
    sum += Math.sqrt(k) * Math.exp(log);
  }
  return sum;
}

export interface Shared {
  /** Requests a job. */
  readonly requests: number;
  readonly delayMs: number;
}
