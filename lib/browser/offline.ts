import {
  concat,
  defer,
  distinctUntilChanged,
  fromEvent,
  map,
  merge,
  NEVER,
  type Observable,
  of,
  startWith,
} from 'rxjs';
import { shareCurrent } from './share-current.js';

/** As much of a window, or of a worker's scope, as tells whether there is a network. */
export interface NetworkScope extends Partial<Pick<EventTarget, 'addEventListener' | 'removeEventListener'>> {
  readonly navigator?: { readonly onLine?: boolean };
}

/** Is this scope without a network? Never, where nothing can tell. */
export function offlineIn(scope: NetworkScope): Observable<boolean> {
  const { navigator, addEventListener } = scope;
  if (navigator?.onLine === undefined || addEventListener === undefined) return concat(of(false), NEVER);
  const events = scope as EventTarget;
  return merge(fromEvent(events, 'online'), fromEvent(events, 'offline')).pipe(
    startWith(undefined),
    map(() => navigator.onLine === false),
    distinctUntilChanged(),
  );
}

/**
 * Is the device without a network? The browser knows of a cable or a radio, not of the service: true is certain, false is a hope.
 *
 * *Emits* the current answer at once, then each change; false where nothing can tell, as on a server.
 * *Completes* never. *Errors* never.
 * *On unsubscribe* the last one stops listening.
 */
export const offline$: Observable<boolean> = defer(() => offlineIn(globalThis)).pipe(shareCurrent());
