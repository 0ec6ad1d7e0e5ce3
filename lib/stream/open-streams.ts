import { Observable } from 'rxjs';

/** Something that ends with an error when the client is closed. */
export interface Closable {
  error(error: Error): void;
}

/** The streams of a client that somebody is subscribed to, so that closing the client can end them. */
export class OpenStreams {
  readonly #open = new Set<Closable>();
  #closed: Error | undefined;

  /** The error the client was closed with. */
  get closed(): Error | undefined {
    return this.#closed;
  }

  add(stream: Closable): void {
    this.#open.add(stream);
  }

  delete(stream: Closable): void {
    this.#open.delete(stream);
  }

  /** *Emits* and *completes* as the source does. *Errors* as the source does, or with the error the client was closed with. */
  untilClosed<T>(source$: Observable<T>): Observable<T> {
    return new Observable(subscriber => {
      if (this.#closed !== undefined) {
        subscriber.error(this.#closed);
        return;
      }
      this.add(subscriber);
      subscriber.add(() => this.delete(subscriber));
      subscriber.add(source$.subscribe(subscriber));
    });
  }

  close(error: Error): void {
    this.#closed = error;
    for (const stream of [...this.#open]) stream.error(error);
  }
}
