import { expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { heygenRx } from '../../cli/support/command-line.js';
import { durableStory } from '../../cli/support/durable-story.js';

const hasSqlite = process.getBuiltinModule('node:sqlite') !== undefined;

/** `npm run test:sqlite` runs this with Node 22. */
it(
  hasSqlite ? 'the command line works durably with a file' : 'the command line says which Node SQLite needs',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'heygen-rx-'));
    const databaseUrl = `sqlite:${join(folder, 'jobs.db')}`;
    try {
      if (hasSqlite) {
        await durableStory(databaseUrl, 'ExperimentalWarning');
        return;
      }
      const run = heygenRx(['worker', '--database-url', databaseUrl, '--base-url', 'http://127.0.0.1:2']);
      expect(await run.exitCode).toBe(1);
      expect(run.stderr()).toMatch(
        /^Cannot open \S+jobs\.db: SQLite needs Node 22\.13 or later, this is \S+\n$/,
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);
