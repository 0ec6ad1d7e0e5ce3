import { drawBars } from '../charts/bar-chart.js';
import { measuring } from '../report/alone.js';
import { barTable, type Bar } from '../report/bar.js';
import { median } from '../report/median.js';
import { writePage } from '../report/page.js';
import { table } from '../report/table.js';
import { CONTESTANTS, type ContestantName } from './contestants.js';
import type { Cost } from './measure.js';

const NAMES = Object.keys(CONTESTANTS) as readonly ContestantName[];
const WATCHES = 4000;
const FOR_MS = 2000;
const ROUNDS = 3;
/** Those that a bar, or its limit, is about; of the others one round tells enough. */
const EVERY_ROUND: readonly ContestantName[] = ['operators-alone', 'naive-pipeline', 'ours', 'ours-in-bulk'];

/** CPU and memory of a watch and a poll, side by side in rounds, so that a busy moment of the machine hits all. */
export async function benchCostOfAPoll(): Promise<void> {
  const measure = await measuring<Cost>('cost-of-a-poll/measure.ts');
  const costs = new Map<ContestantName, Cost[]>(NAMES.map(name => [name, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const name of round === 0 ? NAMES : EVERY_ROUND) {
      costs.get(name)!.push(await measure(name, WATCHES, FOR_MS));
    }
  }
  const cpuOf = (name: ContestantName): number => median(costs.get(name)!.map(({ cpuUs }) => cpuUs));
  const heapOf = (name: ContestantName): number => median(costs.get(name)!.map(({ heapBytes }) => heapBytes));
  const overNaive = (name: ContestantName): number =>
    median(costs.get(name)!.map(({ cpuUs }, round) => cpuUs / costs.get('naive-pipeline')![round]!.cpuUs));

  const bars: readonly Bar[] = [
    { name: 'CPU of a poll, over that of the naive pipeline', atMost: 0.9, measured: overNaive('ours') },
    { name: 'heap of a waiting watch', atMost: 6.5, measured: heapOf('ours') / 1024, unit: 'KB' },
  ];
  const costTable = table(
    ['', 'CPU of a poll', 'over the naive pipeline', 'heap of a waiting watch'],
    NAMES.map(name => [
      CONTESTANTS[name].title,
      `${cpuOf(name).toFixed(1)} µs`,
      overNaive(name).toFixed(2),
      `${(heapOf(name) / 1024).toFixed(1)} KB`,
    ]),
  );
  const chart = (title: string, unit: string, valueOf: (name: ContestantName) => number): string =>
    drawBars({
      title,
      unit,
      bars: NAMES.map(name => ({
        name: CONTESTANTS[name].title,
        value: valueOf(name),
        isOurs: name.startsWith('ours'),
      })),
    });
  writePage('cost-of-a-poll', 'The cost of a poll', [barTable(bars), costTable], {
    cpu: chart('CPU of a poll', 'µs', cpuOf),
    heap: chart('Heap of a waiting watch', 'KB', name => heapOf(name) / 1024),
  });
  console.log(barTable(bars));
  console.log(costTable);
}
