import { drawBars } from '../charts/bar-chart.js';
import { measurementProcess } from '../report/measurement-process.js';
import { boundTable, type Bound } from '../report/bound.js';
import { median } from '../report/median.js';
import { writePage } from '../report/write-page.js';
import { table } from '../report/table.js';
import { IMPLEMENTATIONS, type ImplementationName } from './implementations.js';
import type { Cost } from './measure.js';

const NAMES = Object.keys(IMPLEMENTATIONS) as readonly ImplementationName[];
const WATCHES = 4000;
const FOR_MS = 4000;
const ROUNDS = 7;
/** Those that the bounds compare: a single pair is off by up to a fifth. One round is enough for the others. */
const EVERY_ROUND: readonly ImplementationName[] = ['naive-pipeline', 'ours'];

/** CPU of a poll and memory of a watch. Measured in rounds, so that a busy moment affects all implementations. */
export async function benchCostOfAPoll(): Promise<void> {
  const measure = await measurementProcess<Cost>('cost-of-a-poll/measure.ts');
  const costs = new Map<ImplementationName, Cost[]>(NAMES.map(name => [name, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const name of round === 0 ? NAMES : EVERY_ROUND) {
      costs.get(name)!.push(await measure(name, WATCHES, FOR_MS));
    }
  }
  const cpuOf = (name: ImplementationName): number => median(costs.get(name)!.map(({ cpuUs }) => cpuUs));
  const heapOf = (name: ImplementationName): number =>
    median(costs.get(name)!.map(({ heapBytes }) => heapBytes));
  const overNaive = (name: ImplementationName): number =>
    median(costs.get(name)!.map(({ cpuUs }, round) => cpuUs / costs.get('naive-pipeline')![round]!.cpuUs));

  const bounds: readonly Bound[] = [
    { name: 'CPU per poll, over that of the naive pipeline', atMost: 0.9, measured: overNaive('ours') },
    { name: 'heap per waiting watch', atMost: 6.5, measured: heapOf('ours') / 1024, unit: 'KB' },
  ];
  const costTable = table(
    ['', 'CPU per poll', 'over the naive pipeline', 'heap per waiting watch'],
    NAMES.map(name => [
      IMPLEMENTATIONS[name].title,
      `${cpuOf(name).toFixed(1)} µs`,
      overNaive(name).toFixed(2),
      `${(heapOf(name) / 1024).toFixed(1)} KB`,
    ]),
  );
  const chart = (title: string, unit: string, valueOf: (name: ImplementationName) => number): string =>
    drawBars({
      title,
      unit,
      bars: NAMES.map(name => ({
        name: IMPLEMENTATIONS[name].title,
        value: valueOf(name),
        isOurs: name.startsWith('ours'),
      })),
    });
  writePage('cost-of-a-poll', 'The cost of a poll', [boundTable(bounds), costTable], {
    cpu: chart('CPU per poll', 'µs', cpuOf),
    heap: chart('Heap per waiting watch', 'KB', name => heapOf(name) / 1024),
  });
  console.log(boundTable(bounds));
  console.log(costTable);
}
