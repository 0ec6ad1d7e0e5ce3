import { adaptive } from '../../lib/policy/polling/adaptive/adaptive.js';
import { seeded } from './chance.js';
import { draw, sampleOf, type Durations } from './distributions.js';
import { bestPolls } from './optimum.js';
import {
  costOf,
  costOfPolls,
  medianOutcome,
  outcomeByChance,
  outcomeOf,
  type Polls,
  type Outcome,
} from './outcome.js';
import { PEERS, type Peer } from './peers.js';
import { pollsOf, watchAndLearn } from './training.js';

export const POLL_COSTS_MS = [2000, 20_000] as const;
/** Finished jobs after which the learned schedule is measured. */
export const LEARNED_AFTER = [0, 3, 10, 30, 100] as const;
/** Quantiles that stand for a distribution. */
export const SAMPLE = 4000;

/** One schedule: what it comes to at each of `POLL_COSTS_MS`, and its cost over the best possible. */
export interface Row {
  readonly name: string;
  readonly at: readonly (Outcome & { readonly overBest: number })[];
}

/** All schedules on one distribution. @param times How often the learned one learns from nothing; the median is shown. */
export function compare(durations: Durations, times: number): readonly Row[] {
  const sample = sampleOf(durations, SAMPLE);
  const best = POLL_COSTS_MS.map(cost => bestOutcome(sample, cost));
  const row = (name: string, outcomes: readonly Outcome[]): Row => ({
    name,
    at: outcomes.map((outcome, index) => {
      const cost = POLL_COSTS_MS[index]!;
      return { ...outcome, overBest: costOf(outcome, cost) / costOf(best[index]!, cost) };
    }),
  });
  const peers = PEERS.map((peer, index) => row(peer.name, both(peerOutcome(peer, sample, index))));
  const interval = row(
    'best fixed interval',
    POLL_COSTS_MS.map(cost => bestInterval(sample, cost)),
  );
  const courses = POLL_COSTS_MS.map(cost => learningCourse(durations, sample, cost, times));
  const pupils = LEARNED_AFTER.map((jobs, stage) =>
    row(
      `learned, after ${jobs} jobs`,
      courses.map(course => course[stage]!),
    ),
  );
  return [...peers, interval, ...pupils, row('best possible', best)];
}

const both = (outcome: Outcome): readonly Outcome[] => POLL_COSTS_MS.map(() => outcome);

export function bestOutcome(sample: Float64Array, pollCostMs: number): Outcome {
  const polls = bestPolls(sample, pollCostMs);
  return outcomeOf(poll => polls[poll]!, sample);
}

/** One schedule serves all durations, unless it draws lots: then each meets its own. */
export function peerOutcome(peer: Peer, sample: Float64Array, seed: number): Outcome {
  const first = 1000 * (peer.firstSeconds ?? 0);
  const timesOf =
    (wait: (k: number, elapsedSeconds: number) => number): Polls =>
    (polls, atMs) =>
      polls === 0 ? first : atMs + 1000 * wait(polls, atMs / 1000);
  if ('seconds' in peer) return outcomeOf(timesOf(peer.seconds), sample);
  const random = seeded(1000 + seed);
  const jittered = timesOf(k => peer.jittered(k, random));
  return outcomeByChance(jittered, sample);
}

function bestInterval(sample: Float64Array, pollCostMs: number): Outcome {
  const every =
    (ms: number): Polls =>
    (_polls, atMs) =>
      atMs + ms;
  let least = Infinity;
  let best = 0;
  // From a hundredth of the best interval for jobs of one length to the longest job.
  for (
    let ms = Math.sqrt(2 * pollCostMs * sample[sample.length >> 1]!) / 100;
    ms < 2 * sample.at(-1)!;
    ms *= 1.05
  ) {
    const cost = costOfPolls(every(ms), sample, pollCostMs);
    if (cost < least) [least, best] = [cost, ms];
  }
  return outcomeOf(every(best), sample);
}

/** What a schedule comes to at each stage of its learning: medians. */
function learningCourse(
  durations: Durations,
  sample: Float64Array,
  pollCostMs: number,
  times: number,
): readonly Outcome[] {
  const stages = LEARNED_AFTER.map((): Outcome[] => []);
  for (let time = 0; time < times; time++) {
    const random = seeded(7919 * time + 13);
    const schedule = adaptive({ pollCostMs });
    let jobs = 0;
    LEARNED_AFTER.forEach((until, stage) => {
      for (; jobs < until; jobs++) watchAndLearn(schedule, draw(durations, random));
      stages[stage]!.push(outcomeOf(pollsOf(schedule), sample));
    });
  }
  return stages.map(medianOutcome);
}
