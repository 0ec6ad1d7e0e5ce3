import autocannon from 'autocannon';
import { drawBars } from '../charts/bar-chart.js';
import { boundTable, type Bound } from '../report/bound.js';
import { median } from '../report/median.js';
import { writePage } from '../report/write-page.js';
import { startServers } from '../report/start-servers.js';
import { table } from '../report/table.js';

type Name = 'mock' | 'bare';

const TITLES: Readonly<Record<Name, string>> = { mock: 'mock backend', bare: 'bare Hono route' };
const PAIRS = 15;
const REQUESTS = 8000;

/** Requests per second of the mock backend and of a bare Hono route in the same process, measured in pairs in alternating order. */
export async function benchMockBackend(): Promise<void> {
  using servers = await startServers<Name>('mock-backend/servers.ts');
  const perSecond: Record<Name, number[]> = { mock: [], bare: [] };
  for (const name of ['mock', 'bare'] as const) await requestsPerSecond(servers.urls[name]);
  for (let pair = 0; pair < PAIRS; pair++) {
    const order: readonly Name[] = pair % 2 === 0 ? ['mock', 'bare'] : ['bare', 'mock'];
    for (const name of order) perSecond[name].push(await requestsPerSecond(servers.urls[name]));
  }
  const ratios = perSecond.mock.map((mock, pair) => mock / perSecond.bare[pair]!);
  const bounds: readonly Bound[] = [
    { name: 'requests per second, over those of a bare Hono route', atLeast: 0.9, measured: median(ratios) },
  ];
  const names: readonly Name[] = ['bare', 'mock'];
  const rateTable = table(
    ['', 'requests per second', 'slowest', 'fastest', 'over the bare route'],
    names.map(name => [
      TITLES[name],
      rounded(median(perSecond[name])),
      rounded(Math.min(...perSecond[name])),
      rounded(Math.max(...perSecond[name])),
      name === 'bare'
        ? '1'
        : `${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)})`,
    ]),
  );
  writePage('mock-backend', 'The mock backend', [boundTable(bounds), rateTable], {
    requests: drawBars({
      title: 'Requests per second',
      unit: 'k/s',
      bars: names.map(name => ({
        name: TITLES[name],
        value: median(perSecond[name]) / 1000,
        isOurs: name === 'mock',
      })),
    }),
  });
  console.log(boundTable(bounds));
  console.log(rateTable);
}

const rounded = (rate: number): string => String(Math.round(rate));

async function requestsPerSecond(url: string): Promise<number> {
  const startedAt = performance.now();
  const { requests, non2xx, errors } = await autocannon({
    url,
    connections: 20,
    amount: REQUESTS,
    sampleInt: 10,
  });
  const seconds = (performance.now() - startedAt) / 1000;
  if (non2xx + errors > 0) throw new Error(`${non2xx + errors} requests to ${url} failed`);
  return requests.total / seconds;
}
