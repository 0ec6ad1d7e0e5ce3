// A worker process of graphile-worker, with a job for each watch.
import { Logger, run } from 'graphile-worker';
import pg from 'pg';
import { CONCURRENCY, INTERVAL_MS, measurePolls, poll, type PeerTask } from './peer.js';

const { server, seconds } = JSON.parse(process.argv[2]!) as PeerTask;

const pool = new pg.Pool({ ...(server as pg.PoolConfig), max: 12 });
pool.on('error', () => undefined);
pool.on('connect', client => client.on('error', () => undefined));

await run({
  pgPool: pool,
  noHandleSignals: true,
  logger: new Logger(() => () => undefined),
  preset: {
    worker: {
      concurrentJobs: CONCURRENCY,
      pollInterval: 100,
      // As fast as it can: jobs are fetched and completed in batches.
      localQueue: { size: 4 * CONCURRENCY },
      completeJobBatchDelay: 0,
    },
  },
  taskList: {
    poll: async (payload, helpers) => {
      await poll();
      await helpers.addJob('poll', payload, { runAt: new Date(Date.now() + INTERVAL_MS) });
    },
  },
});
await measurePolls(seconds);
