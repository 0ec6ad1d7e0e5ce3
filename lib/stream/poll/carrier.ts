import type { Observable, Observer, Subscriber, Unsubscribable } from 'rxjs';
import { JobNotFoundError, NetworkError, ProtocolError, toTranslationError } from '../../model/errors.js';
import type { JobId } from '../../model/job.js';
import type { OpenJob } from '../../policy/polling/polling-strategy.js';
import { isNoBulkCall, type StatusReport } from '../../transport/transport.js';
import type { Passing, WhenOpen } from '../limiter/request-gate.js';
import type { Rider } from './rider.js';
import type { Poller, BatcherDeps, StatusBatcher } from './status-batcher.js';
import type { Waiter } from '../time/timer-queue.js';

export type Answer = StatusReport | readonly StatusReport[];

/** One request, waiting at the gate or under way. Who rides is decided when the gate opens. */
export class Carrier implements Passing<Answer>, Observer<Answer>, Waiter {
  readonly lane = 'poll';
  dueAt = 0;
  order = 0;
  place = -1;
  /** Its place among those at the gate. */
  berth = -1;
  riders: Rider[] = [];
  jobIds: JobId[] = [];
  readonly #batcher: StatusBatcher;
  readonly #deps: BatcherDeps;
  #trip: Unsubscribable | undefined;

  /** @param whenOpen `'fail'`: for one rider, taken along beforehand, who goes at once or not at all. */
  constructor(
    batcher: StatusBatcher,
    deps: BatcherDeps,
    readonly whenOpen: WhenOpen,
  ) {
    this.#batcher = batcher;
    this.#deps = deps;
  }

  take(rider: Rider): void {
    rider.carrier = this;
    this.riders = extended(this.riders, rider);
  }

  askAbout(jobId: JobId): void {
    this.jobIds = extended(this.jobIds, jobId);
  }

  setOff(): void {
    this.#trip = this.#deps.gate.send(this, this);
  }

  request(): Observable<Answer> {
    this.#deps.timerQueue.set(this, this.#deps.requestTimeoutMs);
    return this.#batcher.depart(this);
  }

  stop(): void {
    this.#deps.timerQueue.cancel(this);
    this.#trip?.unsubscribe();
  }

  /** A rider leaves; the last one ends the trip. */
  letOff(rider: Rider): void {
    const seat = this.riders.indexOf(rider);
    if (seat < 0) return;
    this.riders.splice(seat, 1);
    if (this.riders.length > 0) return;
    this.#batcher.land(this);
    this.stop();
  }

  next(answer: Answer): void {
    this.stop();
    const reportOn = isList(answer) ? byJob(answer) : onlyAbout(answer);
    const riders = this.riders;
    const open = onceOnly(() => openJobs(riders, reportOn));
    this.#arrive(rider => {
      const { jobId, meet } = rider.poller;
      if (meet !== undefined) meet(() => open().filter(other => other.jobId !== jobId));
      deliver(rider, reportOn(jobId));
    });
  }

  error(thrown: unknown): void {
    this.#deps.timerQueue.cancel(this);
    if (isNoBulkCall(thrown)) this.#batcher.goOnSingly(this.#takeOff());
    else this.#fail(toTranslationError(thrown));
  }

  complete(): void {
    this.#deps.timerQueue.cancel(this);
    this.#arrive(rider => deliver(rider, undefined));
  }

  goOff(): void {
    this.#trip?.unsubscribe();
    this.#fail(new NetworkError('No answer in time', { code: 'timeout' }));
  }

  #fail(error: Error): void {
    this.#arrive(rider => rider.getOff()?.error(error));
  }

  #arrive(tell: (rider: Rider) => void): void {
    for (const rider of this.#takeOff()) tell(rider);
  }

  /** All riders, so that what they do next concerns this request no more. */
  #takeOff(): readonly Rider[] {
    const all = this.riders;
    this.riders = [];
    for (const rider of all) rider.carrier = undefined;
    this.#batcher.land(this);
    return all;
  }
}

type ReportOn = (jobId: JobId) => StatusReport | undefined;

function byJob(reports: readonly StatusReport[]): ReportOn {
  const byId = new Map<JobId, StatusReport>();
  for (const report of reports) byId.set(report.jobId, report);
  return jobId => byId.get(jobId);
}

const onlyAbout =
  (report: StatusReport): ReportOn =>
  jobId =>
    jobId === report.jobId ? report : undefined;

/** An empty array that is pushed to makes room for seventeen, and most carriers take one. */
function extended<T>(list: T[], item: T): T[] {
  if (list.length === 0) return [item];
  list.push(item);
  return list;
}

const isList = (answer: Answer): answer is readonly StatusReport[] => Array.isArray(answer);

function deliver(rider: Rider, report: StatusReport | undefined): void {
  const { poller } = rider;
  const { jobId } = poller;
  const subscriber = rider.getOff();
  if (subscriber === undefined) return;
  if (report === undefined) {
    subscriber.error(new ProtocolError(`The service answered without job ${jobId}`, { jobId }));
  } else if (report.status === 'not_found') {
    subscriber.error(new JobNotFoundError(`There is no job ${jobId}`, { jobId, code: 'not_found' }));
  } else {
    hand(subscriber, poller, report);
  }
}

function hand(subscriber: Subscriber<unknown>, poller: Poller<unknown>, report: StatusReport): void {
  let meaning: unknown;
  try {
    meaning = poller.answered(report);
  } catch (thrown) {
    // A schedule of the user's may throw.
    subscriber.error(thrown);
    return;
  }
  subscriber.next(meaning);
  subscriber.complete();
}

/** Each job once: two may ride for it. */
function openJobs(
  riders: readonly Rider[],
  reportOn: ReportOn,
): readonly (OpenJob & { readonly jobId: JobId })[] {
  const open = new Map<JobId, OpenJob & { readonly jobId: JobId }>();
  for (const { poller } of riders) {
    const { jobId } = poller;
    const openJob = isOpen(reportOn(jobId)) ? poller.openJob?.() : undefined;
    if (openJob !== undefined) open.set(jobId, { jobId, ...openJob });
  }
  return [...open.values()];
}

const isOpen = (report: StatusReport | undefined): boolean =>
  report !== undefined && !ENDED.has(report.status);

const ENDED: ReadonlySet<string> = new Set(['completed', 'error', 'not_found']);

function onceOnly<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
