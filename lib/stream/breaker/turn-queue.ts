import { Observable, type Subscriber } from 'rxjs';
import { timerOf, type TimerQueue } from '../time/timer-queue.js';

/** What the queue depends on. */
export interface TurnQueueDeps {
  /** How long until the circuit may let a request through, in ms; Infinity if that is unknown. */
  readonly waitMs: () => number;
  /** When the circuit closes, the requests are sent spread over this time, in ms. */
  readonly spreadMs: number;
  readonly random: () => number;
  readonly timers: TimerQueue;
}

/** The requests that an open circuit has refused: they wait for their turn to ask again. */
export class TurnQueue {
  readonly #deps: TurnQueueDeps;
  readonly #waiting = new Set<Subscriber<void>>();
  /** The timer of the whole queue: it fires when the circuit may admit a request, and wakes the first. Not set while the queue is empty. */
  readonly #timer = timerOf(() => this.#wakeFirst());

  constructor(deps: TurnQueueDeps) {
    this.#deps = deps;
  }

  /**
   * A place in the queue.
   *
   * *Emits* once, when it is time to ask again: for the first in the queue when the circuit may let a probe through; for all others once the circuit is closed, spread over
   * `spreadMs`. *Completes* then. Never *errors*. *On unsubscribe* gives up the place.
   */
  readonly turn$ = new Observable<void>(subscriber => {
    this.#waiting.add(subscriber);
    this.changed();
    return () => {
      this.#waiting.delete(subscriber);
      if (this.#waiting.size === 0) this.#deps.timers.cancel(this.#timer);
    };
  });

  /** The circuit has changed to a state other than closed. @param leastMs The first waits at least this long. */
  changed(leastMs = 0): void {
    const { waitMs, timers } = this.#deps;
    if (this.#waiting.size > 0) timers.setIn(this.#timer, Math.max(leastMs, waitMs()));
  }

  /** The circuit has closed, so everyone gets a turn. */
  closed(): void {
    const { random, spreadMs, timers } = this.#deps;
    timers.cancel(this.#timer);
    for (const subscriber of this.#waiting) {
      const timer = timerOf(() => wake(subscriber));
      timers.setIn(timer, random() * spreadMs);
      subscriber.add(() => timers.cancel(timer));
    }
    this.#waiting.clear();
  }

  #wakeFirst(): void {
    const { spreadMs, timers } = this.#deps;
    const [first] = this.#waiting;
    wake(first!);
    // The first may not have sent a request: wake the next one, but not in a tight loop.
    if (!timers.isSet(this.#timer)) this.changed(Math.max(1, spreadMs));
  }
}

function wake(subscriber: Subscriber<void>): void {
  subscriber.next();
  subscriber.complete();
}
