import { defer, filter, map, startWith, Subject, take, type Observable } from 'rxjs';
import { createSlots } from '../../../policy/create/create-slots.js';
import type { Lane } from '../../engine/claims.js';

/** Limits how many requests a worker has in flight. */
export class Slots {
  readonly #running: Record<Lane, number> = { poll: 0, create: 0 };
  readonly #most: Readonly<Record<Lane, number>>;
  readonly #freedSubject = new Subject<void>();

  /** @param all How many slots there are, for both lanes together. */
  constructor(all: number) {
    this.#most = { poll: all, create: createSlots(all) };
  }

  /**
   * Takes a slot as soon as one is free.
   *
   * *Emits* a function that returns the slot, and *completes*. Call it once. Never *errors*.
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
