import { Observable, type Subscriber } from 'rxjs';

/** Something that an error ends. */
interface Ending {
  error(error: Error): void;
}

/** The streams of a client that somebody is subscribed to, so that closing the client can end them. */
export class OpenStreams {
  readonly #subscribers = new Set<Subscriber<never>>();
  readonly #polls = new Set<Ending>();
  #closed: Error | undefined;

  /** What the client was closed with. */
  get closed(): Error | undefined {
    return this.#closed;
  }

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

  /** A poll that is under way: cheaper than `untilClosed` for each of its watches. */
  add(poll: Ending): void {
    this.#polls.add(poll);
  }

  delete(poll: Ending): void {
    this.#polls.delete(poll);
  }

  /** Whoever watches many polls at once is told first, so that it does not take them for lost. */
  close(error: Error): void {
    this.#closed = error;
    for (const stream of [...this.#subscribers, ...this.#polls]) stream.error(error);
  }
}
