import {
  concat,
  defer,
  distinctUntilChanged,
  filter,
  from,
  map,
  of,
  startWith,
  switchMap,
  timer,
  type Observable,
} from 'rxjs';
import type { Hint } from '../hint.js';
import { untilConnected, type Connection } from './connection.js';
import type { Notification } from './database.js';

const ALL: Hint = { type: 'all' };

/** How often an engine that cannot listen says that anything may have changed, in ms. */
const POLL_MS = 2000;

/** The hints of an engine that cannot listen: to read everything, now and every 2 s. */
export const polledHint$: Observable<Hint> = timer(0, POLL_MS).pipe(map(() => ALL));

/**
 * The hints about one account: from the connection; while there is none, to read everything every 2 s. There is no `unlisten`: the connection is closed with its last listener.
 */
export function hintsOf(account: string, connection$: Observable<Connection | undefined>): Observable<Hint> {
  return connection$.pipe(
    switchMap(connection =>
      connection === undefined
        ? of(undefined)
        : defer(() => from(notifications(account, connection))).pipe(untilConnected(), startWith(undefined)),
    ),
    startWith(undefined),
    distinctUntilChanged(),
    switchMap(notification$ =>
      notification$ === undefined
        ? timer(POLL_MS, POLL_MS).pipe(map(() => ALL))
        : concat(of(ALL), notification$.pipe(map(hintIn))),
    ),
  );
}

/** Listens to the channel of an account. */
async function notifications(
  account: string,
  { query, notification$ }: Connection,
): Promise<Observable<Notification>> {
  const { rows } = await query('select heygen_rx.channel($1) as channel', [account]);
  const { channel } = rows[0] as { channel: string };
  await query(`listen ${channel}`);
  return notification$.pipe(filter(message => message.channel === channel));
}

/** Reads a notification. Others may use the channel too: anything but a hint is read as "everything may have changed". */
function hintIn({ payload = '' }: Notification): Hint {
  try {
    const hint = JSON.parse(payload) as Partial<Record<string, unknown>>;
    const isHint = hint.type === 'due' || Array.isArray(hint.jobIds ?? hint.keys);
    return isHint ? (hint as unknown as Hint) : ALL;
  } catch {
    return ALL;
  }
}
