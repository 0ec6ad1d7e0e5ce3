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
import { canListen } from './can-listen.js';
import { shareCurrent } from './share-current.js';

/** The part of a window, or of a worker's scope, that shows whether there is a network. @internal */
export interface NetworkScope extends Partial<Pick<EventTarget, 'addEventListener' | 'removeEventListener'>> {
  readonly navigator?: { readonly onLine?: boolean };
}

/** Is this scope offline? False where that cannot be known. @internal */
export function offlineIn(scope: NetworkScope): Observable<boolean> {
  const { navigator } = scope;
  if (navigator?.onLine === undefined || !canListen(scope)) return concat(of(false), NEVER);
  return merge(fromEvent(scope, 'online'), fromEvent(scope, 'offline')).pipe(
    startWith(undefined),
    map(() => navigator.onLine === false),
    distinctUntilChanged(),
  );
}

/**
 * Is the device offline? The browser knows whether there is a network, not whether the service can be reached: only true is certain.
 *
 * *Emits* the current state at once, then each change; false where it cannot be known, as on a server.
 * *Completes* never. *Errors* never.
 * *On unsubscribe* by the last subscriber stops listening.
 *
 * @example
 * offline$.subscribe(isOffline => console.log(isOffline ? 'offline' : ''));
 */
export const offline$: Observable<boolean> = defer(() => offlineIn(globalThis)).pipe(shareCurrent());
