import { drawBars } from '../charts/bar-chart.js';
import { barTable, type Bar } from '../report/bar.js';
import { writePage } from '../report/page.js';
import { table } from '../report/table.js';
import { seeded } from '../schedules/chance.js';
import { BARRED, draw } from '../schedules/distributions.js';
import { PEERS } from '../schedules/peers.js';
import { experienced, watchInBulk, withinDelay } from './client.js';
import { watchOnTheMock } from './on-the-mock.js';
import { watchSingly } from './peer.js';
import type { Watched } from './watched.js';

const JOBS = 1000;
/** What one request is worth to the learned schedule, in ms of one job's delay: a request for a hundred jobs is worth a lot. */
const POLL_COSTS_MS = [100_000, 1_000_000];
/** Peers that poll more often than once a second only take long to simulate. */
const SHORTEST_DELAY_MS = 900;

/** Requests for a batch of jobs: each peer watches them one by one, the client in bulk and at no larger mean delay. */
export async function benchBatchRequests(): Promise<void> {
  const chance = seeded(1);
  const durations = Array.from({ length: JOBS }, () => draw(BARRED[1]!, chance));
  const seenBefore = Array.from({ length: 100 }, () => draw(BARRED[1]!, chance));

  const rows = PEERS.flatMap(peer => {
    const theirs = watchSingly(peer, durations, seeded(2));
    if (theirs.delayMs < SHORTEST_DELAY_MS) return [];
    const ours = withinDelay(
      theirs.delayMs,
      intervalMs => watchInBulk(durations, { initialIntervalMs: intervalMs, maxIntervalMs: intervalMs }),
      2 * theirs.delayMs,
    );
    return [{ name: peer.name, theirs, ours, times: theirs.requests / ours.requests }];
  });
  const learnedRows = POLL_COSTS_MS.map(cost => ({
    name: `learned, a request worth ${cost / 1000} s`,
    watched: watchInBulk(durations, experienced(cost, seenBefore)),
  }));
  const { singly, inBulk } = await watchOnTheMock(JOBS);

  const bars: readonly Bar[] = [
    {
      name: 'requests of the best peer, over ours at no larger mean delay',
      atLeast: 30,
      measured: Math.min(...rows.map(({ times }) => times)),
    },
    {
      name: 'on the mock backend: requests without the bulk call, over those with it',
      atLeast: 20,
      measured: singly.requests / inBulk.requests,
    },
    {
      name: 'on the mock backend: mean delay in bulk, over that without',
      atMost: 1,
      measured: inBulk.delayMs / singly.delayMs,
    },
  ];
  const peerTable = table(
    ['peer', 'requests', 'mean delay', 'ours: requests', 'mean delay', 'fewer by'],
    rows.map(({ name, theirs, ours, times }) => [
      name,
      String(theirs.requests),
      seconds(theirs),
      String(ours.requests),
      seconds(ours),
      times.toFixed(0),
    ]),
  );
  const learnedTable = table(
    ['ours', 'requests', 'mean delay'],
    learnedRows.map(({ name, watched }) => [name, String(watched.requests), seconds(watched)]),
  );
  const mockTable = table(
    ['on the mock backend', 'requests', 'mean delay'],
    [
      ['one by one', String(singly.requests), seconds(singly, 3)],
      ['in bulk', String(inBulk.requests), seconds(inBulk, 3)],
    ],
  );
  writePage('batch-requests', 'Requests for a batch', [barTable(bars), peerTable, learnedTable, mockTable], {
    fewer: drawBars({
      title: 'Requests for 1 000 jobs, over ours at no larger mean delay',
      unit: 'x',
      bars: rows.map(({ name, times }) => ({ name: name.replace(/ \(.*\)/, ''), value: times })),
      bound: { name: '30', value: 30 },
    }),
  });
  console.log(barTable(bars));
}

const seconds = ({ delayMs }: Watched, digits = 1): string => `${(delayMs / 1000).toFixed(digits)} s`;
