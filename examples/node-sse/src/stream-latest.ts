import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import {
  catchError,
  concat,
  concatMap,
  fromEventPattern,
  lastValueFrom,
  map,
  type Observable,
  of,
  takeUntil,
  throttleTime,
} from 'rxjs';

/** At most one message in this time, in ms: the newest value. */
const MIN_INTERVAL_MS = 200;

/**
 * Streams the values of an Observable as server-sent events `message`, then one `end` or `failure`. The browser must close its EventSource
 * then, or it would reconnect. When the browser disconnects, the Observable is unsubscribed.
 */
export const streamLatest = (c: Context, source$: Observable<unknown>) =>
  streamSSE(c, async stream => {
    const disconnected$ = fromEventPattern<void>(handler => stream.onAbort(handler));
    const messages$ = source$.pipe(
      throttleTime(MIN_INTERVAL_MS, undefined, { leading: true, trailing: true }),
      map(value => ({ event: 'message', data: JSON.stringify(value) })),
    );
    const all$ = concat(messages$, of({ event: 'end', data: '' })).pipe(
      catchError((error: Error) => of({ event: 'failure', data: error.message })),
      concatMap(message => stream.writeSSE(message)),
      takeUntil(disconnected$),
    );
    await lastValueFrom(all$, { defaultValue: undefined });
  });
