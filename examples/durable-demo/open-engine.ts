import pg from 'pg';
import { postgresEngine, sqliteEngine, type DurableEngine } from 'heygen-rx/durable';

/** How a process reaches the database. */
export type DatabaseSettings =
  | { readonly type: 'postgres'; readonly host: string; readonly user: string; readonly database: string }
  | { readonly type: 'sqlite'; readonly file: string };

export interface OpenEngine {
  readonly engine: DurableEngine;
  readonly close: () => Promise<void>;
}

/** Opens the database as an engine. */
export function openEngine(database: DatabaseSettings): OpenEngine {
  if (database.type === 'sqlite') {
    const engine = sqliteEngine({ file: database.file });
    const close = (): Promise<void> => {
      engine.close();
      return Promise.resolve();
    };
    return { engine, close };
  }
  const { type: _, ...settings } = database;
  const pool = new pg.Pool({ ...settings, max: 4 });
  const engine = postgresEngine({ database: pool, listen: () => pool.connect() });
  return { engine, close: () => pool.end() };
}
