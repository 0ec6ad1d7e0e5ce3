import type pg from 'pg';
import type { Database } from '../../../lib/durable/engine/postgres/database.js';

/** What a pooler of transactions leaves of a pool: each statement may run on another connection, and a session is forgotten after it. */
export const throughTransactionPooler = (pool: pg.Pool): Database => ({
  query: async (text, values) => {
    const connection = await pool.connect();
    try {
      return await connection.query<Record<string, unknown>>(text, values);
    } finally {
      await connection.query('discard all');
      connection.release();
    }
  },
});
