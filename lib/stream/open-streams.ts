import { Observable, Subscription } from 'rxjs';
import type { TranslationError } from '../model/errors.js';

/** What ends with an error when the client is closed. */
export interface Closable {
  error(error: TranslationError): void;
}

/** The subscribed streams of a client, which end when the client is closed. */
export class OpenStreams {
  readonly #open = new Set<Closable>();
  readonly #untilClosed = new Subscription();
  #closed: TranslationError | undefined;

  /** How many are open. */
  get size(): number {
    return this.#open.size;
  }

  /** Adds a stream. If the client is closed, the stream errors at once. @returns what removes it */
  add(stream: Closable): () => void {
    if (this.#closed !== undefined) stream.error(this.#closed);
    else this.#open.add(stream);
    return () => this.#open.delete(stream);
  }

  /** Unsubscribes when the client is closed. */
  onClose(subscription: Subscription): void {
    this.#untilClosed.add(subscription);
  }

  /**
   * The source, ended when the client is closed.
   *
   * *Emits* and *completes* as the source does. *Errors* as the source does, and when the client is closed, with what `toError` returns; not if that is undefined. *On
   * unsubscribe* unsubscribes from the source.
   */
  untilClosed<T>(source$: Observable<T>, toError: (closed: TranslationError) => unknown): Observable<T> {
    return new Observable(subscriber => {
      if (this.#closed !== undefined) {
        subscriber.error(toError(this.#closed) ?? this.#closed);
        return;
      }
      const close = (closed: TranslationError): void => {
        const error = toError(closed);
        if (error !== undefined) subscriber.error(error);
      };
      subscriber.add(this.add({ error: close }));
      subscriber.add(source$.subscribe(subscriber));
    });
  }

  /** Ends all streams, and those added later, with this error. */
  close(error: TranslationError): void {
    this.#closed = error;
    for (const stream of [...this.#open]) stream.error(error);
    this.#untilClosed.unsubscribe();
  }
}
