import pg from 'pg';
import { firstValueFrom } from 'rxjs';
import { postgresEngine } from '../../lib/durable/engine/postgres/postgres-engine.js';
import { describeEngine } from '../durable/engine/contract/describe-engine.js';
import { startPostgres } from './support/postgres-server.js';
import { setClock } from './support/set-clock.js';

describeEngine('on PostgreSQL', async () => {
  const server = await startPostgres();
  const pool = new pg.Pool({ ...server.config, max: 12 });
  const engine = postgresEngine({ database: pool, listen: () => pool.connect() });
  await firstValueFrom(engine.stats('main'));
  let offsetMs = 0;
  return {
    engine,
    advance: async ms => {
      offsetMs += ms;
      await setClock(pool, offsetMs);
    },
    stop: async () => {
      await pool.end();
      await server.remove();
    },
  };
});
