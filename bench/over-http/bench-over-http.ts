import { drawBars } from '../charts/bar-chart.js';
import { measurementProcess } from '../report/measurement-process.js';
import { boundTable, type Bound } from '../report/bound.js';
import { median } from '../report/median.js';
import { writePage } from '../report/write-page.js';
import { startServers } from '../report/start-servers.js';
import { table } from '../report/table.js';
import { POLLERS, type PollerName } from './pollers.js';
import type { Rate } from './measure.js';

const NAMES = Object.keys(POLLERS) as readonly PollerName[];
const FOR_MS = 2000;
const ROUNDS = 3;

/** Polls per CPU second of the client's process; the mock backend runs in another. Each poller is measured once per round, and ratios are taken within a round. */
export async function benchOverHttp(): Promise<void> {
  const measure = await measurementProcess<Rate>('over-http/measure.ts');
  using servers = await startServers<'mock'>('over-http/server.ts');
  const rates = new Map<PollerName, Rate[]>(NAMES.map(name => [name, []]));
  for (let round = 0; round < ROUNDS; round++) {
    // The order rotates, so that no poller always follows the same one.
    for (let turn = 0; turn < NAMES.length; turn++) {
      const name = NAMES[(round + turn) % NAMES.length]!;
      rates.get(name)!.push(await measure(name, FOR_MS, servers.urls.mock));
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

  const bounds: readonly Bound[] = [
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
    ['', 'polls per CPU second', 'CPU per poll', 'over bare fetch', 'over bare ky', 'polls per second'],
    NAMES.map(name => [
      POLLERS[name].title,
      String(Math.round(rateOf(name))),
      `${(1e6 / rateOf(name)).toFixed(1)} µs`,
      over(name, 'bare-fetch').toFixed(2),
      over(name, 'bare-ky').toFixed(2),
      String(Math.round(median(rates.get(name)!.map(({ pollsPerSecond }) => pollsPerSecond)))),
    ]),
  );
  writePage('over-http', 'Polls over HTTP', [boundTable(bounds), rateTable], {
    cpu: drawBars({
      title: 'CPU per poll over HTTP',
      unit: 'µs',
      bars: NAMES.map(name => ({
        name: POLLERS[name].title,
        value: 1e6 / rateOf(name),
        isOurs: name === 'singly' || name === 'in-bulk',
      })),
    }),
  });
  console.log(boundTable(bounds));
  console.log(rateTable);
}
