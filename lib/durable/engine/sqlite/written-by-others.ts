import { defer, filter, interval, map, type Observable, type SchedulerLike } from 'rxjs';
import type { Hint } from '../hint.js';
import type { Database } from './database.js';

/** How often a process checks whether others have written, in ms. */
const READ_EVERY_MS = 250;

/**
 * Notices what other processes write: SQLite does not notify, but counts the commits of other connections.
 *
 * *Emits* `all` after others have written, or deleted or replaced the file: the next call says so. Never *completes* or *errors*. *On unsubscribe* stops checking.
 */
export function writtenByOthers(database: Database, scheduler: SchedulerLike): Observable<Hint> {
  const version = (): unknown => {
    try {
      database.checkUsable();
      return database.all('pragma data_version')[0]?.data_version;
    } catch {
      // Closed, deleted or broken: the next call will say so.
      return undefined;
    }
  };
  return defer(() => {
    let seen = version();
    return interval(READ_EVERY_MS, scheduler).pipe(
      filter(() => {
        const before = seen;
        seen = version();
        return seen !== before;
      }),
      map((): Hint => ({ type: 'all' })),
    );
  });
}
