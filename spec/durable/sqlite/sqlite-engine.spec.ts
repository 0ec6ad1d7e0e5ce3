import { afterEach, beforeEach, expect } from '@jest/globals';
import { once } from 'node:events';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import {
  asyncScheduler,
  filter,
  firstValueFrom,
  lastValueFrom,
  skip,
  take,
  toArray,
  type SchedulerLike,
} from 'rxjs';
import { durableClient, sqliteEngine, type SqliteEngine, type SqliteEngineOptions } from 'heygen-rx/durable';
import { until } from '../../helpers/until.js';
import { describeEngine } from '../engine/contract/describe-engine.js';
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
  const { DatabaseSync } = process.getBuiltinModule('node:sqlite' as never) as {
    DatabaseSync: new (path: string) => {
      exec(sql: string): void;
      prepare(sql: string): { get(): unknown };
      close(): void;
    };
  };

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

  const engines: SqliteEngine[] = [];
  /** An engine that is closed after the test, whatever happens: jest would not exit while one is open. */
  function openEngine(options: SqliteEngineOptions): SqliteEngine {
    const engine = sqliteEngine(options);
    engines.push(engine);
    return engine;
  }
  afterEach(() => {
    for (const engine of engines.splice(0)) engine.close();
  });

  describe('sqliteEngine', () => {
    it('waits until another process has made the file', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'heygen-rx-'));
      const file = join(folder, 'durable.db');
      const other = new Worker(MAKING_A_FILE, { eval: true, workerData: file });
      await once(other, 'message');
      const engine = openEngine({ file });
      engine.close();
      await other.terminate();
      rmSync(folder, { recursive: true });
    });

    it('notifies one process of what another has written, and keeps it', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'heygen-rx-'));
      const file = join(folder, 'durable.db');
      const one = openEngine({ file });
      const other = openEngine({ file });
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
      const again = openEngine({ file });
      const claim$ = again.claimWatches('main', 9, { perSecond: 9, leaseMs: 9, probeMs: 9 });
      await expect(firstValueFrom(claim$)).resolves.toMatchObject({
        type: 'send',
        taken: [{ state: { jobId: 'a' } }],
      });
      rmSync(folder, { recursive: true });
    });

    describe('of which two processes have clocks an hour apart', () => {
      const terms = { perSecond: 20, leaseMs: 60_000, probeMs: 60_000 };
      const HOUR = 3_600_000;
      let folder: string;
      let file: string;
      beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), 'heygen-rx-'));
        file = join(folder, 'durable.db');
      });
      afterEach(() => {
        rmSync(folder, { recursive: true });
      });
      /** An engine of a process whose clock is wrong by so many ms. */
      function engineAt(offsetMs: number | (() => number)): SqliteEngine {
        const scheduler = Object.assign(Object.create(asyncScheduler) as SchedulerLike, {
          now: () => asyncScheduler.now() + (typeof offsetMs === 'number' ? offsetMs : offsetMs()),
        });
        return openEngine({ file, scheduler });
      }
      const add = (engine: SqliteEngine, jobId: string) =>
        firstValueFrom(engine.addWatches('main', [newWatch(jobId)]), { defaultValue: undefined });
      const claim = (engine: SqliteEngine) => firstValueFrom(engine.claimWatches('main', 1, terms));
      /** What is claimed once the rate allows it. */
      const claimed = (engine: SqliteEngine): Promise<Awaited<ReturnType<typeof claim>>> =>
        until('the rate allows a claim', async () => {
          const answer = await claim(engine);
          return (answer.type !== 'wait' || answer.reason !== 'rate' || answer.waitMs! > 1000) && answer;
        });

      it('a lease holds for both', async () => {
        const [ahead, behind] = [engineAt(HOUR), engineAt(0)];
        await add(ahead, 'a');
        expect(await claim(behind)).toMatchObject({ type: 'send', taken: [{ state: { jobId: 'a' } }] });
        expect(await claim(ahead)).toMatchObject({ type: 'wait', reason: 'idle' });
      });

      it.each([
        ['what the one ahead adds is due for the other', HOUR, 0],
        ['what the one behind adds is due for the other', 0, HOUR],
      ])('%s', async (_title, adding, claiming) => {
        const [one, other] = [engineAt(adding), engineAt(claiming)];
        await add(one, 'a');
        expect(await claim(other)).toMatchObject({ type: 'send', taken: [{ state: { jobId: 'a' } }] });
      });

      it('the rate is that of both', async () => {
        const [ahead, behind] = [engineAt(HOUR), engineAt(0)];
        await add(ahead, 'a');
        await add(ahead, 'b');
        await claim(ahead);
        expect(await claimed(behind)).toMatchObject({ type: 'send', taken: [{ state: { jobId: 'b' } }] });
      });

      it('the one behind still sees time pass', async () => {
        let offsetMs = 0;
        const [ahead, behind] = [engineAt(HOUR), engineAt(() => offsetMs)];
        await add(ahead, 'a');
        const { now } = await claim(behind);
        offsetMs = 5000;
        expect((await claim(behind)).now).toBeGreaterThanOrEqual(now + 5000);
      });

      it('time does not go back if the clock is set back between two runs', async () => {
        const first = engineAt(HOUR);
        await add(first, 'a');
        first.close();
        const second = engineAt(0);
        expect(await claim(second)).toMatchObject({ type: 'send', taken: [{ state: { jobId: 'a' } }] });
      });
    });

    describe('with a file', () => {
      let folder: string;
      let file: string;
      beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), 'heygen-rx-'));
        file = join(folder, 'durable.db');
      });
      afterEach(() => {
        rmSync(folder, { recursive: true });
      });

      it.each([
        [
          'in a folder that is not there',
          () => join(folder, 'none', 'durable.db'),
          'unable to open database file',
        ],
        ['that is a folder', () => folder, 'unable to open database file'],
        [
          'of another version',
          () => {
            const other = new DatabaseSync(file);
            other.exec('pragma user_version = 2');
            other.close();
            return file;
          },
          'its tables have version 2, and this version of heygen-rx needs 1',
        ],
        [
          'that is something else',
          () => {
            writeFileSync(file, 'not a database'.repeat(1000));
            return file;
          },
          'file is not a database',
        ],
      ])('%s says so', (_, path, why) => {
        const name = path();
        expect(() => sqliteEngine({ file: name })).toThrow(`Cannot open ${name}: ${why}`);
      });

      it('that another process keeps locked lets this one do other work', async () => {
        const engine = openEngine({ file });
        const other = new DatabaseSync(file);
        other.exec('begin immediate');
        const order: string[] = [];
        const wake = firstValueFrom(engine.wake('main')).then(() => order.push('answer'));
        await new Promise(resolve => setTimeout(resolve, 0));
        order.push('other work');
        other.exec('commit');
        await wake;
        expect(order).toEqual(['other work', 'answer']);
        other.close();
      });

      it('is read while another process writes to it', async () => {
        const engine = openEngine({ file });
        await lastValueFrom(engine.addWatches('main', [newWatch('a')]));
        const other = new DatabaseSync(file);
        other.exec('begin immediate; delete from watch');
        const { changed } = await lastValueFrom(engine.readWatches('main', [{ jobId: 'a', version: 0 }]));
        expect(changed).toHaveLength(1);
        expect(await lastValueFrom(engine.readCreates('main', ['k']))).toEqual([]);
        expect((await lastValueFrom(engine.readObserved('main'))).jobs).toEqual([]);
        expect((await lastValueFrom(engine.stats('main'))).watches.open).toBe(1);
        other.close();
      });

      it('is not written when an open watch is added again with the same deadline, or an earlier one', async () => {
        const engine = openEngine({ file });
        await lastValueFrom(engine.addWatches('main', [newWatch('a')]));
        const other = new DatabaseSync(file);
        const version = () => other.prepare('pragma data_version').get();
        const before = version();
        const { state } = newWatch('a');
        await lastValueFrom(engine.addWatches('main', [{ state: { ...state, deadlineAt: -1 } }]));
        expect(version()).toEqual(before);
        other.close();
      });

      it('is written by no read: that would wake the other processes', async () => {
        const engine = openEngine({ file });
        const other = new DatabaseSync(file);
        const version = () => other.prepare('pragma data_version').get();
        const before = version();
        await firstValueFrom(engine.stats('main'));
        await firstValueFrom(engine.readWatches('main', [{ jobId: 'a', version: 0 }]));
        await firstValueFrom(engine.readCreates('main', ['k']));
        await firstValueFrom(engine.claimWatches('main', 1, { perSecond: 1, leaseMs: 1, probeMs: 1 }));
        expect(version()).toEqual(before);
        await firstValueFrom(engine.addWatches('main', [newWatch('a')]), { defaultValue: undefined });
        expect(version()).not.toEqual(before);
        other.close();
      });

      it('of another program is left as it was, and closed', () => {
        const other = new DatabaseSync(file);
        other.exec('pragma user_version = 7; create table theirs (it int)');
        other.close();
        expect(() => sqliteEngine({ file })).toThrow('its tables have version 7');
        const again = new DatabaseSync(file);
        expect(again.prepare('pragma journal_mode').get()).toEqual({ journal_mode: 'delete' });
        again.close();
        if (existsSync('/proc/self/fd')) {
          const open = readdirSync('/proc/self/fd').map(fd => {
            try {
              return readlinkSync(`/proc/self/fd/${fd}`);
            } catch {
              return '';
            }
          });
          expect(open).not.toContain(file);
        }
      });

      it('that fails for another reason than a lock fails at once', async () => {
        const delays: number[] = [];
        const scheduler = Object.assign(Object.create(asyncScheduler) as SchedulerLike, {
          schedule: (...args: Parameters<SchedulerLike['schedule']>) => {
            delays.push(args[1] ?? 0);
            return asyncScheduler.schedule(...args);
          },
        });
        const engine = openEngine({ file, scheduler });
        engine.close();
        await expect(firstValueFrom(engine.stats('main'))).rejects.toThrow('The engine was closed');
        expect(delays.filter(delay => delay > 0)).toEqual([]);
      });

      it.each<[string, () => void]>([
        ['deleted', () => rmSync(file)],
        [
          'replaced',
          () => {
            renameSync(file, `${file}.old`);
            sqliteEngine({ file }).close();
          },
        ],
      ])('that is %s is refused: no other process would see what is written', async (_, change) => {
        const engine = openEngine({ file });
        const watch$ = durableClient({ engine }).watch('b');
        const end = lastValueFrom(watch$).catch((thrown: unknown) => thrown);
        const hint = firstValueFrom(
          engine.hint$('main').pipe(
            filter(({ type }) => type === 'all'),
            skip(1),
          ),
        );
        await firstValueFrom(engine.hint$('main').pipe(filter(({ type }) => type === 'due')));
        change();
        // First what ends by itself, so that a broken check fails instead of waiting.
        await expect(lastValueFrom(engine.addWatches('main', [newWatch('a')]))).rejects.toMatchObject({
          name: 'RequestError',
          code: 'unusable_database',
          message: `The file ${file} was deleted or replaced while it was in use: open it again`,
        });
        await hint;
        await expect(end).resolves.toMatchObject({ name: 'RequestError', code: 'unusable_database' });
      });

      it('with a relative path is still found when the process changes its directory', async () => {
        const before = process.cwd();
        process.chdir(folder);
        const engine = openEngine({ file: 'durable.db' });
        process.chdir(before);
        expect((await firstValueFrom(engine.stats('main'))).watches.open).toBe(0);
      });

      it('that is closed, however often, ends those who wait', async () => {
        const engine = openEngine({ file });
        const client = durableClient({ engine, readEveryMs: 20 });
        const error = lastValueFrom(client.watch('a')).catch((thrown: unknown) => thrown);
        await firstValueFrom(engine.hint$('main').pipe(filter(({ type }) => type === 'due')));
        engine.close();
        engine.close();
        await expect(error).resolves.toMatchObject({
          name: 'RequestError',
          jobId: 'a',
          message: 'The engine was closed',
        });
      });
    });
  });
} else {
  it('sqliteEngine says which Node it needs', () => {
    expect(() => sqliteEngine({ file: 'durable.db' })).toThrow(
      /^Cannot open durable.db: `sqliteEngine` needs Node 22.13 or later, this is v20/,
    );
  });
}
