import { execFile, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import type { RedisConfig } from './peer.js';

const run = promisify(execFile);

export const QUEUE = 'watches';

/** A Redis server with a job for each watch. */
export interface RedisJobs {
  readonly config: RedisConfig;
  readonly bytesPerWatch: number;
  /** The CPU time that it has used, in seconds. */
  cpuSeconds(): Promise<number>;
  stop(): Promise<void>;
}

/** What BullMQ asks for. It reconnects until the server has started. */
export const connectionTo = ({ path }: RedisConfig): Redis =>
  new Redis({ path, maxRetriesPerRequest: null }).on('error', () => undefined);

export const hasRedis = (): boolean => spawnSync('redis-server', ['--version']).status === 0;

/** Starts a server that writes a log of its commands, as PostgreSQL does, and adds the jobs. */
export async function redisWithJobs(ids: readonly string[]): Promise<RedisJobs> {
  const folder = mkdtempSync(join(tmpdir(), 'heygen-rx-redis-'));
  const config = { path: join(folder, 'socket') };
  const settings = ['--port', '0', '--unixsocket', config.path, '--dir', folder, '--save', ''];
  const server = spawn('redis-server', [...settings, '--appendonly', 'yes'], { stdio: 'ignore' });
  const connection = connectionTo(config);
  const queue = new Queue(QUEUE, { connection });
  queue.on('error', () => undefined);
  const info = async (section: string, field: string): Promise<number> => {
    const { stdout } = await run('redis-cli', ['-s', config.path, 'info', section]);
    return Number(new RegExp(`^${field}:(.*)$`, 'm').exec(stdout)?.[1]);
  };
  await queue.waitUntilReady();
  const before = await info('memory', 'used_memory');
  await queue.addBulk(ids.map(jobId => ({ name: 'poll', data: { jobId } })));
  const bytesPerWatch = ((await info('memory', 'used_memory')) - before) / ids.length;
  return {
    config,
    bytesPerWatch,
    cpuSeconds: async () => (await info('cpu', 'used_cpu_sys')) + (await info('cpu', 'used_cpu_user')),
    stop: async () => {
      await queue.close();
      connection.disconnect();
      server.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
