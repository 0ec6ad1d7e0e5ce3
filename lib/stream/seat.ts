import { defer, Observable, Subscription, type Observer, type Subscriber, type TeardownLogic } from 'rxjs';
import { isCircuitBreakerError } from '../model/errors.js';
import type { JobId } from '../model/job.js';
import type { StatusReport } from '../model/status-report.js';
import type { Breaker } from '../options.js';
import type { Alarmed } from './alarm.js';
import type { Due } from './due-queue.js';
import type { RequestGate, WhenOpen } from './request-gate.js';

/** When and how urgently looks are wanted. Called, not subscribed to: see `Timetable` for what that saves. */
export interface LookTerms {
  /** When the look that begins now is due at the latest: epoch ms. */
  readonly dueAt: number;
  /** Asked when the look is due. `'fail'`: it is not sent at all while the circuit is open. */
  readonly whenOpen: WhenOpen;
  /** Tells `look` when it has come due; until `stop` it may be called off as well. */
  start(look: Alarmed): void;
  /** The look has left, or is not wanted any more. */
  stop(): void;
}

/** What a request for one job, or for several, is answered with. */
export type Answer = StatusReport | readonly StatusReport[];

/** Where carriers load and unload. */
export interface Station {
  /** Lets riders board, and answers with the request to send. */
  load(carrier: Carrier): Observable<Answer>;
  deliver(carrier: Carrier, answer: Answer): void;
  fail(carrier: Carrier, error: unknown): void;
  /** The trip is over, however it ended. */
  release(carrier: Carrier): void;
}

/** One request after the other, each waiting at the gate or under way. Who rides is decided when the gate opens. */
export class Carrier implements Observer<Answer> {
  /** An array, since most requests carry one. */
  readonly riders: Seat[] = [];
  jobIds: readonly JobId[] = [];
  /** Leads through the gate, then to whatever the station loads. */
  readonly answer$: Observable<Answer>;
  trip: Subscription = Subscription.EMPTY;
  readonly #station: Station;
  readonly #breaker: Breaker;
  readonly #whenOpen: WhenOpen;

  constructor(station: Station, gate: RequestGate, whenOpen: WhenOpen) {
    this.#station = station;
    this.#breaker = gate.breaker;
    this.#whenOpen = whenOpen;
    // Waiting for the circuit is done here, and costs nothing while there is nothing to wait for.
    this.answer$ = gate.pass(
      defer(() => station.load(this)),
      'look',
      'fail',
    );
  }

  start(): void {
    this.#go(this.answer$.subscribe(this));
  }

  #go(trip: Subscription): void {
    // It may be over already, and another under way.
    if (!trip.closed) this.trip = trip;
  }

  /** Nobody rides any more. */
  abort(): void {
    this.trip.unsubscribe();
    this.#station.release(this);
  }

  next(answer: Answer): void {
    this.#station.deliver(this, answer);
  }

  error(error: unknown): void {
    if (this.#whenOpen === 'wait' && isCircuitBreakerError(error)) {
      this.#go(this.#breaker.turn$.subscribe(() => this.start()));
      return;
    }
    this.#station.fail(this, error);
    this.#station.release(this);
  }

  complete(): void {
    if (this.riders.length > 0) this.#station.deliver(this, []);
    this.#station.release(this);
  }
}

/** Who leads seats to their carriers. */
export interface Usher {
  enter(seat: Seat, subscriber: Subscriber<StatusReport>): TeardownLogic;
  comeDue(seat: Seat): void;
  leave(seat: Seat): void;
}

/** A watch's place in the lookup, kept for all its looks, one at a time. */
export class Seat implements Due, Alarmed {
  dueAt = 0;
  order = 0;
  place = -1;
  isDue = false;
  carrier: Carrier | undefined;
  /** Whom the look under way is for. */
  subscriber: Subscriber<StatusReport> | undefined;
  /**
   * Looks once: when it is due, or sooner when a request for other jobs has a place left.
   *
   * *Emits* one report and *completes*. *Errors* as the request does, with `JobNotFoundError` for a job that is not there, with
   * `ProtocolError` for an answer without this job, and when the look is called off. *On unsubscribe* gives the place up; the request is aborted
   * with its last rider.
   */
  readonly look$: Observable<StatusReport>;
  readonly #usher: Usher;

  constructor(
    readonly jobId: JobId,
    readonly terms: LookTerms,
    usher: Usher,
  ) {
    this.#usher = usher;
    this.look$ = new Observable(subscriber => usher.enter(this, subscriber));
  }

  comeDue(): void {
    this.#usher.comeDue(this);
  }

  callOff(reason: unknown): void {
    const { subscriber } = this;
    this.#usher.leave(this);
    subscriber?.error(reason);
  }
}
