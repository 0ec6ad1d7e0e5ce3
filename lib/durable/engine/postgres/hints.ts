import { concat, defer, filter, from, map, of, switchMap, timer, type Observable } from 'rxjs';
import type { Hint } from '../engine.js';
import { untilConnected, type Connection } from './connection.js';

const ALL: Hint = { type: 'all' };

/** How often an engine that may not listen says that anything may have changed, in ms. */
const POLL_MS = 2000;

/** The hints of an engine that may not listen: to read, now and every 2 s. */
export const polledHint$: Observable<Hint> = timer(0, POLL_MS).pipe(map(() => ALL));

/** The hints about one account, over every connection there is. A channel is never given up: with the last listener the connection is closed. */
export function hintsOf(account: string, connection$: Observable<Connection>): Observable<Hint> {
  return connection$.pipe(
    switchMap(({ query, notification$ }) => {
      const listening = async (): Promise<string> => {
        const { rows } = await query('select heygen_rx.channel($1) as channel', [account]);
        const { channel } = rows[0] as { channel: string };
        await query(`listen ${channel}`);
        return channel;
      };
      return defer(() => from(listening())).pipe(
        // If the connection is lost, the next one takes over from here.
        untilConnected(),
        switchMap(channel =>
          concat(
            of(ALL),
            notification$.pipe(
              filter(message => message.channel === channel),
              map(({ payload }) => JSON.parse(payload ?? '') as Hint),
            ),
          ),
        ),
      );
    }),
  );
}
