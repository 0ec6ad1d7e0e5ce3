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

/** Fast enough for eyes; of what comes faster the newest is sent. */
const RATE_MS = 200;

/**
 * Streams what an Observable emits as server-sent events `message`, and then one `end` or `failure`: after it the browser has to close, or its
 * EventSource would connect anew. When the browser goes away, the Observable is unsubscribed.
 */
export const streamLatest = (c: Context, source$: Observable<unknown>) =>
  streamSSE(c, async stream => {
    const gone$ = fromEventPattern<void>(gone => stream.onAbort(gone));
    const messages$ = source$.pipe(
      throttleTime(RATE_MS, undefined, { leading: true, trailing: true }),
      map(value => ({ event: 'message', data: JSON.stringify(value) })),
    );
    const all$ = concat(messages$, of({ event: 'end', data: '' })).pipe(
      catchError((error: Error) => of({ event: 'failure', data: error.message })),
      concatMap(message => stream.writeSSE(message)),
      takeUntil(gone$),
    );
    await lastValueFrom(all$, { defaultValue: undefined });
  });
