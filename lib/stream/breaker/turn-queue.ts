import { Observable, type SchedulerLike, type Subscriber, type Subscription } from 'rxjs';
import { longTimer } from '../time/long-timer.js';

/** What the queue depends on. */
export interface TurnQueueDeps {
  /** How long until the circuit may let a request through, in ms; Infinity if nobody knows. */
  readonly waitMs: () => number;
  /** When the circuit closes, the requests are sent spread over this time, in ms. */
  readonly spreadMs: number;
  readonly random: () => number;
  readonly scheduler: SchedulerLike;
}

/** The requests that an open circuit has refused: they wait for their turn to ask again. */
export class TurnQueue {
  readonly #deps: TurnQueueDeps;
  readonly #waiting = new Set<Subscriber<void>>();
  #timer: Subscription | undefined;

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
    this.#startTimer();
    subscriber.add(() => {
      this.#waiting.delete(subscriber);
      if (this.#waiting.size === 0) this.#stopTimer();
    });
  });

  /** The circuit has changed, and is not closed. */
  changed(): void {
    if (this.#waiting.size > 0) this.#startTimer();
  }

  /** The circuit has closed: all get their turn. */
  closed(): void {
    this.#stopTimer();
    const { random, spreadMs, scheduler } = this.#deps;
    for (const one of [...this.#waiting]) {
      this.#waiting.delete(one);
      one.add(longTimer(random() * spreadMs, scheduler).subscribe(() => this.#wake(one)));
    }
  }

  /** One timer for the whole queue: it fires when the circuit may admit a request, and wakes the first. */
  #startTimer(leastMs = 0): void {
    this.#stopTimer();
    const { waitMs, spreadMs, scheduler } = this.#deps;
    this.#timer = longTimer(Math.max(leastMs, waitMs()), scheduler).subscribe(() => {
      this.#timer = undefined;
      // While nobody waits, there is no timer.
      const [first] = this.#waiting;
      this.#wake(first!);
      // The first may not have sent a request: wake the next one, but not in a tight loop.
      if (this.#waiting.size > 0 && !this.#isTimerRunning) this.#startTimer(Math.max(1, spreadMs));
    });
  }

  get #isTimerRunning(): boolean {
    return this.#timer !== undefined;
  }

  #stopTimer(): void {
    this.#timer?.unsubscribe();
    this.#timer = undefined;
  }

  #wake(one: Subscriber<void>): void {
    this.#waiting.delete(one);
    one.next();
    one.complete();
  }
}
