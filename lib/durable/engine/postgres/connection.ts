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

/** An open connection that notifications come in on. */
export interface Connection {
  /** One after the other: a client of `pg` takes one query at a time. */
  readonly query: ListenClient['query'];
  readonly notification$: Observable<Notification>;
}

/** How often a quiet connection is tried, and how long it may take, in ms: a connection may be lost without a word. */
const HEARTBEAT_MS = 30_000;
const HEARTBEAT_TIMEOUT_MS = 10_000;

/** How long a connection may take to be made, in ms. */
const CONNECT_TIMEOUT_MS = 10_000;

const MAX_DELAY_MS = 5000;

/** Tries again and again, ever more slowly. */
export const untilConnected = <T>(): MonoTypeOperatorFunction<T> =>
  retry({
    delay: (_, attempt) => timer(Math.min(MAX_DELAY_MS, 250 * 2 ** (attempt - 1))),
    resetOnSuccess: true,
  });

/**
 * One connection for all who listen, made again whenever it is lost.
 *
 * *Emits* each new connection, and `undefined` when it is lost or cannot be made; the latest to those who come later. Never *completes* or *errors*. *On unsubscribe* of
 * the last one closes it.
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

/** One connection. *Emits* it once it has answered. *Errors* when it is lost, or not there after 10 s. *On unsubscribe* closes it. */
function connect(listen: () => ListenClient | PromiseLike<ListenClient>): Observable<Connection> {
  return new Observable(subscriber => {
    const notificationSubject = new Subject<Notification>();
    const tooLate = timer(CONNECT_TIMEOUT_MS).subscribe(() =>
      subscriber.error(new Error(`no connection within ${CONNECT_TIMEOUT_MS} ms`)),
    );
    subscriber.add(tooLate);
    const opened = async (client: ListenClient): Promise<void> => {
      subscriber.add(() => close(client));
      client.on('error', (error?: Error) => subscriber.error(error));
      client.on('end', () => subscriber.error(new Error('the connection was closed')));
      if (subscriber.closed) return;
      client.on('notification', message => notificationSubject.next(message));
      const query = inTurn(client);
      // One that was closed before says so.
      await query('select');
      tooLate.unsubscribe();
      subscriber.add(heartbeat(query).subscribe({ error: (error: unknown) => subscriber.error(error) }));
      subscriber.next({ query, notification$: notificationSubject });
    };
    // In a chain, so that what `listen` throws counts as a failed attempt.
    Promise.resolve()
      .then(listen)
      .then(opened)
      .catch((error: unknown) => subscriber.error(error));
  });
}

function heartbeat(query: ListenClient['query']): Observable<unknown> {
  return interval(HEARTBEAT_MS).pipe(
    exhaustMap(() => defer(() => from(query('select'))).pipe(timeout(HEARTBEAT_TIMEOUT_MS))),
  );
}

function inTurn(client: ListenClient): ListenClient['query'] {
  let last: Promise<unknown> = Promise.resolve();
  return (text, values) => {
    const answer = last.then(() => client.query(text, values));
    last = answer.catch(() => undefined);
    return answer;
  };
}

function close(client: ListenClient): void {
  Promise.resolve()
    // A client that a pool has lent out is not used again: it listens.
    .then(() => (client.release === undefined ? client.end?.() : client.release(true)))
    // It may be broken already, or not be a client at all.
    .catch(() => undefined);
}
