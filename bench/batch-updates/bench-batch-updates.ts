import { drawBars } from '../charts/bar-chart.js';
import { measurementProcess } from '../report/measurement-process.js';
import { boundTable, type Bound } from '../report/bound.js';
import { median } from '../report/median.js';
import { writePage } from '../report/write-page.js';
import { table } from '../report/table.js';
import type { BatchName } from './batches.js';
import type { Cost } from './measure.js';

const FOR_MS = 1000;
/** The largest takes the longest, so it is measured once. */
const SIZES = [
  { jobs: 1000, runs: 3 },
  { jobs: 10_000, runs: 3 },
  { jobs: 100_000, runs: 1 },
] as const;
const TITLES: Readonly<Record<BatchName, string>> = { ours: 'heygen-rx', naive: 'naive combineLatest' };

interface Row extends Cost {
  readonly name: BatchName;
  readonly jobs: number;
  readonly runs: number;
}

/** The cost of an update as the batch grows. */
export async function benchBatchUpdates(): Promise<void> {
  const measure = await measurementProcess<Cost>('batch-updates/measure.ts');
  const rows: Row[] = [];
  for (const { jobs, runs } of SIZES) {
    const costs: Record<BatchName, Cost[]> = { ours: [], naive: [] };
    for (let run = 0; run < runs; run++) {
      for (const name of ['ours', 'naive'] as const) costs[name].push(await measure(name, jobs, FOR_MS));
    }
    for (const name of ['ours', 'naive'] as const)
      rows.push({ name, jobs, runs, ...medianCost(costs[name]) });
  }
  const ours = (jobs: number): Row => rows.find(row => row.name === 'ours' && row.jobs === jobs)!;
  const [small, large] = [ours(1000), ours(100_000)];
  const bounds: readonly Bound[] = [
    {
      name: 'CPU per update at 100 000 jobs, over that at 1 000',
      atMost: 2,
      measured: large.updateUs / small.updateUs,
    },
    // Linear, within the noise of a busy machine.
    {
      name: 'CPU to subscribe, per job, at 100 000 jobs, over that at 10 000',
      atMost: 1.5,
      measured: large.subscribeMs / 10 / ours(10_000).subscribeMs,
    },
    {
      name: 'heap per job at 100 000 jobs',
      atMost: 7,
      measured: large.heapBytes / 1024,
      unit: 'KB',
    },
  ];
  const costTable = table(
    ['', 'jobs', 'CPU per update', 'CPU to subscribe, per job', 'heap per job', 'runs'],
    rows.map(({ name, jobs, runs, updateUs, subscribeMs, heapBytes }) => [
      TITLES[name],
      String(jobs),
      `${updateUs.toFixed(1)} µs`,
      `${((1000 * subscribeMs) / jobs).toFixed(1)} µs`,
      `${(heapBytes / 1024).toFixed(1)} KB`,
      String(runs),
    ]),
  );
  writePage('batch-updates', 'Updates of a batch', [boundTable(bounds), costTable], {
    update: drawBars({
      title: 'CPU per update (naive at 10 000 and 100 000: see the table)',
      unit: 'µs',
      bars: rows
        .filter(({ name, jobs }) => name === 'ours' || jobs === 1000)
        .map(({ name, jobs, updateUs }) => ({
          name: `${TITLES[name]}, ${jobs}`,
          value: updateUs,
          isOurs: name === 'ours',
        })),
      bound: { name: 'twice that at 1 000', value: 2 * small.updateUs },
    }),
  });
  console.log(boundTable(bounds));
  console.log(costTable);
}

function medianCost(costs: readonly Cost[]): Cost {
  const of = (field: keyof Cost): number => median(costs.map(cost => cost[field]));
  return {
    subscribeMs: of('subscribeMs'),
    updateUs: of('updateUs'),
    heapBytes: of('heapBytes'),
    updates: of('updates'),
  };
}
