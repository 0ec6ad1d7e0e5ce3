import { Observable } from 'rxjs';
import type { TranslationError } from '../model/errors.js';

/** Ends a stream with this error. */
type End = (closed: TranslationError) => void;

/** The subscribed streams of a client, which end when the client is closed. */
export class OpenStreams {
  readonly #open = new Set<End>();
  /** The error that the client was closed with. */
  closed: TranslationError | undefined;
  /** *Emits* once the client is closed. Never *completes* or *errors*. */
  readonly closed$ = new Observable<void>(subscriber => this.add(() => subscriber.next()));

  /** Adds a stream, which `end` ends when the client is closed, or now if it is already. @returns a function that removes it */
  add(end: End): () => void {
    if (this.closed !== undefined) end(this.closed);
    else this.#open.add(end);
    return () => this.#open.delete(end);
  }

  /**
   * The source, ended when the client is closed.
   *
   * *Emits* and *completes* as the source does. *Errors* as the source does, and when the client is closed, with what `toError` returns unless that is undefined. *On
   * unsubscribe* unsubscribes from the source.
   */
  untilClosed<T>(source$: Observable<T>, toError: (closed: TranslationError) => unknown): Observable<T> {
    return new Observable(subscriber => {
      const end: End = closed => {
        const error = toError(closed);
        if (error !== undefined) subscriber.error(error);
      };
      subscriber.add(this.add(end));
      if (!subscriber.closed) subscriber.add(source$.subscribe(subscriber));
    });
  }

  /** Ends all streams, and those added later, with this error. */
  close(error: TranslationError): void {
    this.closed = error;
    for (const end of this.#open) end(error);
  }
}
