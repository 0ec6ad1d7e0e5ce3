import pg from 'pg';
import { runMigrations } from 'graphile-worker';
import { startPostgres } from '../../../spec/durable-postgres/support/postgres-server.js';
import { measurementProcess } from '../../report/measurement-process.js';
import { table } from '../../report/table.js';
import { jobIds } from '../../../spec/durable-postgres/support/watches.js';
import type { PeerResult, PeerTask } from './peer.js';
import { hasRedis, redisWithJobs } from './redis.js';

/** What an engine and its worker do in a second, and need. */
export interface EngineCost {
  readonly perSecond: number;
  readonly perEngineCpu: number;
  readonly perWorkerCpu: number;
  readonly bytes: number;
}

const SECONDS = 10;

/** Durable watches beside queue libraries that have a job for each watch. All poll as fast as one worker process can. */
export async function comparePeers(watches: number, ours: EngineCost): Promise<string> {
  const ids = jobIds(watches);
  const rows = [
    rowOf('heygen-rx/durable, PostgreSQL', ours, ours),
    rowOf('graphile-worker, PostgreSQL', await graphileWorker(ids), ours),
    hasRedis()
      ? rowOf('BullMQ, Redis with a log', await bullmq(ids), ours)
      : ['BullMQ: not measured, `redis-server` is not installed', '', '', '', ''],
  ];
  return table(
    [
      `${watches} watches`,
      'polls per second',
      'polls per CPU second of the engine',
      'polls per CPU second of the worker',
      'bytes a watch',
    ],
    rows,
  );
}

/** Each figure, and how many times ours it is. */
function rowOf(name: string, cost: EngineCost, ours: EngineCost): string[] {
  const shown = (of: (cost: EngineCost) => number): string =>
    cost === ours ? of(cost).toFixed(0) : `${of(cost).toFixed(0)} (${(of(cost) / of(ours)).toFixed(2)})`;
  return [
    name,
    shown(({ perSecond }) => perSecond),
    shown(({ perEngineCpu }) => perEngineCpu),
    shown(({ perWorkerCpu }) => perWorkerCpu),
    shown(({ bytes }) => bytes),
  ];
}

async function graphileWorker(ids: readonly string[]): Promise<EngineCost> {
  const runWorker = await measurementProcess<PeerResult>('durable/peers/graphile-worker.ts');
  const server = await startPostgres({ settings: { max_wal_size: '4GB', checkpoint_timeout: '30min' } });
  const pool = new pg.Pool({ ...server.config, max: 1 });
  pool.on('error', () => undefined);
  pool.on('connect', client => client.on('error', () => undefined));
  await runMigrations({ pgPool: pool });
  await pool.query(
    `select count(*) from graphile_worker.add_jobs((
       select array_agg(('poll', json_build_object('jobId', id), null, null, null, null, null, null)::graphile_worker.job_spec)
       from unnest($1::text[]) as id
     ))`,
    [ids],
  );
  await pool.query('vacuum analyze');
  const { rows } = await pool.query<{ bytes: string }>(
    `select pg_total_relation_size('graphile_worker._private_jobs') as bytes`,
  );
  await pool.end();
  const before = server.cpuSeconds();
  const result = await runWorker(
    JSON.stringify({ server: server.config, seconds: SECONDS } satisfies PeerTask),
  );
  const engineCpu = server.cpuSeconds() - before;
  await server.remove();
  return costOf(result, engineCpu, Number(rows[0]!.bytes) / ids.length);
}

async function bullmq(ids: readonly string[]): Promise<EngineCost> {
  const runWorker = await measurementProcess<PeerResult>('durable/peers/bullmq.ts');
  const redis = await redisWithJobs(ids);
  const before = await redis.cpuSeconds();
  const result = await runWorker(
    JSON.stringify({ server: redis.config, seconds: SECONDS } satisfies PeerTask),
  );
  const engineCpu = (await redis.cpuSeconds()) - before;
  await redis.stop();
  return costOf(result, engineCpu, redis.bytesPerWatch);
}

const costOf = (result: PeerResult, engineCpu: number, bytes: number): EngineCost => ({
  perSecond: result.polls / result.seconds,
  perEngineCpu: result.allPolls / engineCpu,
  perWorkerCpu: result.polls / result.cpuSeconds,
  bytes,
});
