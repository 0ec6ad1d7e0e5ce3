import { expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { runDemo } from '../../examples/durable-demo/run-demo.js';
import { temporaryDatabase, type TemporaryDatabase } from '../../examples/durable-demo/temporary-database.js';

/** The demo's own database, and where it was. */
function watchedDatabase() {
  let settings: TemporaryDatabase['settings'] | undefined;
  return {
    start: async () => {
      const database = await temporaryDatabase();
      ({ settings } = database);
      return database;
    },
    folder: () => (settings?.type === 'postgres' ? settings.host : undefined),
  };
}

const SMALL = { jobs: 60, processingMs: [200, 1000], maxRequestsPerSecond: 50 } as const;

it('the demo loses and doubles nothing though a worker is killed, and removes its database', async () => {
  const database = watchedDatabase();
  const lines: string[] = [];
  const summary = await runDemo({
    ...SMALL,
    print: line => lines.push(line),
    signal: new AbortController().signal,
    database: database.start,
  });
  expect(summary).toMatchObject({ keys: 60, created: 60, settled: 60, lost: 0, doubled: 0 });
  expect(lines[0]).toMatch(/^60 jobs, 3 worker processes, PostgreSQL \d+, at most 50 requests a second\.$/);
  expect(lines.filter(line => line.includes('worker 2 of 3 is killed with SIGKILL'))).toHaveLength(1);
  expect(existsSync(database.folder()!)).toBe(false);
});

it('the demo stops on a signal, and removes its database', async () => {
  const database = watchedDatabase();
  const stop = new AbortController();
  const run = runDemo({ ...SMALL, print: () => stop.abort(), signal: stop.signal, database: database.start });
  expect(await run).toBeUndefined();
  expect(existsSync(database.folder()!)).toBe(false);
});
