import { Observable, Subscription, type Subscriber, type TeardownLogic } from 'rxjs';
import type { JobId } from '../model/job.js';
import type { StatusReport } from '../model/status-report.js';
import type { Alarmed } from './alarm.js';
import type { Due } from './due-queue.js';
import type { WhenOpen } from './request-gate.js';

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

/** One request, waiting at the gate or under way. Who rides is decided when the gate opens. */
export class Carrier {
  readonly trip = new Subscription();
  /** An array, since a set costs more than most requests, which carry one. */
  readonly riders: Seat[] = [];
  jobIds: readonly JobId[] = [];
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
