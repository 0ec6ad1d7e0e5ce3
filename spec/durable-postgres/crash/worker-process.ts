// A process that works until it is killed. It is told over IPC at which point to kill, or stop, itself; it reports what it claims and settles.
import pg from 'pg';
import { postgresEngine } from '../../../lib/durable/engine/postgres/postgres-engine.js';
import { DurableWorker } from '../../../lib/durable/worker/durable-worker.js';
import { jobApi } from '../../../lib/transport/job-api/job-api.js';
import { ACCOUNT } from '../support/watches.js';
import { engineWithKillPoints, transportWithKillPoints, type Witness } from './kill-points.js';
import type { ProcessOptions, ToParent, ToProcess } from './messages.js';
import { LEASE_MS, PER_SECOND } from './terms.js';

const { database, url, clockOffsetMs } = JSON.parse(process.argv[2]!) as ProcessOptions;

// Only the database's clock counts: this one is wrong.
const now = Date.now.bind(Date);
Date.now = () => now() + clockOffsetMs;

let armed: ToProcess | undefined;
process.on('message', (message: ToProcess) => {
  armed = message;
});
// It must not outlive a parent that was killed.
process.on('disconnect', () => process.exit());
const tell = (message: ToParent): unknown => process.send?.(message);

const witness: Witness = {
  reached: point => {
    if (armed?.point !== point) return;
    const { signal } = armed;
    armed = undefined;
    process.kill(process.pid, signal);
  },
  claimed: at => tell({ type: 'claimed', at }),
  settled: (of, changed) => tell({ type: 'settled', of, changed }),
};

const pool = new pg.Pool({ ...database, max: 4 });
const engine = postgresEngine({ database: pool, listen: () => pool.connect() });
new DurableWorker({
  engine: engineWithKillPoints(engine, LEASE_MS, witness),
  transport: transportWithKillPoints(jobApi({ baseUrl: url }), witness),
  account: ACCOUNT,
  polling: { initialIntervalMs: 250, maxIntervalMs: 500 },
  limits: { maxRequestsPerSecond: PER_SECOND, requestTimeoutMs: 5000 },
}).start();
tell({ type: 'ready' });
