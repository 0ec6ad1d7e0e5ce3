import { filter, merge, mergeAll, ReplaySubject, Subject, type Observable, type Subscription } from 'rxjs';
import { errorFrom } from '../model/errors.js';
import type { ClientEvent, EventOf, EventType } from '../model/events.js';

/** Handles events of one type. It may return a promise: that is not awaited, but a rejection is reported. */
export type EventHandler<T extends EventType> = (event: EventOf<T>) => unknown;

/** Emits what happens in a client. It never ends; a listener that throws affects neither it nor other listeners. */
export class EventBus {
  readonly #eventSubject = new Subject<ClientEvent>();
  readonly #sourceSubject = new ReplaySubject<Observable<ClientEvent>>(Infinity);
  readonly #included = new Set<unknown>();
  readonly #handlers = new Map<EventType, Map<unknown, Subscription>>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** *Emits* every event from the subscription on. Never *completes* or *errors*. */
  readonly event$: Observable<ClientEvent> = merge(this.#eventSubject, this.#sourceSubject.pipe(mergeAll()));

  /** Emits one event. */
  emit(event: ClientEvent): void {
    this.#eventSubject.next(event);
  }

  /** Also emits what `source$` emits. @param key A second source with the same key is ignored. */
  include(source$: Observable<ClientEvent>, key: unknown): void {
    if (!this.#included.has(key)) this.#sourceSubject.next(source$);
    this.#included.add(key);
  }

  /** Calls `handler` for each event of a type: once for each event, however often it was added. */
  on<T extends EventType>(type: T, handler: EventHandler<T>): void {
    const ofType = this.#handlers.get(type) ?? new Map<unknown, Subscription>();
    this.#handlers.set(type, ofType);
    if (ofType.has(handler)) return;
    const wanted$ = this.event$.pipe(filter((event): event is EventOf<T> => event.type === type));
    ofType.set(
      handler,
      wanted$.subscribe(event => this.call(`A handler of ${type}`, () => handler(event), type)),
    );
  }

  /** Stops calling `handler` for a type. */
  off<T extends EventType>(type: T, handler: EventHandler<T>): void {
    this.#handlers.get(type)?.get(handler)?.unsubscribe();
    this.#handlers.get(type)?.delete(handler);
  }

  /** Calls a function of the user's, and reports if it throws or rejects. @param type The event that it handles. */
  call(what: string, run: () => unknown, type?: EventType): void {
    void (async () => {
      try {
        await run();
      } catch (thrown) {
        this.report(`${what} threw`, thrown, type);
      }
    })();
  }

  /** Emits the failure of a function or an Observable of the user's. Errors of error handlers go to the console, to avoid an endless loop. */
  report(what: string, thrown: unknown, type?: EventType): void {
    const error = errorFrom(what, thrown);
    if (type === 'ERROR_OCCURRED') console.error(error);
    else this.emit({ type: 'ERROR_OCCURRED', at: this.#now(), error });
  }
}
