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
import { shareCurrent } from './share-current.js';

/** As much of a document as tells whether it can be seen. */
export type VisibleDocument = Pick<Document, 'visibilityState' | 'addEventListener' | 'removeEventListener'>;

/** Is this document hidden? Never, where there is none. */
export function hiddenIn(document: VisibleDocument | undefined): Observable<boolean> {
  if (document === undefined) return concat(of(false), NEVER);
  return fromEvent(document, 'visibilitychange').pipe(
    startWith(undefined),
    map(() => document.visibilityState === 'hidden'),
    distinctUntilChanged(),
  );
}

/**
 * Is the page hidden: its tab in the background, its window minimised, the screen locked?
 *
 * *Emits* the current answer at once, then each change; false where there is no document, as on a server.
 * *Completes* never. *Errors* never.
 * *On unsubscribe* the last one stops listening.
 */
export const hidden$: Observable<boolean> = defer(() =>
  hiddenIn((globalThis as { document?: VisibleDocument }).document),
).pipe(shareCurrent());
