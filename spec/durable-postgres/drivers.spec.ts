import pg from 'pg';
import { postgresEngine } from '../../lib/durable/engine/postgres/postgres-engine.js';
import { describeEngine } from '../durable/engine/contract/describe-engine.js';
import { openPoolOfFile, openServer } from './support/opened.js';
import { query } from './support/postgres-server.js';
import { testedEngine } from './support/tested-engine.js';

/** Gives every value as the text that PostgreSQL sends. */
const TEXT_ONLY: pg.CustomTypesConfig = { getTypeParser: () => (value: string) => value };

/** No statement depends on these. */
const SETTINGS = Object.entries({
  search_path: 'nowhere',
  'plpgsql.variable_conflict': 'use_column',
  datestyle: 'German',
  timezone: 'Asia/Kathmandu',
  bytea_output: 'escape',
  standard_conforming_strings: 'off',
  quote_all_identifiers: 'on',
  transform_null_equals: 'on',
  jit_above_cost: '0',
})
  .map(([name, value]) => `-c ${name}=${value}`)
  .join(' ');

describeEngine(
  'on a PostgreSQL database of another encoding, with a pool that parses nothing, in a schema that is not there',
  async () => {
    const server = await openServer();
    await query(server.config, `create database latin encoding 'LATIN1' locale 'C' template template0`);
    const config = { ...server.config, database: 'latin' };
    const pool = openPoolOfFile({
      ...config,
      max: 12,
      types: TEXT_ONLY,
      options: SETTINGS,
    });
    const engine = postgresEngine({
      database: pool,
      listen: async () => {
        const listener = new pg.Client(config);
        await listener.connect();
        return listener;
      },
    });
    return testedEngine(pool, engine);
  },
  { isLatin1: true },
);
