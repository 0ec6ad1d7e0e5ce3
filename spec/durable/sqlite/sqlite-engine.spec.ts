import { expect } from '@jest/globals';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { asyncScheduler, filter, firstValueFrom, take, toArray, type SchedulerLike } from 'rxjs';
import { sqliteEngine } from 'heygen-rx/durable';
import { describeEngine } from '../engine-contract.js';
import { newWatch } from '../support/small-worker.js';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
/** `npm run test:sqlite` runs this with Node 22. */
const hasSqlite = major > 22 || (major === 22 && minor >= 13);

/** A thread that has a file for itself for half a second. */
const MAKING_A_FILE = `
  const { parentPort, workerData } = require('node:worker_threads');
  const { DatabaseSync } = require('node:sqlite');
  const database = new DatabaseSync(workerData);
  database.exec('begin exclusive; create table made (it int)');
  parentPort.postMessage('made');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
  database.exec('commit');`;

if (hasSqlite) {
  describeEngine('in SQLite', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'heygen-rx-'));
    let offsetMs = 0;
    const scheduler = Object.assign(Object.create(asyncScheduler) as SchedulerLike, {
      now: () => asyncScheduler.now() + offsetMs,
    });
    const engine = sqliteEngine({ file: join(folder, 'durable.db'), scheduler });
    return {
      engine,
      advance: async ms => {
        offsetMs += ms;
      },
      stop: async () => {
        engine.close();
        rmSync(folder, { recursive: true });
      },
    };
  });

  describe('sqliteEngine', () => {
    it('waits until another process has made the file', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'heygen-rx-'));
      const file = join(folder, 'durable.db');
      const other = new Worker(MAKING_A_FILE, { eval: true, workerData: file });
      await once(other, 'message');
      const engine = sqliteEngine({ file });
      engine.close();
      await other.terminate();
      rmSync(folder, { recursive: true });
    });

    it('tells one process what another has written, and keeps it', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'heygen-rx-'));
      const file = join(folder, 'durable.db');
      const one = sqliteEngine({ file });
      const other = sqliteEngine({ file });
      const hints = firstValueFrom(
        one.hint$('main').pipe(
          filter(({ type }) => type === 'all'),
          take(2),
          toArray(),
        ),
      );
      await firstValueFrom(other.addWatches('main', [newWatch('a')]), { defaultValue: undefined });
      await expect(hints).resolves.toHaveLength(2);
      one.close();
      other.close();
      const again = sqliteEngine({ file });
      const claim$ = again.claimWatches('main', 9, { perSecond: 9, leaseMs: 9, probeMs: 9 });
      await expect(firstValueFrom(claim$)).resolves.toMatchObject({
        type: 'send',
        taken: [{ state: { jobId: 'a' } }],
      });
      again.close();
      rmSync(folder, { recursive: true });
    });
  });
} else {
  it('sqliteEngine says which Node it needs', () => {
    expect(() => sqliteEngine({ file: 'durable.db' })).toThrow(
      /^Cannot open durable.db: `sqliteEngine` needs Node 22.13 or later, this is v20/,
    );
  });
}
