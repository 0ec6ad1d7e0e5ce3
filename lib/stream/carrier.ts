import type { Observable, Observer, Subscriber, Unsubscribable } from 'rxjs';
import { JobNotFoundError, NetworkError, ProtocolError, toTranslationError } from '../model/errors.js';
import type { JobId } from '../model/job.js';
import type { OpenJob } from '../policy/polling-strategy.js';
import { isNoBulkCall, type StatusReport } from '../transport/transport.js';
import type { Passing, WhenOpen } from './request-gate.js';
import type { Rider } from './rider.js';
import type { Looker, LookupDeps, StatusLookup } from './status-lookup.js';
import type { Waiter } from './timetable.js';

export type Answer = StatusReport | readonly StatusReport[];

/** One request, waiting at the gate or under way. Who rides is decided when the gate opens. */
export class Carrier implements Passing<Answer>, Observer<Answer>, Waiter {
  readonly lane = 'look';
  dueAt = 0;
  order = 0;
  place = -1;
  /** Its place among those at the gate. */
  berth = -1;
  riders: Rider[] = [];
  jobIds: JobId[] = [];
  readonly #lookup: StatusLookup;
  readonly #deps: LookupDeps;
  #trip: Unsubscribable | undefined;

  /** @param whenOpen `'fail'`: for one rider, taken along beforehand, who goes at once or not at all. */
  constructor(
    lookup: StatusLookup,
    deps: LookupDeps,
    readonly whenOpen: WhenOpen,
  ) {
    this.#lookup = lookup;
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
    this.#deps.timetable.set(this, this.#deps.requestTimeoutMs);
    return this.#lookup.depart(this);
  }

  stop(): void {
    this.#deps.timetable.cancel(this);
    this.#trip?.unsubscribe();
  }

  /** A rider leaves; the last one ends the trip. */
  letOff(rider: Rider): void {
    const seat = this.riders.indexOf(rider);
    if (seat < 0) return;
    this.riders.splice(seat, 1);
    if (this.riders.length > 0) return;
    this.#lookup.land(this);
    this.stop();
  }

  next(answer: Answer): void {
    this.stop();
    const reportOn = isList(answer) ? byJob(answer) : onlyAbout(answer);
    const riders = this.riders;
    const open = onceOnly(() => openJobs(riders, reportOn));
    this.#arrive(rider => {
      const { jobId, meet } = rider.looker;
      if (meet !== undefined) meet(() => open().filter(other => other.jobId !== jobId));
      deliver(rider, reportOn(jobId));
    });
  }

  error(thrown: unknown): void {
    this.#deps.timetable.cancel(this);
    if (isNoBulkCall(thrown)) this.#lookup.goOnSingly(this.#takeOff());
    else this.#fail(toTranslationError(thrown));
  }

  complete(): void {
    this.#deps.timetable.cancel(this);
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
    this.#lookup.land(this);
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
  const { looker } = rider;
  const { jobId } = looker;
  const subscriber = rider.getOff();
  if (subscriber === undefined) return;
  if (report === undefined) {
    subscriber.error(new ProtocolError(`The service answered without job ${jobId}`, { jobId }));
  } else if (report.status === 'not_found') {
    subscriber.error(new JobNotFoundError(`There is no job ${jobId}`, { jobId, code: 'not_found' }));
  } else {
    hand(subscriber, looker, report);
  }
}

function hand(subscriber: Subscriber<unknown>, looker: Looker<unknown>, report: StatusReport): void {
  let meaning: unknown;
  try {
    meaning = looker.answered(report);
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
  for (const { looker } of riders) {
    const { jobId } = looker;
    const openJob = isOpen(reportOn(jobId)) ? looker.openJob?.() : undefined;
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
