import { beforeAll, expect } from '@jest/globals';
import { lastValueFrom } from 'rxjs';
import type { Claim } from '../../lib/durable/engine/claims.js';
import type { ClaimedWatch } from '../../lib/durable/engine/watches.js';
import { durableClient } from 'heygen-rx/durable';
import type { DurableEngine } from '../../lib/durable/engine/engine.js';
import { postgresEngine } from '../../lib/durable/engine/postgres/postgres-engine.js';
import { MIGRATIONS } from '../../lib/durable/engine/postgres/sql.js';
import { openPool, openServer } from './support/opened.js';
import { query, type PostgresServer } from './support/postgres-server.js';
import { ACCOUNT, newWatch, run, sent, TERMS } from './support/watches.js';

const idsOf = (claim: Claim<readonly ClaimedWatch[]>) => sent(claim).taken.map(({ state }) => state.jobId);

describe('the migrations', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await openServer();
  });

  it('may be run by many processes at once', async () => {
    const config = await server.createDatabase();
    const pools = Array.from({ length: 8 }, () => openPool({ ...config, max: 1 }));
    await Promise.all(pools.map(pool => pool.query('select')));
    await Promise.all(
      pools.map((database, index) =>
        run(postgresEngine({ database }).addWatches(ACCOUNT, [newWatch(`job-${index}`)])),
      ),
    );
    const applied = await query(config, 'select id from heygen_rx.migration order by id');
    expect(applied).toEqual(MIGRATIONS.map((_, index) => ({ id: index + 1 })));
    const engine = postgresEngine({ database: pools[0]! });
    expect((await run(engine.stats(ACCOUNT))).watches.open).toBe(8);
  });

  it('only change what an earlier version has left', async () => {
    const config = await server.createDatabase();
    const pool = openPool(config);
    await run(postgresEngine({ database: pool }).stats(ACCOUNT));
    const last = MIGRATIONS.length;
    await pool.query('delete from heygen_rx.migration where id = $1', [last]);
    await pool.query('drop function heygen_rx.settle_create, heygen_rx.add_creates, heygen_rx.create_type');
    const create = { key: 'key-1', request: {}, digest: '', timeoutMs: 1000 };
    const found = await run(postgresEngine({ database: pool }).addCreates(ACCOUNT, [create]));
    expect(found).toEqual([{ key: 'key-1', type: 'open' }]);
  });

  it('are run again by the call after one that found no schema', async () => {
    const config = await server.createDatabase();
    const pool = openPool({ ...config, max: 1 });
    const engine = postgresEngine({ database: pool });
    await run(engine.addWatches(ACCOUNT, [newWatch('a')]));
    await pool.query('drop schema heygen_rx cascade');
    await expect(run(engine.stats(ACCOUNT))).rejects.toThrow('"heygen_rx" does not exist');
    await run(engine.addWatches(ACCOUNT, [newWatch('b')]));
    expect(idsOf(await run(engine.claimWatches(ACCOUNT, 100, TERMS)))).toEqual(['b']);
  });

  it('are no obstacle to a role that may not create anything, once they were run', async () => {
    const config = await server.createDatabase();
    await query(config, 'create role worker login');
    const worker = openPool({ ...config, user: 'worker' });
    const engine = postgresEngine({ database: worker });
    await expect(run(engine.stats(ACCOUNT))).rejects.toThrow('permission denied for database');

    const owner = openPool(config);
    await run(postgresEngine({ database: owner }).stats(ACCOUNT));
    await owner.query(`
      grant usage on schema heygen_rx to worker;
      grant select, insert, update, delete on all tables in schema heygen_rx to worker`);
    // The same engine: what has failed is tried again.
    await run(engine.addWatches(ACCOUNT, [newWatch('a')]));
    expect((await run(engine.claimWatches(ACCOUNT, 100, TERMS))).type).toBe('send');
  });

  it('refuse a schema that a newer version has changed, with a sentence and without touching it', async () => {
    const config = await server.createDatabase();
    const pool = openPool(config);
    await run(postgresEngine({ database: pool }).stats(ACCOUNT));
    const newer = MIGRATIONS.length + 1;
    await pool.query('insert into heygen_rx.migration (id) values ($1)', [newer]);
    await pool.query('delete from heygen_rx.migration where id = 1');
    const engine = postgresEngine({ database: pool });
    await expect(run(engine.addWatches(ACCOUNT, [newWatch('a')]))).rejects.toMatchObject({
      name: 'RequestError',
      message: 'Cannot use the schema heygen_rx: it was created by a newer heygen-rx',
    });
    const error = await lastValueFrom(durableClient({ engine }).watch('a')).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ name: 'RequestError', jobId: 'a' });
    // The same engine: once the schema is its own again, it works.
    await pool.query('delete from heygen_rx.migration where id = $1', [newer]);
    await pool.query('insert into heygen_rx.migration (id) values (1)');
    await run(engine.addWatches(ACCOUNT, [newWatch('a')]));
  });

  /** An engine whose transactions have another isolation. */
  const engineWith = async (isolation: string): Promise<DurableEngine> => {
    const config = await server.createDatabase();
    const options = `-c default_transaction_isolation=${isolation.replace(' ', '\\ ')}`;
    return postgresEngine({ database: openPool({ ...config, options }) });
  };

  it.each(['serializable', 'repeatable read'])(
    'refuse transactions that do not see what is new, with a sentence: %s',
    async isolation => {
      const engine = await engineWith(isolation);
      await expect(run(engine.claimWatches(ACCOUNT, 100, TERMS))).rejects.toMatchObject({
        name: 'RequestError',
        code: 'unusable_database',
        message: `heygen_rx needs transactions that are read committed, not ${isolation}`,
      });
    },
  );

  it('allow transactions that are read uncommitted, which are the same here', async () => {
    const engine = await engineWith('read uncommitted');
    expect((await run(engine.claimWatches(ACCOUNT, 100, TERMS))).type).toBe('wait');
  });
});
