import { map, type Observable } from 'rxjs';
import { memoryEngine, durableClient, type DurableEngine } from '../../lib/durable/index.js';
import type { TranslationClient } from '../../lib/index.js';
import { orUsageError } from '../errors/usage-error.js';
import type { DurableFlags } from '../flags/durable-flags.js';
import type { ServiceFlags } from '../flags/service-flags.js';
import type { Host } from '../host.js';
import { troubleAfter, type Trouble } from '../jobs/trouble.js';
import { checkAccess, clientFor, serviceUrl, workerTransportFor } from '../service/client-for.js';
import { databaseLocation } from './database-location.js';
import { durableTrouble } from './durable-trouble.js';
import { openDatabase } from './open-database.js';

type ConnectFlags = ServiceFlags & DurableFlags;

/** What is known of the service. */
export interface Seen {
  /** What is shown now. */
  readonly trouble: Trouble | undefined;
  readonly hasAnswered: boolean;
}

/** A client that is ready for use, and what goes wrong behind it. */
export interface Connection {
  readonly client: TranslationClient;
  /** *Emits* the trouble after each event, or undefined where there is none; `seen` is what is known before it. Never *completes* or *errors*. */
  readonly trouble$: (seen: () => Seen) => Observable<Trouble | undefined>;
  readonly close: () => Promise<void>;
}

/**
 * A client that sends nothing until it is subscribed: to find wrong usage before a key is needed or a database is opened.
 *
 * @throws {UsageError}
 */
export function draftClient(flags: ConnectFlags, host: Host): TranslationClient {
  if (flags.durable !== true) return clientFor(flags, host);
  databaseLocation(flags, host.env);
  return durableClientOf(memoryEngine(), flags, host);
}

/**
 * The client of these flags: of the service itself, or, with `--durable`, of a database.
 *
 * @throws {UsageError | CredentialsError | ProxyError | DatabaseError}
 */
export async function connect(flags: ConnectFlags, host: Host): Promise<Connection> {
  return flags.durable === true
    ? connectDurably(flags, host)
    : connectTo(clientFor(flags, host), flags, host);
}

/** Of the service itself, once there is a key for it. @throws {CredentialsError | ProxyError} */
export function connectTo(client: TranslationClient, flags: ServiceFlags, host: Host): Connection {
  checkAccess(flags, host);
  const url = serviceUrl(flags, host);
  return {
    client,
    trouble$: seen =>
      client.event$.pipe(
        map(event => {
          const { trouble, hasAnswered } = seen();
          return troubleAfter(trouble, event, { url, hasAnswered });
        }),
      ),
    close: () => Promise.resolve(),
  };
}

async function connectDurably(flags: ConnectFlags, host: Host): Promise<Connection> {
  const { account = 'main' } = flags;
  const { engine, close } = await openDatabase(databaseLocation(flags, host.env), account, host);
  return {
    client: durableClientOf(engine, flags, host),
    trouble$: () => durableTrouble(engine, account),
    close,
  };
}

/** Without `--base-url` any service will do: the workers know it. */
function durableClientOf(engine: DurableEngine, flags: ConnectFlags, host: Host): TranslationClient {
  const { account, baseUrl } = flags;
  const service = baseUrl === undefined ? undefined : workerTransportFor(flags, host).baseUrl;
  const { strategy: _, ...polling } = host.clientOptions?.polling ?? {};
  return orUsageError(() => durableClient({ engine, account, service, polling }));
}
