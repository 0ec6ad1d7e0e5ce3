import { Observable, Subscription } from 'rxjs';
import type { ClientClosedError } from '../model/errors.js';

/** Something that ends with an error when the client is closed. */
export interface Closable {
  error(error: ClientClosedError): void;
}

/** The streams of a client that somebody is subscribed to, so that closing the client can end them. */
export class OpenStreams {
  readonly #open = new Set<Closable>();
  readonly #untilClosed = new Subscription();
  #closed: ClientClosedError | undefined;

  /** Once the client is closed the stream errs at once. On unsubscribe it is forgotten. */
  add(stream: Closable): Subscription {
    if (this.#closed !== undefined) stream.error(this.#closed);
    else this.#open.add(stream);
    return new Subscription(() => this.#open.delete(stream));
  }

  /** Ends with the client. */
  onClose(subscription: Subscription): void {
    this.#untilClosed.add(subscription);
  }

  /**
   * *Emits* and *completes* as the source does. *Errors* as the source does, or when the client is closed: with what `toError` knows more, and not at all where it
   * returns undefined.
   */
  untilClosed<T>(
    source$: Observable<T>,
    toError: (closed: ClientClosedError) => unknown = closed => closed,
  ): Observable<T> {
    return new Observable(subscriber => {
      if (this.#closed !== undefined) {
        subscriber.error(toError(this.#closed) ?? this.#closed);
        return;
      }
      const close = (closed: ClientClosedError): void => {
        const error = toError(closed);
        if (error !== undefined) subscriber.error(error);
      };
      subscriber.add(this.add({ error: close }));
      subscriber.add(source$.subscribe(subscriber));
    });
  }

  close(error: ClientClosedError): void {
    this.#closed = error;
    for (const stream of [...this.#open]) stream.error(error);
    this.#untilClosed.unsubscribe();
  }
}
