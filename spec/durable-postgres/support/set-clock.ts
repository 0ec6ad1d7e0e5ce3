import type { Database } from '../../../lib/durable/engine/postgres/database.js';

/** Lets the database's clock be so many ms ahead of the real time. */
export const setClock = (database: Database, offsetMs: number): Promise<unknown> =>
  replaceClock(database, `extract(epoch from clock_timestamp())::double precision * 1000 + ${offsetMs}`);

/** Sets the database's clock forward, each time by so many ms more. */
export function advancing(database: Database): (ms: number) => Promise<void> {
  let offsetMs = 0;
  return async ms => {
    offsetMs += ms;
    await setClock(database, offsetMs);
  };
}

/** Stops the database's clock at this time, in epoch ms. */
export const stopClock = (database: Database, at: number): Promise<unknown> =>
  replaceClock(database, `${at}::double precision`);

const replaceClock = (database: Database, now: string): Promise<unknown> =>
  database.query(
    `create or replace function heygen_rx.now_ms() returns double precision language sql volatile as 'select ${now}'`,
  );
