import {
  concat,
  defer,
  distinctUntilChanged,
  fromEvent,
  map,
  NEVER,
  type Observable,
  of,
  startWith,
} from 'rxjs';
import { canListen } from './can-listen.js';
import { shareCurrent } from './share-current.js';

/** The part of a document that shows whether it is visible. @internal */
export type VisibleDocument = Pick<Document, 'visibilityState' | 'addEventListener' | 'removeEventListener'>;

/** Is this document hidden? False without a document, or with a stub of one. @internal */
export function hiddenIn(document: VisibleDocument | undefined): Observable<boolean> {
  if (document === undefined || !canListen(document)) return concat(of(false), NEVER);
  return fromEvent(document, 'visibilitychange').pipe(
    startWith(undefined),
    map(() => document.visibilityState === 'hidden'),
    distinctUntilChanged(),
  );
}

/**
 * Is the page hidden: its tab in the background, its window minimised, the screen locked?
 *
 * *Emits* the current state at once, then each change; false without a document, as on a server.
 * *Completes* never. *Errors* never.
 * *On unsubscribe* by the last subscriber stops listening.
 *
 * @example
 * const client = new TranslationClient({ baseUrl, paused$: hidden$ });
 */
export const hidden$: Observable<boolean> = defer(() =>
  hiddenIn((globalThis as { document?: VisibleDocument }).document),
).pipe(shareCurrent());
