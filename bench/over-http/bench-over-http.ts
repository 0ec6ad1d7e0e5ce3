import { drawBars } from '../charts/bar-chart.js';
import { measuring } from '../report/alone.js';
import { barTable, type Bar } from '../report/bar.js';
import { median } from '../report/median.js';
import { writePage } from '../report/page.js';
import { serving } from '../report/server.js';
import { table } from '../report/table.js';
import { POLLERS, type PollerName } from './pollers.js';
import type { Rate } from './measure.js';

const NAMES = Object.keys(POLLERS) as readonly PollerName[];
const FOR_MS = 1200;
const ROUNDS = 3;

/** Polls per CPU second of the client's process, the mock backend being in another: each once a round, and ratios within a round. */
export async function benchOverHttp(): Promise<void> {
  const measure = await measuring<Rate>('over-http/measure.ts');
  using served = await serving<'mock'>('over-http/server.ts');
  const rates = new Map<PollerName, Rate[]>(NAMES.map(name => [name, []]));
  for (let round = 0; round < ROUNDS; round++) {
    // The order turns, so that nobody always follows the same one.
    for (let turn = 0; turn < NAMES.length; turn++) {
      const name = NAMES[(round + turn) % NAMES.length]!;
      rates.get(name)!.push(await measure(name, FOR_MS, served.urls.mock));
    }
  }
  const rateOf = (name: PollerName): number =>
    median(rates.get(name)!.map(({ pollsPerCpuSecond }) => pollsPerCpuSecond));
  const over = (name: PollerName, other: PollerName): number =>
    median(
      rates
        .get(name)!
        .map((rate, round) => rate.pollsPerCpuSecond / rates.get(other)![round]!.pollsPerCpuSecond),
    );

  const bars: readonly Bar[] = [
    {
      name: 'singly, polls per CPU second over those of bare ky',
      atLeast: 0.8,
      measured: over('singly', 'bare-ky'),
    },
    {
      name: 'in bulk, polls per CPU second over those of bare fetch',
      atLeast: 12,
      measured: over('in-bulk', 'bare-fetch'),
    },
  ];
  const rateTable = table(
    ['', 'polls per CPU second', 'CPU of a poll', 'over bare fetch', 'over bare ky', 'polls per second'],
    NAMES.map(name => [
      POLLERS[name].title,
      String(Math.round(rateOf(name))),
      `${(1e6 / rateOf(name)).toFixed(1)} µs`,
      over(name, 'bare-fetch').toFixed(2),
      over(name, 'bare-ky').toFixed(2),
      String(Math.round(median(rates.get(name)!.map(({ pollsPerSecond }) => pollsPerSecond)))),
    ]),
  );
  writePage('over-http', 'Polls over HTTP', [barTable(bars), rateTable], {
    cpu: drawBars({
      title: 'CPU of a poll over HTTP',
      unit: 'µs',
      bars: NAMES.map(name => ({
        name: POLLERS[name].title,
        value: 1e6 / rateOf(name),
        isOurs: name === 'singly' || name === 'in-bulk',
      })),
    }),
  });
  console.log(barTable(bars));
  console.log(rateTable);
}
