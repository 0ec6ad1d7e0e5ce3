import { postgresEngine } from '../../lib/durable/engine/postgres/postgres-engine.js';
import type { Database, ListenClient } from '../../lib/durable/engine/postgres/database.js';
import { describeEngine } from '../durable/engine/contract/describe-engine.js';
import { advancing } from '../durable-postgres/support/set-clock.js';
import { ACCOUNT, run } from '../durable-postgres/support/watches.js';

/** What is used of PGlite: `npm run test:pglite` installs it beside this file. */
interface PGlite extends Database {
  onNotification(listener: (channel: string, payload: string) => void): unknown;
  close(): Promise<void>;
}

const NAME = '@electric-sql/pglite' as string;

/** It notifies, too. */
const listenerOf = (database: PGlite): ListenClient => ({
  query: (text, values) => database.query(text, values),
  on: (event: string, listener: (message: never) => void) => {
    if (event !== 'notification') return;
    database.onNotification((channel, payload) => listener({ channel, payload } as never));
  },
});

describeEngine(
  'on PGlite',
  async () => {
    const pglite = (await import(NAME)) as { readonly PGlite: new () => PGlite };
    const database = new pglite.PGlite();
    const engine = postgresEngine({ database, listen: () => listenerOf(database) });
    await run(engine.stats(ACCOUNT));
    return {
      engine,
      advance: advancing(database),
      stop: () => database.close(),
    };
  },
  // A byte order mark at the beginning of a text gets lost.
  { isLatin1: true },
);
