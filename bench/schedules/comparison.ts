import { adaptive } from '../../lib/policy/polling/adaptive/adaptive.js';
import { seeded } from './random.js';
import { draw, sampleOf, type Durations } from './distributions.js';
import { bestPolls } from './optimum.js';
import {
  costOf,
  costOfPolls,
  medianOutcome,
  outcomeWithJitter,
  outcomeOf,
  type Polls,
  type Outcome,
} from './outcome.js';
import { PEERS, type Peer } from './peers.js';
import { pollsOf, watchAndLearn } from './training.js';

export const POLL_COSTS_MS = [2000, 20_000] as const;
/** Finished jobs after which the adaptive schedule is measured. */
export const ADAPTIVE_AFTER = [0, 3, 10, 30, 100] as const;
/** Quantiles that represent a distribution. */
export const SAMPLE = 4000;

/** The outcome of one schedule at each of `POLL_COSTS_MS`, and its cost over the best possible. */
export interface Row {
  readonly name: string;
  readonly at: readonly (Outcome & { readonly overBest: number })[];
}

/** Compares all schedules on one distribution. @param times How many runs of the adaptive schedule the medians are taken from. */
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
  const bestFixed = row(
    'best fixed interval',
    POLL_COSTS_MS.map(cost => bestInterval(sample, cost)),
  );
  const runs = POLL_COSTS_MS.map(cost => learningRuns(durations, sample, cost, times));
  const adaptives = ADAPTIVE_AFTER.map((jobs, stage) =>
    row(
      `adaptive, after ${jobs} jobs`,
      runs.map(outcomes => outcomes[stage]!),
    ),
  );
  return [...peers, bestFixed, ...adaptives, row('best possible', best)];
}

const both = (outcome: Outcome): readonly Outcome[] => POLL_COSTS_MS.map(() => outcome);

export function bestOutcome(sample: Float64Array, pollCostMs: number): Outcome {
  const polls = bestPolls(sample, pollCostMs);
  return outcomeOf(poll => polls[poll]!, sample);
}

/** A schedule without jitter is the same for all durations; with jitter, each duration has its own. */
export function peerOutcome(peer: Peer, sample: Float64Array, seed: number): Outcome {
  const first = 1000 * (peer.firstSeconds ?? 0);
  const timesOf =
    (interval: (k: number, elapsedSeconds: number) => number): Polls =>
    (polls, atMs) =>
      polls === 0 ? first : atMs + 1000 * interval(polls, atMs / 1000);
  if ('seconds' in peer) return outcomeOf(timesOf(peer.seconds), sample);
  const random = seeded(1000 + seed);
  const jittered = timesOf(k => peer.jittered(k, random));
  return outcomeWithJitter(jittered, sample);
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

/** The outcome of the adaptive schedule after each number of jobs in `ADAPTIVE_AFTER`: medians. */
function learningRuns(
  durations: Durations,
  sample: Float64Array,
  pollCostMs: number,
  times: number,
): readonly Outcome[] {
  const stages = ADAPTIVE_AFTER.map((): Outcome[] => []);
  for (let time = 0; time < times; time++) {
    const random = seeded(7919 * time + 13);
    const schedule = adaptive({ pollCostMs });
    let jobs = 0;
    ADAPTIVE_AFTER.forEach((until, stage) => {
      for (; jobs < until; jobs++) watchAndLearn(schedule, draw(durations, random));
      stages[stage]!.push(outcomeOf(pollsOf(schedule), sample));
    });
  }
  return stages.map(medianOutcome);
}
