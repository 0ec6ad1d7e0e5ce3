import type { Subscriber, Unsubscribable } from 'rxjs';
import type { DueListener } from './alarm.js';
import type { Carrier } from './carrier.js';
import type { Due } from './due-queue.js';
import type { Looker, StatusLookup } from './status-lookup.js';

/** A watch on its way to an answer, and again for each of its looks: made anew, it would be the largest part of a look. */
export class Rider implements Due, DueListener, Unsubscribable {
  readonly lookup: StatusLookup;
  readonly looker: Looker<unknown>;
  order = 0;
  dueAt = 0;
  place = -1;
  carrier: Carrier | undefined;
  #subscriber: Subscriber<unknown> | undefined;

  constructor(lookup: StatusLookup, looker: Looker<unknown>) {
    this.lookup = lookup;
    this.looker = looker;
  }

  setOut(subscriber: Subscriber<unknown>, order: number): void {
    this.#subscriber = subscriber;
    this.order = order;
    this.dueAt = this.looker.dueAt;
  }

  /** Who is to be told of the end of this look. It lets go of the rider first: the next look sets out while it is told. */
  getOff(): Subscriber<unknown> | undefined {
    const subscriber = this.#subscriber;
    this.#subscriber = undefined;
    subscriber?.remove(this);
    return subscriber;
  }

  due(): void {
    this.lookup.comeDue(this);
  }

  mayGoSooner(may: boolean): void {
    this.lookup.mayRide(this, may);
  }

  callOff(error: Error): void {
    this.lookup.leave(this);
    this.getOff()?.error(error);
  }

  unsubscribe(): void {
    this.#subscriber = undefined;
    this.lookup.leave(this);
  }
}
