import { defer, filter, map, startWith, Subject, take, type Observable } from 'rxjs';
import type { Lane } from '../engine/claims.js';

/** One slot in five is kept for polls: creates can take minutes. */
const KEPT_FOR_POLLS = 0.2;

/** The requests that a worker may have under way at once. */
export class Slots {
  readonly #running: Record<Lane, number> = { poll: 0, create: 0 };
  readonly #most: Readonly<Record<Lane, number>>;
  readonly #freedSubject = new Subject<void>();

  /** @param all For both lanes together. */
  constructor(all: number) {
    const kept = all === 1 ? 0 : Math.max(1, Math.floor(all * KEPT_FOR_POLLS));
    this.#most = { poll: all, create: all - kept };
  }

  /**
   * Takes a slot as soon as one is free.
   *
   * *Emits* a function that gives it back, to be called once, and *completes*. Never *errors*.
   */
  take$(lane: Lane): Observable<() => void> {
    return defer(() =>
      this.#freedSubject.pipe(
        startWith(undefined),
        filter(() => this.#isFree(lane)),
        take(1),
        map(() => this.#take(lane)),
      ),
    );
  }

  #isFree(lane: Lane): boolean {
    const { poll, create } = this.#running;
    return this.#running[lane] < this.#most[lane] && poll + create < this.#most.poll;
  }

  #take(lane: Lane): () => void {
    this.#running[lane]++;
    return () => {
      this.#running[lane]--;
      this.#freedSubject.next();
    };
  }
}
