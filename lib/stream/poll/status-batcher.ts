import { EMPTY, Observable, type SchedulerLike, type Subscription } from 'rxjs';
import type { JobId } from '../../model/job.js';
import type { OpenJob } from '../../policy/polling/polling-strategy.js';
import type { StatusReport, Transport } from '../../transport/transport.js';
import type { DueSignal } from '../watch/alarm.js';
import { Carrier, type Answer } from './carrier.js';
import { Heap } from '../time/heap.js';
import { longTimer } from '../time/long-timer.js';
import type { RequestGate, WhenOpen } from '../limiter/request-gate.js';
import { Rider } from './rider.js';
import type { TimerQueue } from '../time/timer-queue.js';

/** What most services take in one bulk call. */
const MOST_IN_BULK = 100;
/** Polls that come due within this time go out as one request, in ms: unnoticed by a person, and long beside the scheduler's tick. */
const WINDOW_MS = 25;

/** Who wants to know where a job stands: a watch, for all of its polls. */
export interface Poller<T> {
  readonly jobId: JobId;
  /** Epoch ms. Read when a poll begins. */
  readonly dueAt: number;
  /** Tells when the poll is due, and calls it off; stopped when the request leaves. */
  readonly signal: DueSignal;
  /** Asked when the poll is due. `'fail'`: it is not sent at all while the circuit is open. */
  whenOpen(): WhenOpen;
  /** Why there is to be no poll at all. */
  refusal?(): Error | undefined;
  /** What a report means to it. */
  answered(report: StatusReport): T;
  /** The job as a schedule sees it. */
  openJob?(): OpenJob;
  /** Told, before each answer, which other jobs the same request polled and found open. */
  readonly meet?: ((others: () => readonly OpenJob[]) => void) | undefined;
}

export interface BatcherDeps {
  readonly transport: Transport;
  readonly gate: RequestGate;
  readonly requestTimeoutMs: number;
  readonly scheduler: SchedulerLike;
  readonly timerQueue: TimerQueue;
}

/** How polls are carried out: one request for many where the service has a bulk call, one flight for all who ask for the same job. */
export class StatusBatcher {
  readonly #deps: BatcherDeps;
  /** Those whose polls are due later: a request that has places left takes them along. */
  readonly #later = new Heap<Rider>();
  /** Those whose polls are due, first come first served. */
  readonly #due = new Set<Rider>();
  readonly #inFlight = new Map<JobId, Carrier>();
  /** Carriers at the gate, in no order; a set, whose tables are made anew every few additions, costs more. */
  readonly #waiting: Carrier[] = [];
  #hasBulk: boolean;
  #order = 0;
  #window: Subscription | undefined;

  constructor(deps: BatcherDeps) {
    this.#deps = deps;
    this.#hasBulk = deps.transport.statuses !== undefined;
  }

  /**
   * Polls a job once: when it is due, or sooner when a request for other jobs has a place left. One poll a time: the next subscription
   * may come while the answer to the one before is told, no sooner.
   *
   * *Emits* what one report means and *completes*. *Errors* as the request does, with `JobNotFoundError` for a job that is not there, with
   * `ProtocolError` for an answer without this job, and as the signal calls it off until the request has left. *On unsubscribe* gives the place up;
   * the request is aborted with its last rider.
   */
  poll<T>(poller: Poller<T>): Observable<T> {
    const rider = new Rider(this, poller);
    return new Observable(subscriber => {
      const refusal = poller.refusal?.();
      if (refusal !== undefined) {
        subscriber.error(refusal);
        return undefined;
      }
      rider.setOut(subscriber, this.#order++);
      this.mayRide(rider, true);
      poller.signal.start(rider);
      return rider;
    });
  }

  /** May a request for others take along a rider whose poll is not yet due? */
  mayRide(rider: Rider, may: boolean): void {
    if (may && this.#hasBulk) this.#later.put(rider);
    else this.#later.remove(rider);
  }

  /** A rider's poll has come due. */
  comeDue(rider: Rider): void {
    if (this.#due.has(rider) || this.#joinFlight(rider)) return;
    const { breaker } = this.#deps.gate;
    this.#later.remove(rider);
    if (breaker.state !== 'closed' && rider.poller.whenOpen() === 'fail') {
      const carrier = new Carrier(this, this.#deps, 'fail');
      carrier.take(rider);
      carrier.setOff();
      return;
    }
    this.#due.add(rider);
    if (this.#perRequest === 1 || this.#due.size >= this.#perRequest) this.#callCarriers();
    else {
      this.#window ??= longTimer(WINDOW_MS, this.#deps.scheduler).subscribe(() => {
        this.#closeWindow();
        this.#callCarriers();
      });
    }
  }

  /** A rider does not want to go any more. */
  leave(rider: Rider): void {
    rider.poller.signal.stop();
    this.#later.remove(rider);
    if (this.#due.delete(rider)) this.#sendCarriersAway();
    rider.carrier?.letOff(rider);
  }

  /** The gate has opened: decides who rides, and what is asked. */
  depart(carrier: Carrier): Observable<Answer> {
    const { transport } = this.#deps;
    if (carrier.whenOpen === 'fail') {
      for (const rider of carrier.riders) this.#seeOff(rider, carrier);
    } else {
      this.#strike(carrier);
      this.#fill(carrier);
    }
    const { jobIds } = carrier;
    const [first] = jobIds;
    if (first === undefined) return EMPTY;
    return jobIds.length > 1 && transport.statuses !== undefined
      ? transport.statuses(jobIds)
      : transport.status(first);
  }

  /** The request of these jobs is over. */
  land(carrier: Carrier): void {
    for (const jobId of carrier.jobIds) {
      if (this.#inFlight.get(jobId) === carrier) this.#inFlight.delete(jobId);
    }
  }

  /** The service has no bulk call after all: remember it, and poll each job by itself. It has cost nobody an attempt. */
  goOnSingly(riders: readonly Rider[]): void {
    this.#hasBulk = false;
    for (const rider of riders) rider.poller.signal.start(rider);
    this.#callCarriers();
  }

  #joinFlight(rider: Rider): boolean {
    const carrier = this.#inFlight.get(rider.poller.jobId);
    if (carrier === undefined) return false;
    this.#board(rider, carrier);
    return true;
  }

  /** First those that are due, then those due next. */
  #fill(carrier: Carrier): void {
    for (const rider of this.#due) {
      if (carrier.riders.length >= this.#perRequest) return;
      this.#board(rider, carrier);
    }
    for (let rider = this.#later.first; rider !== undefined; rider = this.#later.first) {
      if (carrier.riders.length >= this.#perRequest) return;
      this.#board(rider, carrier);
    }
  }

  #board(rider: Rider, carrier: Carrier): void {
    this.#later.remove(rider);
    this.#due.delete(rider);
    carrier.take(rider);
    this.#seeOff(rider, carrier);
  }

  /** From now on the poll cannot be called off, only left. */
  #seeOff(rider: Rider, carrier: Carrier): void {
    const { jobId, signal } = rider.poller;
    signal.stop();
    // Two may ride for one job.
    if (this.#inFlight.get(jobId) === carrier) return;
    this.#inFlight.set(jobId, carrier);
    carrier.askAbout(jobId);
  }

  get #perRequest(): number {
    return this.#hasBulk ? MOST_IN_BULK : 1;
  }

  #closeWindow(): void {
    this.#window?.unsubscribe();
    this.#window = undefined;
  }

  /** As many carriers at the gate as the due polls fill. */
  #callCarriers(): void {
    while (this.#waiting.length * this.#perRequest < this.#due.size) {
      const carrier = new Carrier(this, this.#deps, 'wait');
      carrier.berth = this.#waiting.push(carrier) - 1;
      carrier.setOff();
    }
  }

  /** The last one takes its place: a thousand may wait. */
  #strike({ berth }: Carrier): void {
    const last = this.#waiting.pop();
    if (last === undefined || last.berth === berth) return;
    last.berth = berth;
    this.#waiting[berth] = last;
  }

  /** Those that the polls still due cannot fill. */
  #sendCarriersAway(): void {
    if (this.#due.size === 0) this.#closeWindow();
    while (this.#waiting.length > 0 && (this.#waiting.length - 1) * this.#perRequest >= this.#due.size) {
      this.#waiting.pop()?.stop();
    }
  }
}
