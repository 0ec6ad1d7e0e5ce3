import type { Database } from './database.js';
import { NEWER } from './refusal.js';
import { MIGRATIONS } from './sql.js';

/** The key of the advisory lock: without it, processes that start together fail with "tuple concurrently updated". */
const LOCK = 4_367_939_472;

/**
 * Migrates the tables and functions. It is one statement, and so one transaction on one connection, even through a pooler; several processes may run it at once. A role that
 * may not create anything can also run it if there is nothing to do. A schema of a newer version is refused: its functions may not do what this version expects.
 */
export async function migrate(database: Database): Promise<void> {
  await database.query(SCRIPT);
}

const step = (sql: string, index: number): string => `
  if not exists (select from heygen_rx.migration where id = ${index + 1}) then
    execute $migration$${sql}$migration$;
    insert into heygen_rx.migration (id) values (${index + 1});
  end if;`;

const SCRIPT = `do $script$
begin
  perform pg_advisory_xact_lock(${LOCK});
  if to_regclass('heygen_rx.migration') is null then
    create schema if not exists heygen_rx;
    create table heygen_rx.migration (id integer primary key, applied_at timestamptz not null default now());
  end if;
  if exists (select from heygen_rx.migration where id > ${MIGRATIONS.length}) then
    raise exception 'Cannot use the schema heygen_rx: it was created by a newer heygen-rx' using errcode = '${NEWER}';
  end if;
${MIGRATIONS.map(step).join('\n')}
end
$script$`;
