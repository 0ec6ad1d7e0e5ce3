import type { Database } from '../../../lib/durable/engine/postgres/database.js';

/** Lets the database's clock be so many ms ahead of the real time. */
export async function setClock(database: Database, offsetMs: number): Promise<void> {
  await database.query(`
    create or replace function heygen_rx.now_ms() returns double precision language sql volatile as $$
      select extract(epoch from clock_timestamp())::double precision * 1000 + ${offsetMs}
    $$`);
}
