import type { PostgresServer } from '../../../spec/durable-postgres/support/postgres-server.js';

/** What a process with a queue library is started with, as JSON. */
export interface PeerTask {
  readonly server: PostgresServer['config'] | RedisConfig;
  readonly seconds: number;
}

/** A Redis server of its own, reached through a socket. */
export interface RedisConfig {
  readonly path: string;
}

/** What it has measured. */
export interface PeerResult {
  readonly polls: number;
  /** With those before the measurement, while the process warmed up. */
  readonly allPolls: number;
  readonly seconds: number;
  /** Of the process. */
  readonly cpuSeconds: number;
}

/** Each watch is a job, which polls and then runs again this much later, in ms: all are due all the time. */
export const INTERVAL_MS = 1000;

/** As many jobs at a time as a bulk request has ids. */
export const CONCURRENCY = 100;

let polls = 0;

/** A poll of a service that responds after 1 ms. */
export async function poll(): Promise<void> {
  await new Promise(resolve => setTimeout(resolve, 1));
  polls++;
}

/** Counts polls for some seconds, after two in which the process warms up; prints the result and ends the process. */
export async function measurePolls(seconds: number): Promise<never> {
  await new Promise(resolve => setTimeout(resolve, 2000));
  const warmUpPolls = polls;
  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  await new Promise(resolve => setTimeout(resolve, seconds * 1000));
  const { user, system } = process.cpuUsage(cpu);
  const result: PeerResult = {
    polls: polls - warmUpPolls,
    allPolls: polls,
    seconds: (performance.now() - startedAt) / 1000,
    cpuSeconds: (user + system) / 1e6,
  };
  console.log(JSON.stringify(result));
  process.exit();
}
