import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { cpuSecondsOf } from './cpu-seconds.js';

/** A PostgreSQL server of its own, in a temporary directory, reached through a socket there. */
export interface PostgresServer {
  /** For `new pg.Pool(config)` and `new pg.Client(config)`. */
  readonly config: { readonly host: string; readonly user: string; readonly database: string };
  /** A new, empty database. */
  createDatabase(): Promise<PostgresServer['config']>;
  /** Stops it as a crash does. */
  crash(): Promise<void>;
  start(): Promise<void>;
  /** The CPU time that all of its processes have used, those that ended aside, in seconds. */
  cpuSeconds(): number;
  /** Stops it, and deletes everything. */
  remove(): Promise<void>;
}

export interface PostgresServerOptions {
  /** Whether a commit waits for the disk. @default false */
  readonly isDurable?: boolean;
  /** More settings of `postgresql.conf`. */
  readonly settings?: Readonly<Record<string, string>>;
}

const USER = 'postgres';

const run = promisify(execFile);

/** Starts a server. */
export async function startPostgres({
  isDurable = false,
  settings = {},
}: PostgresServerOptions = {}): Promise<PostgresServer> {
  const bin = binaries();
  const folder = mkdtempSync(join(tmpdir(), 'heygen-rx-postgres-'));
  const data = join(folder, 'data');
  if (isRoot()) execFileSync('chown', [USER, folder]);
  await as(bin, 'initdb', [
    '-D',
    data,
    '-U',
    USER,
    '-A',
    'trust',
    '-E',
    'UTF8',
    '--locale',
    'C.UTF-8',
    '--no-sync',
  ]);
  const options = {
    listen_addresses: '',
    unix_socket_directories: folder,
    max_connections: '100',
    shared_buffers: '256MB',
    ...(!isDurable && { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
    ...settings,
  };
  const flags = Object.entries(options).map(([name, value]) => `-c ${name}='${value}'`);
  const start = async (): Promise<void> => {
    await as(bin, 'pg_ctl', [
      '-D',
      data,
      '-w',
      '-t',
      '60',
      '-l',
      join(folder, 'log'),
      '-o',
      flags.join(' '),
      'start',
    ]);
  };
  const config = { host: folder, user: USER, database: USER };
  let databases = 0;
  await start();
  return {
    config,
    start,
    createDatabase: async () => {
      const database = `test_${++databases}`;
      await query(config, `create database ${database}`);
      return { ...config, database };
    },
    crash: async () => {
      await as(bin, 'pg_ctl', ['-D', data, '-m', 'immediate', '-w', 'stop']);
    },
    cpuSeconds: () => cpuSecondsOf(data),
    remove: async () => {
      await as(bin, 'pg_ctl', ['-D', data, '-m', 'immediate', '-w', 'stop']).catch(() => undefined);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** One query on a connection of its own. */
export async function query<Row extends pg.QueryResultRow>(
  config: PostgresServer['config'],
  text: string,
  values: unknown[] = [],
): Promise<readonly Row[]> {
  const client = new pg.Client(config);
  await client.connect();
  try {
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end();
  }
}

/** The newest version that is installed where Debian has it, or the one in the path. */
function binaries(): string {
  const root = '/usr/lib/postgresql';
  const [newest] = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : [];
  if (newest !== undefined) return join(root, newest, 'bin');
  const { stdout } = spawnSync('pg_config', ['--bindir'], { encoding: 'utf8' });
  if (!stdout) throw new Error('These specs need PostgreSQL: apt install postgresql');
  return stdout.trim();
}

const isRoot = (): boolean => process.getuid?.() === 0;

/** PostgreSQL refuses to run as root. */
function as(bin: string, program: string, args: readonly string[]): Promise<unknown> {
  const command = [join(bin, program), ...args];
  const quoted = command.map(word => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
  // Its output goes nowhere: a server keeps what it has inherited open.
  const shell = `${quoted} >/dev/null`;
  return isRoot() ? run('su', [USER, '-s', '/bin/sh', '-c', shell]) : run('/bin/sh', ['-c', shell]);
}
