import { beforeAll, beforeEach, expect } from '@jest/globals';
import pg from 'pg';
import { Subscription } from 'rxjs';
import type { DurableEngine } from '../../lib/durable/engine/engine.js';
import type { Hint } from '../../lib/durable/engine/hint.js';
import type { ListenClient } from '../../lib/durable/engine/postgres/database.js';
import { postgresEngine } from '../../lib/durable/engine/postgres/postgres-engine.js';
import { afterTest, openPool, openServer } from './support/opened.js';
import { query, type PostgresServer } from './support/postgres-server.js';
import { until } from '../helpers/until.js';
import { ACCOUNT, addAll, completed, jobIds, newWatch, run, sent, TERMS } from './support/watches.js';

describe('the hints of PostgreSQL', () => {
  let server: PostgresServer;
  let config: PostgresServer['config'];
  let pool: pg.Pool;
  let engine: DurableEngine;
  let connects = 0;
  let refusals = 0;
  let hints: Hint[];
  let subscription: Subscription;

  beforeAll(async () => {
    server = await openServer();
  });
  beforeEach(async () => {
    config = await server.createDatabase();
    pool = openPool(config);
    connects = 0;
    refusals = 0;
    hints = [];
    subscription = new Subscription();
    afterTest(() => subscription.unsubscribe());
    const listen = async (): Promise<ListenClient> => {
      connects++;
      if (refusals-- > 0) throw new Error('refused');
      const client = new pg.Client({ ...config, application_name: 'listener' });
      await client.connect();
      return client;
    };
    engine = postgresEngine({ database: pool, listen });
  });

  const listen = (account = ACCOUNT): Subscription => {
    const one = engine.hint$(account).subscribe(hint => hints.push(hint));
    subscription.add(one);
    return one;
  };
  const heard = (type: Hint['type']): Promise<Hint> =>
    until(`a hint of type ${type}`, () => hints.find(hint => hint.type === type));
  const listeners = () => query(config, `select from pg_stat_activity where application_name = 'listener'`);
  const cut = () =>
    query(
      config,
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'listener'`,
    );

  it('come over one connection, which is closed with the last who listens', async () => {
    listen();
    listen();
    listen('another');
    await until('all three are told to read', () => hints.filter(({ type }) => type === 'all').length === 3);
    expect(connects).toBe(1);
    expect(await listeners()).toHaveLength(1);
    hints = [];
    await run(engine.addWatches(ACCOUNT, [newWatch('a')]));
    await until('two hints', () => hints.length === 2);
    subscription.unsubscribe();
    await until('the connection is closed', async () => (await listeners()).length === 0);
  });

  it('continue over a new connection after one is lost, and everything is read again', async () => {
    listen();
    await heard('all');
    hints = [];
    refusals = 2;
    await cut();
    await heard('all');
    expect(connects).toBe(4);
    hints = [];
    await run(engine.addWatches(ACCOUNT, [newWatch('a')]));
    await heard('due');
  });

  it('begin as soon as the database is there', async () => {
    await server.crash();
    listen();
    await until('the loss of the connection is noticed', () => connects > 0 || pool.totalCount === 0);
    await server.start();
    await heard('all');
  });

  it('name every job, however many have changed at once', async () => {
    const ids = [...jobIds(300), 'quotes " and \\', 'ünïcödé', '\u0001'.repeat(400)];
    await addAll(
      engine,
      ids.map(id => newWatch(id)),
    );
    listen();
    await heard('all');
    const { lease, taken } = sent(await run(engine.claimWatches(ACCOUNT, 1000, TERMS)));
    await run(engine.settleWatches(ACCOUNT, lease, taken.map(completed)));
    const named = await until('a hint of every watch', () => {
      const all = hints.flatMap(hint => (hint.type === 'watches' ? hint.jobIds : []));
      return all.length >= ids.length && all;
    });
    expect([...named].sort()).toEqual([...ids].sort());
  });

  it('are few: none for what workers know already', async () => {
    await addAll(
      engine,
      jobIds(10).map(id => newWatch(id)),
    );
    listen();
    await heard('all');
    const { lease, taken, now } = sent(await run(engine.claimWatches(ACCOUNT, 5, TERMS)));
    const later = { nextPollAt: now + 5000, notBeforeAt: now };
    const settlements = taken.map(({ state }) => ({ state: { ...state, ...later }, hasChanged: false }));
    await run(engine.settleWatches(ACCOUNT, lease, settlements));
    // Others are due now, and nothing has changed.
    await run(engine.forget(ACCOUNT, ['last']));
    await heard('watches');
    expect(hints.map(({ type }) => type)).toEqual(['all', 'watches']);
  });

  it.each<[string, () => ListenClient | Promise<ListenClient>]>([
    ['is refused', () => Promise.reject(new Error('refused'))],
    ['never comes', () => new Promise(() => undefined)],
    ['has been closed', () => closedClient()],
    ['is none', () => undefined as never],
  ])('say to read every 2 s while the connection to listen with %s', async (_, connect) => {
    engine = postgresEngine({ database: pool, listen: connect });
    listen();
    await until('two hints', () => hints.length >= 2);
    expect(new Set(hints.map(({ type }) => type))).toEqual(new Set(['all']));
  });

  const closedClient = async (): Promise<ListenClient> => {
    const client = new pg.Client(config);
    await client.connect();
    await client.end();
    return client;
  };

  it.each(['', 'garbage', 'null', '7', '{"type":"watches"}', '{"type":"creates","keys":5}'])(
    'say to read everything where somebody else notifies: %j',
    async payload => {
      listen();
      await heard('all');
      hints = [];
      await query(config, `select pg_notify(heygen_rx.channel($1), $2)`, [ACCOUNT, payload]);
      await heard('all');
      await run(engine.addWatches(ACCOUNT, [newWatch('a')]));
      await heard('due');
    },
  );

  it('are not needed: without a connection to listen with, they say to read every now and then', async () => {
    engine = postgresEngine({ database: pool });
    listen();
    await heard('all');
    await run(engine.addWatches(ACCOUNT, [newWatch('a')]));
    const { lease, taken } = sent(await run(engine.claimWatches(ACCOUNT, 100, TERMS)));
    await run(engine.settleWatches(ACCOUNT, lease, taken.map(completed)));
    const { changed } = await run(engine.readWatches(ACCOUNT, [{ jobId: 'a', version: 1 }]));
    expect(changed.map(({ end }) => end)).toEqual([{ error: undefined }]);
    await until('two hints', () => hints.length >= 2);
    expect(new Set(hints.map(({ type }) => type))).toEqual(new Set(['all']));
  });
});
