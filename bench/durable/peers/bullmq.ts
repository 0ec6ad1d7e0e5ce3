// A worker process of BullMQ, with a job for each watch.
import { DelayedError, Worker } from 'bullmq';
import { CONCURRENCY, INTERVAL_MS, measurePolls, poll, type PeerTask, type RedisConfig } from './peer.js';
import { connectionTo, QUEUE } from './redis.js';

const { server, seconds } = JSON.parse(process.argv[2]!) as PeerTask;

new Worker(
  QUEUE,
  async (job, token) => {
    await poll();
    await job.moveToDelayed(Date.now() + INTERVAL_MS, token);
    throw new DelayedError();
  },
  { connection: connectionTo(server as RedisConfig), concurrency: CONCURRENCY },
);
await measurePolls(seconds);
