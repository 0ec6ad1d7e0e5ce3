import { defer, fromEvent, map, of, take, type Observable } from 'rxjs';
import type { Host } from './host.js';

/**
 * Ctrl-C as a stream.
 *
 * *Emits* once, at once if it was pressed before, and *completes*. Never *errors*. *On unsubscribe* it stops listening.
 */
export const interruption = ({ interrupted }: Pick<Host, 'interrupted'>): Observable<undefined> =>
  defer(() => (interrupted.aborted ? of(undefined) : fromEvent(interrupted, 'abort'))).pipe(
    take(1),
    map(() => undefined),
  );
