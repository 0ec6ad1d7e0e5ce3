import pg from 'pg';
import { startMockBackend } from 'heygen-rx/mock-backend';
import { boundTable, type Bound } from '../report/bound.js';
import { measurementProcess } from '../report/measurement-process.js';
import { table } from '../report/table.js';
import { writePage } from '../report/write-page.js';
import { jobIds } from '../../spec/durable-postgres/support/watches.js';
import { watchDatabase, type WatchDatabase } from './database.js';
import type { WorkerResult, WorkerTask } from './messages.js';
import { comparePeers } from './peers/compare-peers.js';
import { mostWithinASecond } from '../../examples/durable-demo/most-within-a-second.js';

type RunWorker = (task: string) => Promise<WorkerResult>;

/** Durable watches on PostgreSQL: what they cost the database and the worker, and how late polls are. */
export async function benchDurable(): Promise<void> {
  const measure = await measurementProcess<WorkerResult>('durable/worker.ts');
  const runWorker: RunWorker = task => measure(task);

  const saturated = await costOfAPoll(runWorker, 100_000);
  const held = await withOldTransaction(runWorker, 100_000);
  const late = [await lateness(runWorker, 10_000, 10_000), await lateness(runWorker, 100_000, 40_000)];
  const rate = await worstSecond(runWorker, 20_000, 50);
  const few = await costOfAPoll(runWorker, BESIDE_PEERS);
  const peerTable = await comparePeers(BESIDE_PEERS, {
    ...few,
    perEngineCpu: few.perDatabaseCpu,
    bytes: few.bytesBefore,
  });

  const bounds: readonly Bound[] = [
    {
      name: 'polls per CPU second of PostgreSQL, 100 000 watches',
      atLeast: 5000,
      measured: saturated.perDatabaseCpu,
    },
    { name: 'bytes of table and index for a new watch', atMost: 400, measured: saturated.bytesBefore },
    {
      name: 'CPU of PostgreSQL for a poll after a read transaction was open for 30 s, over before',
      atMost: 2,
      measured: held,
    },
    { name: 'ids a request, 20 000 watches and three workers', atLeast: 95, measured: rate.idsPerRequest },
    {
      name: 'requests in the worst second, three workers at a limit of 50',
      atMost: 50,
      measured: rate.worst,
    },
  ];
  const costTable = table(
    ['100 000 watches, as fast as one worker can', ''],
    [
      ['polls per second', saturated.perSecond.toFixed(0)],
      ['polls per CPU second of PostgreSQL', saturated.perDatabaseCpu.toFixed(0)],
      ['polls per CPU second of the worker', saturated.perWorkerCpu.toFixed(0)],
      ['bytes of table and index for a watch, new', saturated.bytesBefore.toFixed(0)],
      ['the same after polling', saturated.bytes.toFixed(0)],
    ],
  );
  const lateTable = table(
    ['open watches', 'polled every', 'polls per second', 'ids per request', 'late, median', 'late, p99'],
    late.map(({ watches, intervalMs, result }) => [
      watches.toLocaleString('en').replaceAll(',', ' '),
      `${intervalMs / 1000} s`,
      (result.polls / result.seconds).toFixed(0),
      (result.polls / result.requests).toFixed(0),
      `${result.lateP50.toFixed(0)} ms`,
      `${result.lateP99.toFixed(0)} ms`,
    ]),
  );
  const tables = [boundTable(bounds), costTable, lateTable, peerTable];
  writePage('durable', 'Durable watches', tables);
  for (const each of tables) console.log(each);
}

/** Watches that queue libraries are compared with. */
const BESIDE_PEERS = 20_000;

/** All watches are due all the time. */
const SATURATED = { perSecond: 10_000, intervalMs: 1000 } as const;

/** CPU seconds of the database for a poll. The worker counts what it does from its start on: so does the database. */
async function databaseCost(runWorker: RunWorker, database: WatchDatabase, seconds: number) {
  const before = database.server.cpuSeconds();
  const task = { database: database.server.config, seconds, ...SATURATED };
  const result = await runWorker(JSON.stringify(task satisfies WorkerTask));
  return { result, perPoll: (database.server.cpuSeconds() - before) / result.allPolls };
}

async function costOfAPoll(runWorker: RunWorker, watches: number) {
  const database = await watchDatabase(jobIds(watches), 1000);
  const bytesBefore = await database.bytesPerWatch();
  const { result, perPoll } = await databaseCost(runWorker, database, 15);
  const bytes = await database.bytesPerWatch();
  await database.stop();
  return {
    perSecond: result.polls / result.seconds,
    perDatabaseCpu: 1 / perPoll,
    perWorkerCpu: result.polls / result.cpuSeconds,
    bytesBefore,
    bytes,
  };
}

/** What a poll costs the database after a read transaction was open for 30 s, while nothing could be vacuumed, over what it cost before. */
async function withOldTransaction(runWorker: RunWorker, watches: number): Promise<number> {
  const database = await watchDatabase(jobIds(watches), 1000);
  const before = await databaseCost(runWorker, database, 8);
  const old = new pg.Client(database.server.config);
  await old.connect();
  await old.query('begin isolation level repeatable read');
  await old.query('select count(*) from heygen_rx.watch');
  await databaseCost(runWorker, database, 30);
  const after = await databaseCost(runWorker, database, 8);
  await old.end();
  await database.stop();
  return after.perPoll / before.perPoll;
}

/** How late polls are at a rate of 50 requests a second. */
export async function lateness(runWorker: RunWorker, watches: number, intervalMs: number) {
  const database = await watchDatabase(jobIds(watches), intervalMs);
  const task = { database: database.server.config, perSecond: 50, intervalMs, seconds: 20 };
  const result = await runWorker(JSON.stringify(task satisfies WorkerTask));
  const bytes = await database.bytesPerWatch();
  await database.stop();
  return { watches, intervalMs, result, bytes };
}

/** Three workers that could send more than they may, counted at the mock backend. */
async function worstSecond(runWorker: RunWorker, watches: number, perSecond: number) {
  const backend = await startMockBackend({ processingMs: 3.6e6, recordRequests: true, seed: 1 });
  const ids = Array.from({ length: watches }, () => backend.app.jobs.create().id);
  const database = await watchDatabase(ids, 2000);
  const task = {
    database: database.server.config,
    url: backend.url,
    perSecond,
    intervalMs: 2000,
    seconds: 15,
  };
  const results = await Promise.all(
    [1, 2, 3].map(() => runWorker(JSON.stringify(task satisfies WorkerTask))),
  );
  const instants = backend.app.stats.log.map(({ at }) => at);
  await database.stop();
  await backend.close();
  const sum = (of: (result: WorkerResult) => number): number =>
    results.reduce((total, result) => total + of(result), 0);
  return {
    worst: mostWithinASecond(instants),
    idsPerRequest: sum(({ polls }) => polls) / sum(({ requests }) => requests),
  };
}
