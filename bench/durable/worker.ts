import pg from 'pg';
import { map, tap, timer } from 'rxjs';
import { jobApi, type Transport } from 'heygen-rx';
import { DurableWorker } from '../../lib/durable/worker/durable-worker.js';
import { postgresEngine } from '../../lib/durable/engine/postgres/postgres-engine.js';
import type { DurableEngine } from '../../lib/durable/engine/engine.js';
import type { WorkerResult, WorkerTask } from './messages.js';

const task = JSON.parse(process.argv[2]!) as WorkerTask;
const pool = new pg.Pool({ ...task.database, max: 10 });

/** Jobs that stay open. */
const openJobs: Transport = {
  create: () => {
    throw new Error('nothing is created here');
  },
  status: jobId => timer(1).pipe(map(() => ({ jobId, status: 'running' }))),
  statuses: jobIds => timer(1).pipe(map(() => jobIds.map(jobId => ({ jobId, status: 'running' })))),
};

let polls = 0;
let requests = 0;
const lateMs: number[] = [];

function measured(engine: DurableEngine): DurableEngine {
  const claimWatches: DurableEngine['claimWatches'] = (...args) => {
    return engine.claimWatches(...args).pipe(
      tap(claim => {
        if (claim.type !== 'send') return;
        requests++;
        polls += claim.taken.length;
        for (const { state } of claim.taken) lateMs.push(Math.max(0, claim.now - state.nextPollAt));
      }),
    );
  };
  return new Proxy(engine, {
    get: (target, name: keyof DurableEngine) =>
      name === 'claimWatches' ? claimWatches : target[name].bind(target),
  });
}

const { intervalMs, perSecond } = task;
const worker = new DurableWorker({
  engine: measured(postgresEngine({ database: pool, listen: () => pool.connect() })),
  transport: task.url === undefined ? openJobs : jobApi({ baseUrl: task.url }),
  polling: { initialIntervalMs: intervalMs, maxIntervalMs: intervalMs, multiplier: 1, timeoutMs: 3.6e7 },
  limits: { maxRequestsPerSecond: perSecond },
});

worker.start();
// Compiled, connected, and with its plans made.
await new Promise(resolve => setTimeout(resolve, 2000));
const warmUpPolls = polls;
polls = requests = 0;
lateMs.length = 0;
const cpu = process.cpuUsage();
const startedAt = performance.now();
await new Promise(resolve => setTimeout(resolve, task.seconds * 1000));
const { user, system } = process.cpuUsage(cpu);
const seconds = (performance.now() - startedAt) / 1000;
const late = lateMs.sort((a, b) => a - b);
const result: WorkerResult = {
  polls,
  allPolls: warmUpPolls + polls,
  requests,
  cpuSeconds: (user + system) / 1e6,
  seconds,
  lateP50: late[Math.floor(late.length * 0.5)] ?? 0,
  lateP99: late[Math.floor(late.length * 0.99)] ?? 0,
};
console.log(JSON.stringify(result));
process.exit();
