import { firstValueFrom, timeout } from 'rxjs';
import { postgresEngine, sqliteEngine, type DurableEngine } from '../../lib/durable/index.js';
import { DatabaseError } from '../errors/database-error.js';
import { reasonOf } from '../errors/reason-of.js';
import type { Host } from '../host.js';
import { hidePassword } from '../text/hide-password.js';
import type { DatabaseLocation } from './database-location.js';

/** A database that has responded once. */
export interface OpenDatabase {
  readonly engine: DurableEngine;
  readonly close: () => Promise<void>;
}

/** A database that has not responded within this time, in ms, counts as unreachable. */
const CONNECT_TIMEOUT_MS = 10_000;
/** How long closing may take, in ms: a lost database does not respond. */
const CLOSE_TIMEOUT_MS = 2000;

/**
 * Opens a database, creates missing tables, and reads from it once, so that any problem shows before anything is watched.
 *
 * @throws {DatabaseError}
 */
export async function openDatabase(
  location: DatabaseLocation,
  account: string,
  host: Host,
): Promise<OpenDatabase> {
  const database =
    location.type === 'sqlite' ? openSqlite(location.file) : await openPostgres(location.url, host);
  try {
    await firstValueFrom(database.engine.stats(account).pipe(timeout(CONNECT_TIMEOUT_MS)));
    return database;
  } catch (error) {
    await database.close();
    throw cannotOpen(location.shown, error);
  }
}

async function openPostgres(
  connectionString: string,
  { importPg = () => import('pg') }: Host,
): Promise<OpenDatabase> {
  const { default: pg } = await importPg().catch(() => {
    throw new DatabaseError(
      'Cannot open the database: PostgreSQL needs the pg package; run `npm install pg`',
    );
  });
  const config = {
    connectionString,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: 'heygen-rx',
  };
  const pool = new pg.Pool({ ...config, max: 4 });
  const listen = async () => {
    const client = new pg.Client(config);
    // The engine listens later: until then, a lost connection would end the process.
    client.on('error', () => undefined);
    await client.connect();
    return client;
  };
  return {
    engine: postgresEngine({ database: pool, listen }),
    close: () =>
      Promise.race([pool.end(), new Promise<void>(resolve => setTimeout(resolve, CLOSE_TIMEOUT_MS).unref())]),
  };
}

function openSqlite(file: string): OpenDatabase {
  // Node 22 calls its SQLite experimental in a warning on stderr: the same for each command.
  const emitWarning = process.emitWarning.bind(process);
  process.emitWarning = () => undefined;
  try {
    const engine = sqliteEngine({ file });
    const close = (): Promise<void> => {
      engine.close();
      return Promise.resolve();
    };
    return { engine, close };
  } catch (error) {
    // Since Node 20.16: earlier ones are not supported.
    if (process.getBuiltinModule('node:sqlite') === undefined) {
      throw new DatabaseError(
        `Cannot open ${file}: SQLite needs Node 22.13 or later, this is ${process.versions.node}`,
      );
    }
    throw cannotOpen(file, (error as Error).cause ?? error);
  } finally {
    process.emitWarning = emitWarning;
  }
}

const cannotOpen = (shown: string, error: unknown): DatabaseError =>
  new DatabaseError(`Cannot open the database ${shown}: ${hidePassword(databaseReason(error))}`);

/** Why a call of the database failed. A refused connection to both IP addresses of a host has no message, only a code. */
export function databaseReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return 'no response';
  const code: unknown = Reflect.get(error, 'code');
  return error.message === '' && typeof code === 'string' ? code : reasonOf(error);
}
