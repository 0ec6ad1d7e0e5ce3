import { table } from '../report/table.js';
import { boundsOf } from './bounds.js';
import { POLL_COSTS_MS, type Row } from './comparison.js';
import type { Measured, Measurements } from './measure.js';
import { CHANGE_AFTER } from './trials/after-change.js';
import { PRIOR_AFTER } from './trials/wrong-prior.js';

/** The whole report, in Markdown. */
export function report(all: Measurements): string {
  return [
    '# Schedules\n\nWritten by `npm run bench`. The figures are explained in the [README](../README.md).\n',
    section('Bounds', boundTable(all)),
    ...all.comparisons.map(({ durations, rows }) =>
      section(`Schedules: ${durations.name}`, comparisonTable(rows)),
    ),
    section(
      "A wrong prior: cost over that of HeyGen's command line",
      ratioTable(
        PRIOR_AFTER.map(jobs => `after ${jobs} jobs`),
        all.priors,
      ),
    ),
    section(
      'After a change: cost over the best possible',
      ratioTable(
        CHANGE_AFTER.map(jobs => `${jobs} jobs later`),
        [...all.tripled, ...all.shortened],
      ),
    ),
    section('Two groups far apart: cost over the best possible', ratioTable(['after 30 jobs'], all.farApart)),
    section(
      'What a duration depends on: cost over the best possible schedule that knows it, after 40 jobs',
      ratioTable(['known', 'not known'], all.dependences),
    ),
    section('One request for many jobs: lognormal 0.5, after 100 jobs', sharedTable(all.shared)),
  ].join('\n');
}

export function boundTable(all: Measurements): string {
  return table(
    ['', 'at most', 'worst measured', 'where', ''],
    boundsOf(all).map(({ name, atMost, worst, where }) => [
      name,
      ratio(atMost),
      ratio(worst),
      where,
      worst <= atMost ? 'kept' : '**missed**',
    ]),
  );
}

function comparisonTable(rows: readonly Row[]): string {
  return table(
    [
      'schedule',
      ...POLL_COSTS_MS.flatMap(cost => [`polls ${seconds(cost, 0)}`, 'mean delay', 'p95', 'over best']),
    ],
    rows.map(({ name, at }) => [
      name,
      ...at.flatMap(({ polls, delayMs, p95Ms, overBest }) => [
        polls.toFixed(1),
        seconds(delayMs),
        seconds(p95Ms),
        ratio(overBest),
      ]),
    ]),
  );
}

function ratioTable(columns: readonly string[], rows: readonly Measured[]): string {
  return table(
    ['jobs', 'a poll costs', ...columns],
    rows.map(({ name, pollCostMs, ratios }) => [name, seconds(pollCostMs, 0), ...ratios.map(ratio)]),
  );
}

function sharedTable(rows: Measurements['shared']): string {
  return table(
    ['a poll costs', 'jobs', 'requests per job', 'mean delay', 'cost per job', "Keller's estimate"],
    rows.map(({ pollCostMs, count, requests, delayMs, estimate }) => [
      seconds(pollCostMs, 0),
      String(count),
      requests.toFixed(2),
      seconds(delayMs),
      seconds(pollCostMs * requests + delayMs),
      seconds(estimate),
    ]),
  );
}

function section(title: string, body: string): string {
  return `## ${title}\n\n${body}`;
}

const ratio = (value: number): string => value.toFixed(2);
const seconds = (ms: number, digits = 1): string => `${(ms / 1000).toFixed(digits)} s`;
