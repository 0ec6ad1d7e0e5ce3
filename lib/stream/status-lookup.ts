import { EMPTY, type Observable, type SchedulerLike, type Subscriber, type Subscription } from 'rxjs';
import { JobNotFoundError, ProtocolError } from '../model/errors.js';
import type { JobId } from '../model/job.js';
import { isNoBulkCall, type StatusReport, type Transport } from '../transport/transport.js';
import { DueQueue } from './due-queue.js';
import { longTimer } from './long-timer.js';
import { oneAnswer } from './one-answer.js';
import type { RequestGate } from './request-gate.js';
import { Carrier, Seat, type Answer, type LookTerms, type Station } from './seat.js';
import type { Timetable } from './timetable.js';

/** What most services take in one bulk call. */
const MOST_IN_BULK = 100;
/** Looks that come due within this time go out as one request, in ms: unnoticed by a person, and long beside the scheduler's tick. */
const WINDOW_MS = 25;
/** So many carriers are kept to be used again. */
const MOST_IDLE = 1000;

interface LookupDeps {
  readonly transport: Transport;
  readonly gate: RequestGate;
  readonly requestTimeoutMs: number;
  readonly scheduler: SchedulerLike;
  readonly timetable: Timetable;
}

/** How looks are carried out: one request for many where the service has a bulk call, one flight for all who ask for the same job. */
export class StatusLookup {
  readonly #deps: LookupDeps;
  readonly #queue = new DueQueue<Seat>();
  readonly #inFlight = new Map<JobId, Carrier>();
  readonly #waiting = new Set<Carrier>();
  /** To put a carrier together costs more than to send it: they are used again. */
  readonly #idle: Carrier[] = [];
  #hasBulk: boolean;
  #due = 0;
  #order = 0;
  #window: Subscription | undefined;

  constructor(deps: LookupDeps) {
    this.#deps = deps;
    this.#hasBulk = deps.transport.statuses !== undefined;
  }

  /** A place for the looks at one job. */
  seat(jobId: JobId, terms: LookTerms): Seat {
    return new Seat(jobId, terms, this.#usher);
  }

  readonly #usher = {
    enter: (seat: Seat, subscriber: Subscriber<StatusReport>) => {
      seat.subscriber = subscriber;
      seat.order = this.#order++;
      seat.dueAt = seat.terms.dueAt;
      if (this.#hasBulk) this.#queue.add(seat);
      seat.terms.start(seat);
      // By the time it is torn down the next look may have begun.
      return () => {
        if (seat.subscriber === subscriber) this.#leave(seat);
      };
    },
    comeDue: (seat: Seat) => {
      if (seat.terms.whenOpen === 'wait' || this.#deps.gate.breaker.state === 'closed') this.#comeDue(seat);
      else this.#sendAlone(seat);
    },
    leave: (seat: Seat) => this.#leave(seat),
  };

  #comeDue(seat: Seat): void {
    if (seat.isDue || this.#joinFlight(seat)) return;
    this.#makeDue(seat);
    if (this.#perRequest === 1 || this.#due >= this.#perRequest) this.#callCarriers();
    else
      this.#window ??= longTimer(WINDOW_MS, this.#deps.scheduler).subscribe(() => {
        this.#closeWindow();
        this.#callCarriers();
      });
  }

  #makeDue(seat: Seat): void {
    seat.isDue = true;
    seat.dueAt = this.#deps.scheduler.now();
    this.#due++;
    this.#queue.move(seat);
  }

  #joinFlight(seat: Seat): boolean {
    const carrier = this.#inFlight.get(seat.jobId);
    if (carrier === undefined) return false;
    this.#queue.remove(seat);
    this.#board(seat, carrier);
    return true;
  }

  get #perRequest(): number {
    return this.#hasBulk ? MOST_IN_BULK : 1;
  }

  #closeWindow(): void {
    this.#window?.unsubscribe();
    this.#window = undefined;
  }

  /** As many carriers at the gate as the due looks fill. */
  #callCarriers(): void {
    while (this.#waiting.size * this.#perRequest < this.#due) this.#callCarrier();
  }

  #callCarrier(): void {
    const carrier = this.#idle.pop() ?? new Carrier(this.#station, this.#deps.gate, 'wait');
    this.#waiting.add(carrier);
    this.#start(carrier);
  }

  readonly #station: Station = {
    load: carrier => {
      this.#waiting.delete(carrier);
      for (
        let seat = this.#queue.first;
        seat && carrier.riders.length < this.#perRequest;
        seat = this.#queue.first
      ) {
        this.#queue.remove(seat);
        this.#board(seat, carrier);
      }
      return this.#send(carrier);
    },
    deliver: (carrier, answer) => this.#deliver(carrier, answer),
    fail: (carrier, error) => this.#fail(carrier, error),
    release: carrier => {
      if (this.#idle.length < MOST_IDLE) this.#idle.push(carrier);
    },
  };

  #sendAlone(seat: Seat): void {
    if (this.#joinFlight(seat)) return;
    this.#queue.remove(seat);
    const station: Station = {
      load: carrier => {
        this.#board(seat, carrier);
        return this.#send(carrier);
      },
      deliver: (carrier, answer) => this.#deliver(carrier, answer),
      fail: (carrier, error) => {
        if (carrier.riders.length > 0) this.#fail(carrier, error);
        else seat.callOff(error);
      },
      release: () => undefined,
    };
    const carrier = new Carrier(station, this.#deps.gate, 'fail');
    // Until it boards nothing but this ties the seat to it.
    seat.subscriber?.add(() => carrier.trip.unsubscribe());
    this.#start(carrier);
  }

  #start(carrier: Carrier): void {
    carrier.start();
    // Whoever boarded may have left in the same breath.
    if (carrier.riders.length === 0 && !this.#waiting.has(carrier)) carrier.trip.unsubscribe();
  }

  #board(seat: Seat, carrier: Carrier): void {
    if (seat.isDue) this.#due--;
    seat.isDue = false;
    seat.carrier = carrier;
    seat.terms.stop();
    carrier.riders.push(seat);
  }

  #send(carrier: Carrier): Observable<Answer> {
    const { transport, requestTimeoutMs, timetable } = this.#deps;
    const { riders } = carrier;
    const jobIds = riders.length === 1 ? [riders[0]!.jobId] : [...new Set(riders.map(seat => seat.jobId))];
    carrier.jobIds = jobIds;
    for (const jobId of jobIds) this.#inFlight.set(jobId, carrier);
    const [only] = jobIds;
    if (only === undefined) return EMPTY;
    const answer$: Observable<Answer> =
      jobIds.length > 1 && transport.statuses !== undefined
        ? transport.statuses(jobIds)
        : transport.status(only);
    return oneAnswer(answer$, requestTimeoutMs, timetable);
  }

  #fail(carrier: Carrier, error: unknown): void {
    if (isNoBulkCall(error)) this.#goOnSingly(carrier);
    else for (const { subscriber } of this.#arrived(carrier)) subscriber?.error(error);
  }

  /** Takes all riders off, so that what they do next concerns this request no more. */
  #arrived(carrier: Carrier): readonly { readonly jobId: JobId; readonly subscriber: Seat['subscriber'] }[] {
    const all = carrier.riders.splice(0).map(seat => {
      const { jobId, subscriber } = seat;
      seat.carrier = seat.subscriber = undefined;
      return { jobId, subscriber };
    });
    this.#land(carrier);
    return all;
  }

  #land({ jobIds }: Carrier): void {
    for (const jobId of jobIds) this.#inFlight.delete(jobId);
  }

  #deliver(carrier: Carrier, answer: Answer): void {
    const reportOf = finder(answer);
    for (const { jobId, subscriber } of this.#arrived(carrier)) {
      const report = reportOf(jobId);
      if (report === undefined) {
        subscriber?.error(new ProtocolError(`The service answered without job ${jobId}`, { jobId }));
      } else if (report.status === 'not_found') {
        subscriber?.error(new JobNotFoundError(`There is no job ${jobId}`, { jobId, code: 'not_found' }));
      } else {
        subscriber?.next(report);
        subscriber?.complete();
      }
    }
  }

  /** The service has no bulk call after all: remember it, and look at each job by itself. It has cost nobody an attempt. */
  #goOnSingly(carrier: Carrier): void {
    this.#hasBulk = false;
    for (const seat of [...this.#queue]) if (!seat.isDue) this.#queue.remove(seat);
    this.#land(carrier);
    for (const seat of carrier.riders.splice(0)) {
      seat.carrier = undefined;
      this.#makeDue(seat);
    }
    this.#callCarriers();
  }

  #leave(seat: Seat): void {
    seat.subscriber = undefined;
    seat.terms.stop();
    this.#queue.remove(seat);
    if (seat.isDue) this.#stopWaiting(seat);
    const { carrier } = seat;
    if (carrier === undefined) return;
    seat.carrier = undefined;
    carrier.riders.splice(carrier.riders.indexOf(seat), 1);
    if (carrier.riders.length > 0) return;
    this.#land(carrier);
    carrier.abort();
  }

  #stopWaiting(seat: Seat): void {
    seat.isDue = false;
    this.#due--;
    if (this.#due === 0) this.#closeWindow();
    const carriers = [...this.#waiting];
    while (carriers.length > 0 && (carriers.length - 1) * this.#perRequest >= this.#due) {
      const spare = carriers.pop();
      if (spare === undefined) break;
      this.#waiting.delete(spare);
      spare.abort();
    }
  }
}

function finder(answer: Answer): (jobId: JobId) => StatusReport | undefined {
  if ('status' in answer) return jobId => (answer.jobId === jobId ? answer : undefined);
  const byId = new Map(answer.map(report => [report.jobId, report]));
  return jobId => byId.get(jobId);
}
