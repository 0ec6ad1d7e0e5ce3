import { EMPTY, type Observable, type Observer, type Unsubscribable } from 'rxjs';
import { JobNotFoundError, ProtocolError, toTranslationError } from '../../model/errors.js';
import type { JobId } from '../../model/job.js';
import type { OpenJob } from '../../policy/polling/polling-strategy.js';
import { findsOpen } from '../../policy/watch/read-report.js';
import type { StatusReport, Transport } from '../../transport/transport.js';
import type { GatedRequest, WhenOpen } from '../limiter/request-gate.js';
import type { PendingPoll } from './pending-poll.js';

export type StatusAnswer = StatusReport | readonly StatusReport[];

/** Who fills a request, and hears how it went. */
export interface RequestOwner {
  /** The gate is open: the request takes the polls that it is to make. */
  fill(request: StatusRequest): void;
  /** None of its polls waits for it any longer. */
  ended(request: StatusRequest): void;
  /** A request for several jobs failed. */
  bulkFailed(request: StatusRequest, polls: readonly PendingPoll[], error: unknown): void;
}

interface StatusRequestDeps {
  readonly owner: RequestOwner;
  readonly transport: Transport;
  readonly timeLimitMs: number;
}

/** One status request, for one job or for many. It may wait at the gate empty: who is in it is decided when the gate opens. */
export class StatusRequest implements GatedRequest<StatusAnswer>, Observer<StatusAnswer> {
  readonly kind = 'poll';
  readonly timeLimitMs: number;
  readonly polls = new Set<PendingPoll>();
  readonly jobIds = new Set<JobId>();
  subscription: Unsubscribable | undefined;
  readonly #deps: StatusRequestDeps;

  /** @param only The one poll that it is for, where that is known beforehand. */
  constructor(
    deps: StatusRequestDeps,
    readonly whenOpen: WhenOpen = 'wait',
    readonly only?: PendingPoll,
  ) {
    this.#deps = deps;
    this.timeLimitMs = deps.timeLimitMs;
  }

  get isSingle(): boolean {
    return this.jobIds.size <= 1;
  }

  get maxSilenceMs(): number | undefined {
    return this.only?.subject.maxSilenceMs;
  }

  send(): Observable<StatusAnswer> {
    const { owner, transport } = this.#deps;
    owner.fill(this);
    const [first, ...others] = this.jobIds;
    // All may have been withdrawn while it was filled.
    if (first === undefined || this.polls.size === 0) return EMPTY;
    return others.length > 0 && transport.statuses !== undefined
      ? transport.statuses([first, ...others])
      : transport.status(first);
  }

  /** A poll is withdrawn; the last one aborts the request. */
  withdraw(poll: PendingPoll): void {
    if (!this.polls.delete(poll) || this.polls.size > 0) return;
    this.#deps.owner.ended(this);
    this.subscription?.unsubscribe();
  }

  next(answer: StatusAnswer): void {
    if (this.isSingle) this.#answerAll(this.#takeAll(), answer as StatusReport);
    else if (isList(answer)) this.#answerEach(this.#takeAll(), answer);
    else this.error(new ProtocolError('A bulk answer must be an array of reports'));
  }

  error(thrown: unknown): void {
    const { isSingle } = this;
    const polls = this.#takeAll();
    if (isSingle) for (const poll of polls) poll.fail(toTranslationError(thrown));
    else this.#deps.owner.bulkFailed(this, polls, thrown);
  }

  /** After an answer nobody is left to hear it. */
  complete(): void {
    if (this.polls.size > 0) this.error(new ProtocolError('The transport completed without an answer'));
    else this.#deps.owner.ended(this);
  }

  #answerAll(polls: readonly PendingPoll[], report: StatusReport): void {
    for (const poll of polls) {
      if (poll.subject.isLearning === true) poll.alsoOpen = () => [];
      this.#deliver(poll, report);
    }
  }

  /** Only a single answer can say that there is no such job; a partial report brings no result. Such jobs are asked for by themselves. */
  #answerEach(polls: readonly PendingPoll[], reports: readonly StatusReport[]): void {
    const byId = new Map(reports.filter(isReport).map(report => [report.jobId, report]));
    if (!polls.some(({ jobId }) => byId.has(jobId))) {
      this.#deps.owner.bulkFailed(this, polls, new ProtocolError('A bulk answer tells of none of its jobs'));
      return;
    }
    const open = openJobsOf(polls, byId);
    const untold: PendingPoll[] = [];
    for (const poll of polls) {
      const report = byId.get(poll.jobId);
      if (report === undefined || report.status === 'not_found' || report.partial === true) {
        if (report?.partial === true) poll.subject.onSeen?.();
        untold.push(poll);
        continue;
      }
      if (poll.subject.isLearning === true)
        poll.alsoOpen = () => open().filter(({ jobId }) => jobId !== poll.jobId);
      this.#deliver(poll, report);
    }
    // Last, since those who hear of the others may leave.
    for (const poll of untold) poll.askAgain('alone');
  }

  #deliver(poll: PendingPoll, report: StatusReport): void {
    const problem = problemWith(report, poll.jobId);
    if (problem === undefined) poll.report(report);
    else poll.fail(problem);
  }

  /** All polls, so that what they do next is no concern of this request. */
  #takeAll(): readonly PendingPoll[] {
    // The gate may refuse it before it has taken its poll.
    const all = this.polls.size === 0 && this.only !== undefined ? [this.only] : [...this.polls];
    this.polls.clear();
    this.#deps.owner.ended(this);
    return all;
  }
}

const isList = (answer: unknown): answer is readonly StatusReport[] => Array.isArray(answer);

const isReport = (report: unknown): report is StatusReport => typeof report === 'object' && report !== null;

/** What is wrong with a single answer. It may leave the id out. */
function problemWith(report: unknown, jobId: JobId): Error | undefined {
  if (!isReport(report)) return new ProtocolError(`The answer is no report of job ${jobId}`, { jobId });
  const told = report.jobId as JobId | undefined;
  if (told !== undefined && told !== jobId) {
    return new ProtocolError(`The answer is about another job than ${jobId}`, { jobId });
  }
  if (typeof report.status !== 'string' || report.status.trim() === '') {
    return new ProtocolError(`The answer tells no status of job ${jobId}`, { jobId });
  }
  return report.status === 'not_found'
    ? new JobNotFoundError(`There is no job ${jobId}`, { jobId, code: 'not_found' })
    : undefined;
}

/** The jobs that an answer finds open, each once though two may watch it: worked out when a schedule asks. */
function openJobsOf(
  polls: readonly PendingPoll[],
  byId: ReadonlyMap<JobId, StatusReport>,
): () => readonly (OpenJob & { readonly jobId: JobId })[] {
  let open: readonly (OpenJob & { readonly jobId: JobId })[] | undefined;
  const workOut = () => {
    const found = new Map<JobId, OpenJob & { readonly jobId: JobId }>();
    for (const { jobId, subject } of polls) {
      if (subject.openJob !== undefined && findsOpen(byId.get(jobId)))
        found.set(jobId, { jobId, ...subject.openJob() });
    }
    return [...found.values()];
  };
  return () => (open ??= workOut());
}
