// What each worker process of the demo runs: a worker, until the process is stopped or killed.
import { jobApi } from 'heygen-rx';
import { DurableWorker } from 'heygen-rx/durable';
import { openEngine, type DatabaseSettings } from './open-engine.js';

/** As JSON, the first argument. */
export interface WorkerSettings {
  readonly database: DatabaseSettings;
  readonly baseUrl: string;
  readonly maxRequestsPerSecond: number;
}

const { database, baseUrl, maxRequestsPerSecond } = JSON.parse(process.argv[2]!) as WorkerSettings;
const { engine, close } = openEngine(database);

const worker = new DurableWorker({
  engine,
  transport: jobApi({ baseUrl }),
  polling: { initialIntervalMs: 1000, maxIntervalMs: 2000 },
  // Jobs of a killed worker are due again after its lease: the time limit of its requests and 15 s.
  limits: { maxRequestsPerSecond, requestTimeoutMs: 5000, createTimeoutMs: 5000 },
}).start();

// Ctrl-C reaches all processes of a terminal, but the demo itself stops its workers.
process.on('SIGINT', () => undefined);
process.once('disconnect', () => void worker.stop({ graceMs: 1000 }).then(close));
