import { adaptive } from '../../lib/policy/polling/adaptive/adaptive.js';
import { drawChart, type Series } from '../charts/chart.js';
import { seeded } from './chance.js';
import { bestOutcome, LEARNED_AFTER } from './comparison.js';
import { BARRED, draw, sampleOf, type Durations } from './distributions.js';
import { bestPolls } from './optimum.js';
import type { Measurements } from './measure.js';
import { outcomeOf } from './outcome.js';
import { pollsOf, watchAndLearn } from './training.js';
import { CHANGE_AFTER } from './trials.js';

type Comparison = Measurements['comparisons'][number];

/** Names and SVG documents. */
export function plots({
  comparisons,
  tripled,
}: Measurements): readonly (readonly [name: string, svg: string])[] {
  return [
    ['polls', pollsPlot(BARRED[1]!)],
    ['frontier', frontierPlot(comparisons[1]!)],
    ['learning', learningPlot(comparisons)],
    ['change', changePlot(tripled)],
  ];
}

/** When the polls are, under the density of durations. */
function pollsPlot(durations: Durations): string {
  const pollCostMs = 20_000;
  const sample = sampleOf(durations, 4000);
  const until = 1500;
  const bins = 75;
  const density = Array.from({ length: bins }, (_, index): [number, number] => {
    const [from, to] = [(index * until) / bins, ((index + 1) * until) / bins].map(s => 1000 * s);
    return [(index + 0.5) * (until / bins), sample.filter(x => x > from! && x <= to!).length / sample.length];
  });
  const peak = Math.max(...density.map(([, share]) => share));
  const schedule = adaptive({ pollCostMs });
  const random = seeded(13);
  for (let job = 0; job < 30; job++) watchAndLearn(schedule, draw(durations, random));
  const next = pollsOf(schedule);
  const times = (step: (poll: number, at: number) => number): number[] => {
    const all: number[] = [];
    for (let poll = 0, at = 0; poll < 200; poll++) {
      at = step(poll, at);
      if (!(at <= 1000 * until)) break;
      all.push(at / 1000);
    }
    return all;
  };
  const best = bestPolls(sample, pollCostMs);
  const rows: readonly (readonly [string, readonly number[]])[] = [
    ['HeyGen CLI', times((poll, at) => (poll === 0 ? 0 : at + Math.min(2000 * 2 ** (poll - 1), 30_000)))],
    ["HeyGen's advice", times((poll, at) => (poll === 0 ? 30_000 : at + (at < 180_000 ? 30_000 : 60_000)))],
    ['learned, 30 jobs', times(next)],
    ['best possible', times(poll => best[poll] ?? Infinity)],
  ];
  return drawChart({
    title: 'When to polls: lognormal 0.5, a poll costs 20 s',
    x: {
      label: 'seconds since the job was created',
      from: 0,
      to: until,
      ticks: [0, 300, 600, 900, 1200, 1500],
    },
    y: { label: 'share of jobs that end here (curve)', from: 0, to: 2, ticks: [] },
    series: [
      ...rows.map(([name, polls], row): Series => ({
        name,
        as: 'ticks',
        points: polls.map(at => [at, 1.8 - row * 0.2]),
      })),
      { name: 'durations', points: density.map(([at, share]) => [at, share / peak]) },
    ],
  });
}

/** Polls against delay: each schedule is a point, the best possible ones are a curve. */
function frontierPlot({ durations, rows }: Comparison): string {
  const sample = sampleOf(durations, 4000);
  const curve = (outcome: (cost: number) => { polls: number; delayMs: number }): [number, number][] =>
    [0.01, 0.03, 0.1, 0.3, 1, 2, 5, 10, 20, 50, 100].map(cost => {
      const { polls, delayMs } = outcome(1000 * cost);
      return [polls, delayMs / 1000];
    });
  const peers = rows.filter(({ name }) => !/^(learned|best)/.test(name));
  const of = (row: Comparison['rows'][number]): [number, number] => [
    row.at[0]!.polls,
    row.at[0]!.delayMs / 1000,
  ];
  const group = (name: string, pattern: RegExp): Series => ({
    name,
    as: 'dots',
    points: peers.filter(peer => pattern.test(peer.name)).map(of),
  });
  return drawChart({
    title: 'Polls against delay: lognormal 0.5',
    x: { label: 'polls a job', from: 3, to: 1500, ticks: [3, 10, 30, 100, 300, 1000], log: true },
    y: { label: 'mean delay, s', from: 0.2, to: 200, ticks: [0.3, 1, 3, 10, 30, 100], log: true },
    series: [
      { name: 'best possible', points: curve(cost => bestOutcome(sample, cost)) },
      {
        name: 'learned, 30 jobs',
        points: curve(cost => learnedOutcome(durations, sample, cost)),
        dashed: true,
      },
      group('HeyGen CLI, its advice', /HeyGen/),
      group('cloud SDKs', /azure|AWS|google|\.NET/i),
      group('other clients', /fal|replicate|openai|poll|backoff|TanStack|Kubernetes|Python client|every/),
    ],
  });
}

function learnedOutcome(durations: Durations, sample: Float64Array, pollCostMs: number) {
  const schedule = adaptive({ pollCostMs });
  const random = seeded(13);
  for (let job = 0; job < 30; job++) watchAndLearn(schedule, draw(durations, random));
  return outcomeOf(pollsOf(schedule), sample);
}

function learningPlot(comparisons: readonly Comparison[]): string {
  const place = (jobs: number): number => jobs + 1;
  return drawChart({
    title: 'Learning: cost over the best possible, a poll costs 20 s',
    x: { label: 'finished jobs + 1', from: 1, to: 101, ticks: [1, 4, 11, 31, 101], log: true },
    y: { label: 'cost / best possible', from: 1, to: 2, ticks: [1, 1.1, 1.2, 1.4, 1.6, 1.8, 2] },
    series: comparisons.slice(0, BARRED.length).map(({ durations, rows }) => ({
      name: durations.name,
      points: LEARNED_AFTER.map(jobs => {
        const { at } = rows.find(({ name }) => name === `learned, after ${jobs} jobs`)!;
        return [place(jobs), at[1]!.overBest];
      }),
    })),
  });
}

function changePlot(tripled: Measurements['tripled']): string {
  return drawChart({
    title: 'Overnight all jobs take three times as long (a poll costs 20 s)',
    x: { label: 'jobs since the change', from: 0, to: 60, ticks: [0, 10, 20, 30, 40, 50, 60] },
    y: { label: 'cost / best possible', from: 1, to: 3, ticks: [1, 1.2, 1.5, 2, 2.5, 3] },
    series: tripled
      .filter(({ pollCostMs }) => pollCostMs === 20_000)
      .map(({ name, ratios }) => ({
        name: name.replace(', tripled', ''),
        points: ratios.map((ratio, index) => [CHANGE_AFTER[index]!, ratio]),
      })),
  });
}
