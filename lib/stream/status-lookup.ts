import { defer, EMPTY, map, Observable, Subscription, type SchedulerLike, type Subscriber } from 'rxjs';
import { JobNotFoundError, ProtocolError } from '../model/errors.js';
import type { JobId } from '../model/job.js';
import { isNoBulkCall, type StatusReport, type Transport } from '../transport/transport.js';
import { DueQueue, type Due } from './due-queue.js';
import { longTimer } from './long-timer.js';
import type { RequestGate, WhenOpen } from './request-gate.js';
import { oneAnswer } from './one-answer.js';

/** What most services take in one bulk call. */
const MOST_IN_BULK = 100;
/** Looks that come due within this time go out as one request, in ms: unnoticed by a person, and long beside the scheduler's tick. */
const WINDOW_MS = 25;

/** One watch's wish to know where its job stands, at the latest at `dueAt`. */
interface Rider extends Due {
  readonly jobId: JobId;
  readonly subscriber: Subscriber<StatusReport>;
  /** Until the rider is on its way: the signal that it has come due. */
  alarm: Subscription;
  isDue: boolean;
  carrier?: Carrier;
}

/** One request, waiting at the gate or under way. Who rides is decided when the gate opens. */
interface Carrier {
  readonly trip: Subscription;
  readonly riders: Set<Rider>;
  jobIds: readonly JobId[];
}

/** When and how urgently a look is wanted. */
export interface LookTerms {
  /** Epoch ms. */
  readonly dueAt: number;
  /** Emits when the look is due. Goes on being listened to until the request leaves, so that it can call the look off with an error. */
  readonly due$: Observable<unknown>;
  /** Asked when the look is due. `'fail'`: it is not sent at all while the circuit is open. */
  readonly whenOpen: () => WhenOpen;
}

interface LookupDeps {
  readonly transport: Transport;
  readonly gate: RequestGate;
  readonly requestTimeoutMs: number;
  readonly scheduler: SchedulerLike;
}

/** How looks are carried out: one request for many where the service has a bulk call, one flight for all who ask for the same job. */
export class StatusLookup {
  readonly #deps: LookupDeps;
  readonly #queue = new DueQueue<Rider>();
  readonly #inFlight = new Map<JobId, Carrier>();
  readonly #waiting = new Set<Carrier>();
  #hasBulk: boolean;
  #due = 0;
  #order = 0;
  #window: Subscription | undefined;

  constructor(deps: LookupDeps) {
    this.#deps = deps;
    this.#hasBulk = deps.transport.statuses !== undefined;
  }

  /**
   * Looks at a job once: when it is due, or sooner when a request for other jobs has a place left.
   *
   * *Emits* one report and *completes*. *Errors* as the request does, with `JobNotFoundError` for a job that is not there, with
   * `ProtocolError` for an answer without this job, and as `due$` does until the request has left. *On unsubscribe* gives the place up; the
   * request is aborted with its last rider.
   */
  look(jobId: JobId, { dueAt, due$, whenOpen }: LookTerms): Observable<StatusReport> {
    return new Observable(subscriber => {
      const order = this.#order++;
      const rider: Rider = {
        jobId,
        subscriber,
        dueAt,
        order,
        place: -1,
        isDue: false,
        alarm: new Subscription(),
      };
      subscriber.add(() => this.#leave(rider));
      if (this.#hasBulk) this.#queue.add(rider);
      rider.alarm.add(
        due$.subscribe({
          next: () => {
            if (whenOpen() === 'wait' || this.#deps.gate.breaker.state === 'closed') this.#comeDue(rider);
            else this.#sendAlone(rider);
          },
          error: (error: unknown) => subscriber.error(error),
        }),
      );
    });
  }

  #comeDue(rider: Rider): void {
    if (rider.isDue || this.#joinFlight(rider)) return;
    this.#makeDue(rider);
    if (this.#perRequest === 1 || this.#due >= this.#perRequest) this.#callCarriers();
    else
      this.#window ??= longTimer(WINDOW_MS, this.#deps.scheduler).subscribe(() => {
        this.#closeWindow();
        this.#callCarriers();
      });
  }

  #makeDue(rider: Rider): void {
    rider.isDue = true;
    rider.dueAt = this.#deps.scheduler.now();
    this.#due++;
    this.#queue.move(rider);
  }

  #joinFlight(rider: Rider): boolean {
    const carrier = this.#inFlight.get(rider.jobId);
    if (carrier === undefined) return false;
    this.#queue.remove(rider);
    this.#board(rider, carrier);
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
    const carrier: Carrier = { trip: new Subscription(), riders: new Set(), jobIds: [] };
    this.#waiting.add(carrier);
    const request$ = defer(() => {
      this.#waiting.delete(carrier);
      for (
        let rider = this.#queue.first;
        rider && carrier.riders.size < this.#perRequest;
        rider = this.#queue.first
      ) {
        this.#queue.remove(rider);
        this.#board(rider, carrier);
      }
      return this.#send(carrier);
    });
    this.#travel(carrier, request$, 'wait');
  }

  #sendAlone(rider: Rider): void {
    if (this.#joinFlight(rider)) return;
    this.#queue.remove(rider);
    const carrier: Carrier = { trip: new Subscription(), riders: new Set(), jobIds: [] };
    const request$ = defer(() => {
      this.#board(rider, carrier);
      return this.#send(carrier);
    });
    rider.subscriber.add(carrier.trip);
    this.#travel(carrier, request$, 'fail', error => rider.subscriber.error(error));
  }

  #board(rider: Rider, carrier: Carrier): void {
    if (rider.isDue) this.#due--;
    rider.isDue = false;
    rider.carrier = carrier;
    rider.alarm.unsubscribe();
    carrier.riders.add(rider);
  }

  #send(carrier: Carrier): Observable<readonly StatusReport[]> {
    const { transport, requestTimeoutMs, scheduler } = this.#deps;
    const jobIds = [...new Set([...carrier.riders].map(rider => rider.jobId))];
    carrier.jobIds = jobIds;
    for (const jobId of jobIds) this.#inFlight.set(jobId, carrier);
    const [only] = jobIds;
    if (only === undefined) return EMPTY;
    const answer$ =
      jobIds.length > 1 && transport.statuses !== undefined
        ? transport.statuses(jobIds)
        : listOf(transport.status(only));
    return oneAnswer(answer$, requestTimeoutMs, scheduler);
  }

  #travel(
    carrier: Carrier,
    request$: Observable<readonly StatusReport[]>,
    whenOpen: WhenOpen,
    refused: (error: unknown) => void = () => undefined,
  ): void {
    carrier.trip.add(
      this.#deps.gate.pass(request$, 'look', whenOpen).subscribe({
        next: reports => this.#deliver(carrier, reports),
        complete: () => this.#deliver(carrier, []),
        error: (error: unknown) => {
          if (isNoBulkCall(error)) this.#goOnSingly(carrier);
          else if (carrier.riders.size === 0) refused(error);
          else for (const rider of this.#arrived(carrier)) rider.subscriber.error(error);
        },
      }),
    );
  }

  /** Takes all riders off, so that what they do next concerns this request no more. */
  #arrived(carrier: Carrier): readonly Rider[] {
    const all = [...carrier.riders];
    carrier.riders.clear();
    for (const rider of all) delete rider.carrier;
    this.#land(carrier);
    return all;
  }

  #land({ jobIds }: Carrier): void {
    for (const jobId of jobIds) this.#inFlight.delete(jobId);
  }

  #deliver(carrier: Carrier, reports: readonly StatusReport[]): void {
    const byId = new Map(reports.map(report => [report.jobId, report]));
    for (const { jobId, subscriber } of this.#arrived(carrier)) {
      const report = byId.get(jobId);
      if (report === undefined) {
        subscriber.error(new ProtocolError(`The service answered without job ${jobId}`, { jobId }));
      } else if (report.status === 'not_found') {
        subscriber.error(new JobNotFoundError(`There is no job ${jobId}`, { jobId, code: 'not_found' }));
      } else {
        subscriber.next(report);
        subscriber.complete();
      }
    }
  }

  /** The service has no bulk call after all: remember it, and look at each job by itself. It has cost nobody an attempt. */
  #goOnSingly(carrier: Carrier): void {
    this.#hasBulk = false;
    for (const rider of [...this.#queue]) if (!rider.isDue) this.#queue.remove(rider);
    for (const rider of this.#arrived(carrier)) this.#makeDue(rider);
    this.#callCarriers();
  }

  #leave(rider: Rider): void {
    rider.alarm.unsubscribe();
    this.#queue.remove(rider);
    if (rider.isDue) this.#stopWaiting(rider);
    const { carrier } = rider;
    if (carrier === undefined) return;
    carrier.riders.delete(rider);
    if (carrier.riders.size > 0) return;
    this.#land(carrier);
    carrier.trip.unsubscribe();
  }

  #stopWaiting(rider: Rider): void {
    rider.isDue = false;
    this.#due--;
    if (this.#due === 0) this.#closeWindow();
    const carriers = [...this.#waiting];
    while (carriers.length > 0 && (carriers.length - 1) * this.#perRequest >= this.#due) {
      const spare = carriers.pop();
      if (spare === undefined) break;
      this.#waiting.delete(spare);
      spare.trip.unsubscribe();
    }
  }
}

function listOf(report$: Observable<StatusReport>): Observable<readonly StatusReport[]> {
  return report$.pipe(map(report => [report]));
}
