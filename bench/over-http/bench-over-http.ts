import { drawBars } from '../charts/bar-chart.js';
import { measuring } from '../report/alone.js';
import { barTable, type Bar } from '../report/bar.js';
import { median } from '../report/median.js';
import { writePage } from '../report/page.js';
import { serving } from '../report/server.js';
import { table } from '../report/table.js';
import { LOOKERS, type LookerName } from './lookers.js';
import type { Rate } from './measure.js';

const NAMES = Object.keys(LOOKERS) as readonly LookerName[];
const FOR_MS = 1200;
const ROUNDS = 3;

/** Looks per CPU second of the client's process, the mock backend being in another: each once a round, and ratios within a round. */
export async function benchOverHttp(): Promise<void> {
  const measure = await measuring<Rate>('over-http/measure.ts');
  using served = await serving<'mock'>('over-http/server.ts');
  const rates = new Map<LookerName, Rate[]>(NAMES.map(name => [name, []]));
  for (let round = 0; round < ROUNDS; round++) {
    // The order turns, so that nobody always follows the same one.
    for (let turn = 0; turn < NAMES.length; turn++) {
      const name = NAMES[(round + turn) % NAMES.length]!;
      rates.get(name)!.push(await measure(name, FOR_MS, served.urls.mock));
    }
  }
  const rateOf = (name: LookerName): number =>
    median(rates.get(name)!.map(({ looksPerCpuSecond }) => looksPerCpuSecond));
  const over = (name: LookerName, other: LookerName): number =>
    median(
      rates
        .get(name)!
        .map((rate, round) => rate.looksPerCpuSecond / rates.get(other)![round]!.looksPerCpuSecond),
    );

  const bars: readonly Bar[] = [
    {
      name: 'singly, looks per CPU second over those of bare ky',
      atLeast: 0.9,
      measured: over('singly', 'bare-ky'),
    },
    {
      name: 'in bulk, looks per CPU second over those of bare fetch',
      atLeast: 20,
      measured: over('in-bulk', 'bare-fetch'),
    },
  ];
  const rateTable = table(
    ['', 'looks per CPU second', 'CPU of a look', 'over bare fetch', 'over bare ky', 'looks per second'],
    NAMES.map(name => [
      LOOKERS[name].title,
      String(Math.round(rateOf(name))),
      `${(1e6 / rateOf(name)).toFixed(1)} µs`,
      over(name, 'bare-fetch').toFixed(2),
      over(name, 'bare-ky').toFixed(2),
      String(Math.round(median(rates.get(name)!.map(({ looksPerSecond }) => looksPerSecond)))),
    ]),
  );
  writePage('over-http', 'Looks over HTTP', [barTable(bars), rateTable], {
    cpu: drawBars({
      title: 'CPU of a look over HTTP',
      unit: 'µs',
      bars: NAMES.map(name => ({
        name: LOOKERS[name].title,
        value: 1e6 / rateOf(name),
        isOurs: name === 'singly' || name === 'in-bulk',
      })),
    }),
  });
  console.log(barTable(bars));
  console.log(rateTable);
}
