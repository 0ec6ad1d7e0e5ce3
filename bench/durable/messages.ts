import type { PostgresServer } from '../../spec/durable-postgres/support/postgres-server.js';

/** What a worker process is started with, as JSON. */
export interface WorkerTask {
  readonly database: PostgresServer['config'];
  /** The mock backend; absent: a service in the same process that responds after 1 ms. */
  readonly url?: string;
  readonly perSecond: number;
  /** Between two polls of a watch, in ms. */
  readonly intervalMs: number;
  readonly seconds: number;
}

/** What it has measured. */
export interface WorkerResult {
  readonly polls: number;
  /** With those before the measurement, while the process warmed up. */
  readonly allPolls: number;
  readonly requests: number;
  /** Of the process. */
  readonly cpuSeconds: number;
  readonly seconds: number;
  /** By how much polls came after they were due, in ms; 0 for those that were taken along before. */
  readonly lateP50: number;
  readonly lateP99: number;
}
