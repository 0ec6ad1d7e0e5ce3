import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSettings } from './open-engine.js';

/** A database that is removed afterwards. */
export interface TemporaryDatabase {
  /** `PostgreSQL 15` or `SQLite`. */
  readonly name: string;
  readonly settings: DatabaseSettings;
  readonly remove: () => Promise<void>;
}

/** There is neither PostgreSQL nor SQLite. */
export class NoDatabaseError extends Error {
  override readonly name = 'NoDatabaseError';
}

/**
 * A PostgreSQL server of its own if PostgreSQL is installed, otherwise a SQLite file.
 *
 * @throws {NoDatabaseError}
 */
export async function temporaryDatabase(): Promise<TemporaryDatabase> {
  const binaries = postgresBinaries();
  if (binaries !== undefined) return startPostgres(binaries);
  if (process.getBuiltinModule('node:sqlite') !== undefined) return sqliteFile();
  throw new NoDatabaseError(
    `This demo needs PostgreSQL (apt install postgresql), or Node 22.13 or later for SQLite; this is Node ${process.versions.node}.`,
  );
}

/** A SQLite file, which needs Node 22.13 or later. */
function sqliteFile(): TemporaryDatabase {
  const folder = mkdtempSync(join(tmpdir(), 'heygen-rx-demo-'));
  return {
    name: 'SQLite',
    settings: { type: 'sqlite', file: join(folder, 'jobs.db') },
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
      return Promise.resolve();
    },
  };
}

/** The newest version where Debian installs it, or the one in the path. */
function postgresBinaries(): string | undefined {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : [];
  const { stdout } = spawnSync('pg_config', ['--bindir'], { encoding: 'utf8' });
  return [...versions.map(version => join(root, version, 'bin')), (stdout || '').trim()].find(
    folder => folder !== '' && existsSync(join(folder, 'initdb')),
  );
}

const USER = 'postgres';

/** It listens on a socket in its folder only. PostgreSQL refuses to run as root, so for root it runs as the user `postgres`. */
async function startPostgres(binaries: string): Promise<TemporaryDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'heygen-rx-demo-'));
  const data = join(folder, 'data');
  const options = `-c listen_addresses='' -c unix_socket_directories='${folder}' -c max_connections=50`;
  const call = (program: string, ...args: readonly string[]): Promise<unknown> =>
    runAsOther(join(binaries, program), args);
  const remove = async (): Promise<void> => {
    await call('pg_ctl', '-D', data, '-m', 'immediate', '-w', 'stop').catch(() => undefined);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    if (isRoot()) execFileSync('chown', [USER, folder]);
    await call('initdb', '-D', data, '-U', USER, '-A', 'trust', '-E', 'UTF8', '--no-sync');
    await call('pg_ctl', '-D', data, '-w', '-l', join(folder, 'log'), '-o', options, 'start');
  } catch (error) {
    await remove();
    throw error;
  }
  const [version = ''] =
    /\d+/.exec(execFileSync(join(binaries, 'postgres'), ['--version'], { encoding: 'utf8' })) ?? [];
  const settings = { type: 'postgres', host: folder, user: USER, database: USER } as const;
  return { name: `PostgreSQL ${version}`, settings, remove };
}

const isRoot = (): boolean => process.getuid?.() === 0;

/** Detached, in a session of its own: Ctrl-C at the terminal reaches the demo only, which then stops it. */
async function runAsOther(program: string, args: readonly string[]): Promise<void> {
  const quoted = [program, ...args].map(word => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
  const [command, ...words] = isRoot()
    ? ['su', USER, '-s', '/bin/sh', '-c', quoted]
    : ['/bin/sh', '-c', quoted];
  const child = spawn(command, words, { detached: true, stdio: 'ignore' });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`${program} ended with ${code}`);
}
