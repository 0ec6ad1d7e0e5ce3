import { Observable, type Subscriber } from 'rxjs';

/** The streams of a client that somebody is subscribed to, so that closing the client can end them. */
export class OpenStreams {
  readonly #subscribers = new Set<Subscriber<never>>();
  #closed: Error | undefined;

  /** *Emits* and *completes* as the source does. *Errors* as the source does, or with the error the client was closed with. */
  untilClosed<T>(source$: Observable<T>): Observable<T> {
    return new Observable(subscriber => {
      if (this.#closed !== undefined) {
        subscriber.error(this.#closed);
        return;
      }
      this.#subscribers.add(subscriber);
      subscriber.add(() => this.#subscribers.delete(subscriber));
      subscriber.add(source$.subscribe(subscriber));
    });
  }

  close(error: Error): void {
    this.#closed = error;
    for (const subscriber of [...this.#subscribers]) subscriber.error(error);
  }
}
