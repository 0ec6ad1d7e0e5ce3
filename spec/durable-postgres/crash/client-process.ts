// A process that asks for a create, and dies before or after that is on disk.
import pg from 'pg';
import { postgresEngine } from '../../../lib/durable/engine/postgres/postgres-engine.js';
import { ACCOUNT, run } from '../support/watches.js';
import { newCreate } from './creates.js';
import { engineWithKillPoints, type KillPoint } from './kill-points.js';
import type { ProcessOptions } from './messages.js';
import { LEASE_MS } from './terms.js';

const { database } = JSON.parse(process.argv[2]!) as ProcessOptions;
const [, , , point, key] = process.argv;
const engine = engineWithKillPoints(postgresEngine({ database: new pg.Pool(database) }), LEASE_MS, {
  reached: (reached: KillPoint) => reached === point && process.kill(process.pid, 'SIGKILL'),
});
await run(engine.addCreates(ACCOUNT, [newCreate(key!)]));
