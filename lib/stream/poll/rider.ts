import type { Subscriber, Unsubscribable } from 'rxjs';
import type { DueListener } from '../watch/alarm.js';
import type { Carrier } from './carrier.js';
import type { Due } from '../time/heap.js';
import type { Poller, StatusBatcher } from './status-batcher.js';

/** A watch on its way to an answer, and again for each of its polls: made anew, it would be the largest part of a poll. */
export class Rider implements Due, DueListener, Unsubscribable {
  readonly batcher: StatusBatcher;
  readonly poller: Poller<unknown>;
  order = 0;
  dueAt = 0;
  place = -1;
  carrier: Carrier | undefined;
  #subscriber: Subscriber<unknown> | undefined;

  constructor(batcher: StatusBatcher, poller: Poller<unknown>) {
    this.batcher = batcher;
    this.poller = poller;
  }

  setOut(subscriber: Subscriber<unknown>, order: number): void {
    this.#subscriber = subscriber;
    this.order = order;
    this.dueAt = this.poller.dueAt;
  }

  /** Who is to be told of the end of this poll. It lets go of the rider first: the next poll sets out while it is told. */
  getOff(): Subscriber<unknown> | undefined {
    const subscriber = this.#subscriber;
    this.#subscriber = undefined;
    subscriber?.remove(this);
    return subscriber;
  }

  due(): void {
    this.batcher.comeDue(this);
  }

  mayGoSooner(may: boolean): void {
    this.batcher.mayRide(this, may);
  }

  callOff(error: Error): void {
    this.batcher.leave(this);
    this.getOff()?.error(error);
  }

  unsubscribe(): void {
    this.#subscriber = undefined;
    this.batcher.leave(this);
  }
}
