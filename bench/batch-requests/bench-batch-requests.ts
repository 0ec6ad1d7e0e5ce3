import { drawBars } from '../charts/bar-chart.js';
import { barTable } from '../report/bar.js';
import { writePage } from '../report/page.js';
import { table } from '../report/table.js';
import { BARRED, draw } from '../schedules/distributions.js';
import { seeded } from '../schedules/chance.js';
import { outcomeByChance, type Looks } from '../schedules/outcome.js';
import { PEERS, type Peer } from '../schedules/peers.js';
import { watchOverHttp } from './over-http.js';
import { watchVirtually } from './virtual-batch.js';

const JOBS = 1000;
const LEAST_DELAY_MS = 10_000;
/** What the window, the answer and the unluckiest phase add to the delay of a fixed interval, in ms. */
const MARGIN_MS = 60;

/** One request for a hundred jobs, beside a poller for each: requests at an equal or smaller mean delay. */
export async function benchBatchRequests(): Promise<void> {
  const random = seeded(11);
  const durations = Float64Array.from({ length: JOBS }, () => draw(BARRED[1]!, random)).sort();
  const outcomes = PEERS.map(peer => ({ peer, ...outcomeByChance(looksOf(peer), durations) }));
  // Who looks every second or two for minutes is no rival; and simulating the same with a thousand watches takes long.
  const rows = outcomes
    .filter(({ delayMs }) => delayMs >= LEAST_DELAY_MS)
    .map(({ peer, looks, delayMs }) => {
      const requests = looks * JOBS;
      // A fixed interval is seen half of itself late.
      const ours = watchVirtually(durations, () => Math.max(100, 2 * (delayMs - MARGIN_MS)));
      return { peer, requests, delayMs, ours, ratio: requests / ours.requests };
    })
    .filter(({ delayMs, ours }) => ours.delayMs <= delayMs);

  const withBulk = await watchOverHttp(JOBS, true);
  const without = await watchOverHttp(JOBS, false);
  const bars = barTable([
    {
      name: 'requests of ours over those of the best peer, at equal mean delay',
      atMost: 1 / 30,
      measured: Math.max(...rows.map(({ ratio }) => 1 / ratio)),
    },
    {
      name: 'over HTTP, requests with bulk over those without',
      atMost: 1 / 20,
      measured: withBulk.requests / without.requests,
    },
    {
      name: 'over HTTP, mean delay with bulk over that without',
      atMost: 1,
      measured: withBulk.delayMs / without.delayMs,
    },
  ]);
  const peers = table(
    ['1 000 jobs', 'its requests', 'its mean delay', 'our requests', 'our mean delay', 'fewer by'],
    rows.map(({ peer, requests, delayMs, ours, ratio }) => [
      peer.name,
      requests.toFixed(0),
      `${(delayMs / 1000).toFixed(1)} s`,
      String(ours.requests),
      `${(ours.delayMs / 1000).toFixed(1)} s`,
      `${ratio.toFixed(0)} x`,
    ]),
  );
  const http = table(
    ['over HTTP, 1 000 jobs of 2 to 8 s', 'requests', 'mean delay'],
    [
      ['with bulk', String(withBulk.requests), `${withBulk.delayMs.toFixed(0)} ms`],
      ['without', String(without.requests), `${without.delayMs.toFixed(0)} ms`],
    ],
  );
  const picture = drawBars({
    title: 'Times fewer requests than a poller for each job, at equal mean delay',
    unit: 'x',
    bars: rows.map(({ peer, ratio }) => ({ name: peer.name, value: ratio })),
  });
  writePage('batch-requests', 'Requests of a batch', [bars, peers, http], { fewer: picture });
  console.log([bars, peers, http].join('\n'));
}

function looksOf(peer: Peer): Looks {
  const random = seeded(3);
  const first = (peer.firstSeconds ?? 0) * 1000;
  return (look, atMs) => {
    if (look === 0) return first;
    const seconds = 'seconds' in peer ? peer.seconds(look, atMs / 1000) : peer.jittered(look, random);
    return atMs + seconds * 1000;
  };
}
