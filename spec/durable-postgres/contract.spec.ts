import pg from 'pg';
import { postgresEngine } from '../../lib/durable/engine/postgres/postgres-engine.js';
import { describeEngine } from '../durable/engine/contract/describe-engine.js';
import { startPostgres } from './support/postgres-server.js';
import { testedEngine } from './support/tested-engine.js';

describeEngine('on PostgreSQL', async () => {
  const server = await startPostgres();
  const pool = new pg.Pool({ ...server.config, max: 12 });
  return testedEngine(server, pool, postgresEngine({ database: pool, listen: () => pool.connect() }));
});
