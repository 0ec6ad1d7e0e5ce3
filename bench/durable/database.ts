import pg from 'pg';
import { postgresEngine } from '../../lib/durable/engine/postgres/postgres-engine.js';
import { startPostgres, type PostgresServer } from '../../spec/durable-postgres/support/postgres-server.js';
import { addAll, newWatch } from '../../spec/durable-postgres/support/watches.js';

/** A PostgreSQL server with open watches. */
export interface WatchDatabase {
  readonly server: PostgresServer;
  readonly pool: pg.Pool;
  /** Of table and indexes, for each watch. */
  bytesPerWatch(): Promise<number>;
  stop(): Promise<void>;
}

/** Starts a server, and adds watches whose first polls are spread over `intervalMs`. */
export async function watchDatabase(ids: readonly string[], intervalMs: number): Promise<WatchDatabase> {
  const server = await startPostgres({ settings: { max_wal_size: '4GB', checkpoint_timeout: '30min' } });
  const pool = new pg.Pool({ ...server.config, max: 4 });
  const engine = postgresEngine({ database: pool });
  const watches = ids.map((id, index) => {
    const nextPollAt = (index / ids.length) * intervalMs;
    return newWatch(id, { nextPollAt, notBeforeAt: nextPollAt / 2, deadlineAt: 3.6e7 });
  });
  await addAll(engine, watches);
  await pool.query('vacuum analyze heygen_rx.watch');
  return {
    server,
    pool,
    bytesPerWatch: async () => {
      const { rows } = await pool.query<{ bytes: string }>(
        `select pg_total_relation_size('heygen_rx.watch') as bytes`,
      );
      return Number(rows[0]!.bytes) / ids.length;
    },
    stop: async () => {
      await pool.end();
      await server.remove();
    },
  };
}
