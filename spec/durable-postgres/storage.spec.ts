import { beforeAll, beforeEach, expect } from '@jest/globals';
import type pg from 'pg';
import type { DurableEngine } from '../../lib/durable/engine/engine.js';
import { postgresEngine } from '../../lib/durable/engine/postgres/postgres-engine.js';
import { until } from '../helpers/until.js';
import { openClient, openPool, openServer } from './support/opened.js';
import { query, type PostgresServer } from './support/postgres-server.js';
import { setClock, stopClock } from './support/set-clock.js';
import {
  ACCOUNT,
  addAll,
  completed,
  jobIds,
  newWatch,
  run,
  sent,
  stillOpen,
  TERMS,
} from './support/watches.js';

describe('the tables of PostgreSQL', () => {
  let server: PostgresServer;
  let config: PostgresServer['config'];
  let pool: pg.Pool;
  let engine: DurableEngine;

  beforeAll(async () => {
    server = await openServer();
  });
  beforeEach(async () => {
    config = await server.createDatabase();
    pool = openPool({ ...config, max: 2 });
    engine = postgresEngine({ database: pool });
  });

  const claim = (limit = 100) => run(engine.claimWatches(ACCOUNT, limit, TERMS));

  it('need 250 bytes a watch with short ids, and 320 with ids of 32 characters', async () => {
    const bytes = async (): Promise<number> => {
      const [row] = await query<{ bytes: number }>(
        config,
        `select pg_total_relation_size('heygen_rx.watch')::float8 / count(*) as bytes from heygen_rx.watch`,
      );
      await pool.query('truncate heygen_rx.watch');
      return row!.bytes;
    };
    const watches = (ids: readonly string[]) => ids.map((id, index) => newWatch(id, { nextPollAt: index }));
    await addAll(engine, watches(Array.from({ length: 10_000 }, (_, index) => `job-${100_000 + index}`)));
    expect(await bytes()).toBeLessThan(250);
    await addAll(engine, watches(jobIds(10_000)));
    expect(await bytes()).toBeLessThan(320);
  });

  it('are not written by a wake that changes nothing', async () => {
    const places = () => query(config, 'select job_id, ctid from heygen_rx.watch order by job_id');
    await addAll(
      engine,
      jobIds(10).map(id => newWatch(id)),
    );
    await claim(3);
    await addAll(
      engine,
      jobIds(20)
        .slice(10)
        .map(id => newWatch(id, { nextPollAt: 1_000_000 })),
    );
    const added = await places();
    await run(engine.wake(ACCOUNT));
    const woken = await places();
    expect(woken).not.toEqual(added);
    await run(engine.wake(ACCOUNT));
    await run(engine.wake(ACCOUNT, jobIds(20)));
    expect(await places()).toEqual(woken);
    expect(sent(await claim()).taken).toHaveLength(17);
  });

  it('are scanned from where the first watch is due, whatever an old transaction keeps', async () => {
    /** How many index entries a claim has read, on average of so many claims. */
    const entriesPerClaim = async (claims: number): Promise<number> => {
      const before = await indexReads();
      for (let round = 0; round < claims; round++) {
        const { lease, taken, now } = sent(await claim());
        await run(
          engine.settleWatches(
            ACCOUNT,
            lease,
            taken.map(watch => stillOpen(watch, now, 1)),
          ),
        );
        await stopClock(pool, ++time);
      }
      return ((await indexReads()) - before) / claims;
    };
    /** Counts of a connection are published when it ends. */
    const indexReads = async (): Promise<number> => {
      await pool.end();
      pool = openPool({ ...config, max: 2 });
      engine = postgresEngine({ database: pool });
      const [row] = await query<{ reads: number }>(
        config,
        `select idx_tup_read::float8 as reads from pg_stat_user_indexes where indexrelname = 'watch_due'`,
      );
      return row!.reads;
    };
    // So slowly that no sweep falls into it.
    let time = 1_750_000_000_000;
    await run(engine.stats(ACCOUNT));
    await stopClock(pool, time);
    await addAll(
      engine,
      jobIds(1000).map((id, index) => newWatch(id, { nextPollAt: index / 1000, notBeforeAt: 0 })),
    );
    time++;
    await stopClock(pool, time);
    await entriesPerClaim(30);
    const usually = await entriesPerClaim(30);
    const old = await openClient(config);
    await old.query('begin isolation level repeatable read');
    await old.query('select count(*) from heygen_rx.watch');
    await entriesPerClaim(100);
    const withOldTransaction = await entriesPerClaim(30);
    await old.query('rollback');
    expect(withOldTransaction).toBeLessThan(2 * usually);
  });

  it('are read row by row as before once they have grown, whatever the planner knew when it made the plans', async () => {
    const ROWS = 5000;
    pool = openPool({ ...config, max: 1 });
    engine = postgresEngine({ database: pool });
    await run(engine.stats(ACCOUNT));
    await query(config, 'alter table heygen_rx.watch set (autovacuum_enabled = off)');
    await query(config, 'alter table heygen_rx.creation set (autovacuum_enabled = off)');
    const everyCall = async (name: string): Promise<void> => {
      await run(engine.addWatches(ACCOUNT, [newWatch(name), newWatch(`${name}-2`)]));
      await run(engine.wake(ACCOUNT, [name]));
      const { lease, taken } = sent(await claim());
      await run(engine.settleWatches(ACCOUNT, lease, taken.map(completed)));
      await run(engine.readWatches(ACCOUNT, [{ jobId: name, version: 0 }]));
      await run(engine.forget(ACCOUNT, [name]));
      await run(engine.addCreates(ACCOUNT, [{ key: name, request: {}, digest: '', timeoutMs: 1000 }]));
      const create = sent(await run(engine.claimCreate(ACCOUNT, TERMS)));
      const created = { type: 'created', jobIds: ['a'], watches: [] } as const;
      await run(engine.settleCreate(ACCOUNT, name, create.lease, created));
      await run(engine.readCreates(ACCOUNT, [name]));
      await run(engine.clean(ACCOUNT, 3_600_000, 10));
    };
    // From the sixth time on, PostgreSQL keeps the plan.
    for (let time = 1; time <= 8; time++) await everyCall(`early-${time}`);
    await query(
      config,
      `with now as (select heygen_rx.now_ms() as ms)
      insert into heygen_rx.watch (account, job_id, at, created_at, deadline_at, next_poll_at, not_before_at, polls, step, status, flags, due_at, ended_at)
      select $1, 'job-' || n, ms, ms, ms + 1e9, ms + 1e9, ms + 1e9, 0, 0, 0, 0, case when n % 2 = 0 then ms + 1e9 end, case when n % 2 = 1 then ms end
      from now, generate_series(1, ${ROWS}) as n`,
      [ACCOUNT],
    );
    await query(
      config,
      `insert into heygen_rx.creation (account, key, request, digest, started_at, deadline_at, ended_at, job_ids)
      select $1, 'key-' || n, '{}', '', 0, 0, heygen_rx.now_ms(), '["a"]' from generate_series(1, ${ROWS}) as n`,
      [ACCOUNT],
    );
    await everyCall('later');
    // Counts of a connection are published when it ends.
    await pool.end();
    pool = openPool(config);
    const [row] = await query<{ reads: number }>(
      config,
      `select ((select sum(idx_tup_read) from pg_stat_user_indexes) + (select sum(seq_tup_read) from pg_stat_user_tables))::float8 as reads`,
    );
    expect(row!.reads).toBeLessThan(ROWS);
  });

  it('are swept now and then, for what was written by other means', async () => {
    await run(engine.addWatches(ACCOUNT, [newWatch('a'), newWatch('b')]));
    expect(sent(await claim()).taken).toHaveLength(2);
    // Due long ago: as after a restore.
    await query(config, 'update heygen_rx.watch set due_at = 1, lease = null');
    expect((await claim()).type).toBe('wait');
    await setClock(pool, 10_001);
    expect(sent(await claim()).taken).toHaveLength(2);
  });

  it('are claimed as before when the clock of the database is set back', async () => {
    const HOUR = 3_600_000;
    const terms = { ...TERMS, perSecond: 1000 };
    await run(engine.addWatches(ACCOUNT, [newWatch('a')]));
    const first = sent(await run(engine.claimWatches(ACCOUNT, 1, terms)));
    await run(engine.settleWatches(ACCOUNT, first.lease, [stillOpen(first.taken[0]!, first.now, 50)]));
    await setClock(pool, -HOUR);
    await run(engine.addWatches(ACCOUNT, [newWatch('b')]));
    const ids: string[] = [];
    await until('every watch is claimed', async () => {
      const claimed = await run(engine.claimWatches(ACCOUNT, 1, terms));
      expect(claimed.now).toBeGreaterThanOrEqual(first.now);
      if (claimed.type === 'send') ids.push(claimed.taken[0]!.state.jobId);
      return ids.length === 2;
    });
    expect([...ids].sort()).toEqual(['a', 'b']);
    expect((await run(engine.stats(ACCOUNT))).watches).toMatchObject({ open: 2, due: 0, claimed: 2 });
  });

  it('are cleaned by the time of the account, also after the clock of the database was set back', async () => {
    const HOUR = 3_600_000;
    await run(engine.addWatches(ACCOUNT, [newWatch('a')]));
    await setClock(pool, 100 * HOUR);
    const { lease, taken } = sent(await claim());
    await run(engine.settleWatches(ACCOUNT, lease, taken.map(completed)));
    await setClock(pool, 0);
    await run(engine.addWatches(ACCOUNT, [newWatch('b')]));
    expect(await run(engine.clean(ACCOUNT, HOUR, 10))).toBe(0);
    await setClock(pool, 2 * HOUR);
    expect(await run(engine.clean(ACCOUNT, HOUR, 10))).toBe(1);
  });

  it('that are not locked by others are claimed', async () => {
    await run(engine.addWatches(ACCOUNT, [newWatch('a'), newWatch('b')]));
    const other = await openClient(config);
    await other.query(`begin; select from heygen_rx.watch where job_id = 'a' for update`);
    expect(sent(await claim()).taken.map(({ state }) => state.jobId)).toEqual(['b']);
    expect((await claim()).type).toBe('wait');
  });

  it('that are locked for long make a claim fail, so that it takes nothing once its caller has gone', async () => {
    await run(engine.addWatches(ACCOUNT, [newWatch('a')]));
    const other = await openClient(config);
    await other.query('begin; select from heygen_rx.gate for update');
    await expect(claim()).rejects.toThrow('lock timeout');
    await other.query('commit; begin; lock table heygen_rx.watch in access exclusive mode');
    await expect(claim()).rejects.toThrow('lock timeout');
    await other.query('commit');
    expect(sent(await claim()).taken).toHaveLength(1);
  });

  it('keep what JSON can say', async () => {
    const terms = { key: 'NUL \0, half a pair \ud800, a clef \u{1d11e}' };
    await run(engine.addWatches(ACCOUNT, [{ ...newWatch('a'), terms }]));
    expect(sent(await claim()).taken[0]!.terms).toEqual(terms);
  });

  it('lose observations that nothing is learned from any more', async () => {
    await addAll(
      engine,
      jobIds(300).map(id => newWatch(id)),
    );
    const { lease, taken } = sent(await claim(300));
    const settlements = taken.map((watch, index) => ({ ...completed(watch), observed: { afterMs: index } }));
    await run(engine.settleWatches(ACCOUNT, lease, settlements));
    await run(engine.clean(ACCOUNT, 3_600_000, 10));
    const { jobs, cursor } = await run(engine.readObserved(ACCOUNT));
    expect(jobs.map(({ afterMs }) => afterMs)).toEqual(Array.from({ length: 256 }, (_, index) => index + 44));
    expect(await run(engine.readObserved(ACCOUNT, cursor))).toEqual({ jobs: [], cursor });
    expect(await query(config, 'select id from heygen_rx.observed')).toHaveLength(256);
  });
});
