import { drawChart, type Series } from '../../charts/chart.js';
import { bestOutcome } from '../comparison.js';
import { sampleOf } from '../distributions.js';
import type { Measurements } from '../measure.js';
import { outcomeOf } from '../outcome.js';
import { pollsOf } from '../training.js';
import { trainedOn } from './trained-on.js';

type Comparison = Measurements['comparisons'][number];

/** Polls against delay: each schedule is a dot, the best possible ones are a curve. */
export function frontierPlot({ durations, rows }: Comparison): string {
  const sample = sampleOf(durations, 4000);
  const curve = (outcome: (cost: number) => { polls: number; delayMs: number }): [number, number][] =>
    [0.01, 0.03, 0.1, 0.3, 1, 2, 5, 10, 20, 50, 100].map(cost => {
      const { polls, delayMs } = outcome(1000 * cost);
      return [polls, delayMs / 1000];
    });
  const peers = rows.filter(({ name }) => !/^(adaptive|best)/.test(name));
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
    x: { label: 'polls per job', from: 3, to: 1500, ticks: [3, 10, 30, 100, 300, 1000], log: true },
    y: { label: 'mean delay, s', from: 0.2, to: 200, ticks: [0.3, 1, 3, 10, 30, 100], log: true },
    series: [
      { name: 'best possible', points: curve(cost => bestOutcome(sample, cost)) },
      {
        name: 'adaptive, 30 jobs',
        points: curve(cost => outcomeOf(pollsOf(trainedOn(durations, cost)), sample)),
        dashed: true,
      },
      group('HeyGen CLI, its advice', /HeyGen/),
      group('cloud SDKs', /azure|AWS|google|\.NET/i),
      group('other clients', /fal|replicate|openai|poll|backoff|TanStack|Kubernetes|Python client|every/),
    ],
  });
}
