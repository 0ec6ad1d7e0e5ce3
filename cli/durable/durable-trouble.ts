import { catchError, defer, exhaustMap, map, of, timeout, timer, type Observable } from 'rxjs';
import type { DurableEngine, EngineStats } from '../../lib/durable/index.js';
import type { WorkerTrouble } from '../jobs/trouble.js';
import { durationText } from '../text/duration-text.js';
import { databaseReason } from './open-database.js';

/** How often the statistics in the database are read, in ms. */
const CHECK_EVERY_MS = 3000;
/** A worker claims what is due within a second, unless its rate is used up: after this time, in ms, there is probably no worker. */
const LATE_MS = 10_000;

/**
 * What keeps durable watches from being polled: the database, the service, or that no worker runs.
 *
 * *Emits* every 3 s; undefined while all is well. Never *completes* or *errors*. *On unsubscribe* stops reading.
 */
export const durableTrouble = (
  engine: DurableEngine,
  account: string,
): Observable<WorkerTrouble | undefined> =>
  timer(CHECK_EVERY_MS, CHECK_EVERY_MS).pipe(
    exhaustMap(() =>
      defer(() => engine.stats(account)).pipe(
        timeout(LATE_MS),
        map(stats => whatIsWrong(stats, account)),
        catchError((error: unknown) => of(`the database is not responding (${databaseReason(error)})`)),
      ),
    ),
    map(what => (what === undefined ? undefined : { type: 'workers', what })),
  );

function whatIsWrong({ watches, creates, circuit }: EngineStats, account: string): string | undefined {
  if (circuit.state.state === 'open') return 'the service keeps failing: the circuit of the workers is open';
  const silentMs = Math.max(watches.silentMs, creates.silentMs);
  if (silentMs > 0) return `the service is limiting requests: the workers wait for ${durationText(silentMs)}`;
  if (Math.max(watches.lateMs, creates.lateMs) < LATE_MS) return undefined;
  return `no worker polls for account ${account}: start one with \`heygen-rx worker\``;
}
