import {
  catchError,
  concat,
  defer,
  exhaustMap,
  from,
  interval,
  Observable,
  of,
  ReplaySubject,
  retry,
  share,
  Subject,
  throwError,
  timeout,
  timer,
  type MonoTypeOperatorFunction,
} from 'rxjs';
import type { ListenClient, Notification } from './database.js';

/** An open connection that receives notifications. */
export interface Connection {
  /** Sends queries one after the other: a client of `pg` takes one at a time. */
  readonly query: ListenClient['query'];
  readonly notification$: Observable<Notification>;
}

/** How often a connection is tested, and how long that may take, in ms: it can be lost without an error. */
const HEARTBEAT_MS = 30_000;
const HEARTBEAT_TIMEOUT_MS = 10_000;

/** How long connecting may take, in ms. */
const CONNECT_TIMEOUT_MS = 10_000;

const MAX_DELAY_MS = 5000;

/** Retries without end, at growing intervals of up to 5 s. */
export const untilConnected = <T>(): MonoTypeOperatorFunction<T> =>
  retry({
    delay: (_, attempt) => timer(Math.min(MAX_DELAY_MS, 250 * 2 ** (attempt - 1))),
    resetOnSuccess: true,
  });

/**
 * One connection for all listeners, made again whenever it is lost.
 *
 * *Emits* each new connection, and `undefined` when it is lost or cannot be made; the latest is replayed. Never *completes* or *errors*. *On unsubscribe* of the last listener
 * closes it.
 */
export function sharedConnection(
  listen: () => ListenClient | PromiseLike<ListenClient>,
): Observable<Connection | undefined> {
  return connect(listen).pipe(
    catchError((lost: unknown) =>
      concat(
        of(undefined),
        throwError(() => lost),
      ),
    ),
    untilConnected(),
    share({ connector: () => new ReplaySubject(1) }),
  );
}

/** One connection. *Emits* it once it has responded. *Errors* when it is lost, or not made within 10 s. *On unsubscribe* closes it. */
function connect(listen: () => ListenClient | PromiseLike<ListenClient>): Observable<Connection> {
  const connection$ = new Observable<Connection>(subscriber => {
    const notificationSubject = new Subject<Notification>();
    const opened = async (client: ListenClient): Promise<void> => {
      subscriber.add(() => close(client));
      client.on('error', (error?: Error) => subscriber.error(error));
      client.on('end', () => subscriber.error(new Error('the connection was closed')));
      if (subscriber.closed) return;
      client.on('notification', message => notificationSubject.next(message));
      const query = inTurn(client);
      // Fails if it was closed before the listeners were added.
      await query('select');
      subscriber.add(heartbeat(query).subscribe({ error: (error: unknown) => subscriber.error(error) }));
      subscriber.next({ query, notification$: notificationSubject });
    };
    // In a promise, so that an error thrown by `listen` counts as a failed attempt.
    Promise.resolve()
      .then(listen)
      .then(opened)
      .catch((error: unknown) => subscriber.error(error));
  });
  return connection$.pipe(timeout({ first: CONNECT_TIMEOUT_MS }));
}

function heartbeat(query: ListenClient['query']): Observable<unknown> {
  return interval(HEARTBEAT_MS).pipe(
    exhaustMap(() => defer(() => from(query('select'))).pipe(timeout(HEARTBEAT_TIMEOUT_MS))),
  );
}

function inTurn(client: ListenClient): ListenClient['query'] {
  let last: Promise<unknown> = Promise.resolve();
  return (text, values) => {
    const result = last.then(() => client.query(text, values));
    last = result.catch(() => undefined);
    return result;
  };
}

function close(client: ListenClient): void {
  Promise.resolve()
    // A pool must not lend this client out again: it listens.
    .then(() => (client.release === undefined ? client.end?.() : client.release(true)))
    // It may be broken, or no client at all.
    .catch(() => undefined);
}
