import { drawBars } from '../charts/bar-chart.js';
import { boundTable, type Bound } from '../report/bound.js';
import { writePage } from '../report/write-page.js';
import { table } from '../report/table.js';
import { seeded } from '../schedules/random.js';
import { MAIN_DISTRIBUTIONS, draw } from '../schedules/distributions.js';
import { PEERS } from '../schedules/peers.js';
import { trainedSchedule, watchInBulk, withinDelay } from './watch-in-bulk.js';
import { watchOnTheMock } from './watch-on-the-mock.js';
import { watchSingly } from './watch-singly.js';
import type { WatchResult } from './watch-result.js';

const JOBS = 1000;
/** The cost of a request for the adaptive schedule, in ms of delay of one job. It is high because 100 jobs share a request. */
const POLL_COSTS_MS = [100_000, 1_000_000];
/** Peers with a shorter mean delay poll more than once a second: they only take long to simulate. */
const SHORTEST_DELAY_MS = 900;

/** Requests for a batch of jobs: the peers poll each job separately, the client polls in bulk with no longer mean delay. */
export async function benchBatchRequests(): Promise<void> {
  const random = seeded(1);
  const durations = Array.from({ length: JOBS }, () => draw(MAIN_DISTRIBUTIONS[1]!, random));
  const seenBefore = Array.from({ length: 100 }, () => draw(MAIN_DISTRIBUTIONS[1]!, random));

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
  const adaptiveRows = POLL_COSTS_MS.map(cost => ({
    name: `adaptive, a request costs ${cost / 1000} s`,
    result: watchInBulk(durations, trainedSchedule(cost, seenBefore)),
  }));
  const { singly, inBulk } = await watchOnTheMock(JOBS);

  const bounds: readonly Bound[] = [
    {
      name: 'requests of the best peer, over ours at no longer mean delay',
      atLeast: 30,
      measured: Math.min(...rows.map(({ times }) => times)),
    },
    {
      name: 'on the mock backend: requests without bulk requests, over those with them',
      atLeast: 20,
      measured: singly.requests / inBulk.requests,
    },
    {
      name: 'on the mock backend: mean delay with bulk requests, over that without',
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
  const adaptiveTable = table(
    ['ours', 'requests', 'mean delay'],
    adaptiveRows.map(({ name, result }) => [name, String(result.requests), seconds(result)]),
  );
  const mockTable = table(
    ['on the mock backend', 'requests', 'mean delay'],
    [
      ['singly', String(singly.requests), seconds(singly, 3)],
      ['in bulk', String(inBulk.requests), seconds(inBulk, 3)],
    ],
  );
  writePage(
    'batch-requests',
    'Requests for a batch',
    [boundTable(bounds), peerTable, adaptiveTable, mockTable],
    {
      fewer: drawBars({
        title: 'Requests for 1 000 jobs, over ours at no longer mean delay',
        unit: 'x',
        bars: rows.map(({ name, times }) => ({ name: name.replace(/ \(.*\)/, ''), value: times })),
        bound: { name: '30', value: 30 },
      }),
    },
  );
  console.log(boundTable(bounds));
}

const seconds = ({ delayMs }: WatchResult, digits = 1): string => `${(delayMs / 1000).toFixed(digits)} s`;
