import { drawChart, type Series } from '../../charts/chart.js';
import { sampleOf, type Durations } from '../distributions.js';
import { bestPolls } from '../optimum.js';
import { pollsOf } from '../training.js';
import { trainedOn } from './trained-on.js';

/** When the schedules poll, under the density of durations. */
export function pollsPlot(durations: Durations): string {
  const pollCostMs = 20_000;
  const sample = sampleOf(durations, 4000);
  const until = 1500;
  const bins = 75;
  const density = Array.from({ length: bins }, (_, index): [number, number] => {
    const [from, to] = [(index * until) / bins, ((index + 1) * until) / bins].map(s => 1000 * s);
    return [(index + 0.5) * (until / bins), sample.filter(x => x > from! && x <= to!).length / sample.length];
  });
  const peak = Math.max(...density.map(([, share]) => share));
  const next = pollsOf(trainedOn(durations, pollCostMs));
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
    ['adaptive, 30 jobs', times(next)],
    ['best possible', times(poll => best[poll] ?? Infinity)],
  ];
  return drawChart({
    title: 'When to poll: lognormal 0.5, a poll costs 20 s',
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
