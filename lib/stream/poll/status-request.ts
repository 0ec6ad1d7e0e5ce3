import { EMPTY, type Observable, type Unsubscribable } from 'rxjs';
import { ProtocolError, type TranslationError } from '../../model/errors.js';
import type { JobId } from '../../model/job.js';
import { matchInBulk, problemWith, reportsById } from '../../policy/bulk/match-reports.js';
import type { StatusReport, Transport } from '../../transport/transport.js';
import type { GatedRequest, WhenOpen } from '../limiter/gated-request.js';
import type { Requester } from '../limiter/request-gate.js';
import { otherOpenJobs } from './open-jobs.js';
import type { PendingPoll, SentRequest } from './pending-poll.js';

/** The response to a status request: one report, or a list for a bulk request. */
export type StatusResponse = StatusReport | readonly StatusReport[];

/** What fills requests with polls, and handles their end. */
export interface RequestOwner {
  /** The request is about to be sent: puts polls into it. */
  fill(request: StatusRequest): void;
  /** The request has ended, or no poll is left in it. */
  ended(request: StatusRequest): void;
  /** A request brought a report. */
  succeeded(request: StatusRequest): void;
  /** A request for several jobs failed. */
  bulkFailed(request: StatusRequest, polls: readonly PendingPoll[], error: TranslationError): void;
}

/** What all status requests of a client share. */
export interface StatusRequestDeps {
  readonly owner: RequestOwner;
  readonly transport: Transport;
  readonly requestTimeoutMs: number;
}

/** One status request: for one poll, or for those that are chosen when it is sent. */
export class StatusRequest implements GatedRequest<StatusResponse>, Requester<StatusResponse>, SentRequest {
  readonly kind = 'poll';
  readonly timeLimitMs: number;
  /** The polls that get its reports. */
  polls: PendingPoll[];
  /** Each job once, even if two watches poll it. */
  readonly jobIds: JobId[];
  /** Unsubscribing removes the request from the gate, or aborts it. */
  #sending!: Unsubscribable;
  readonly #deps: StatusRequestDeps;

  /** @param only The poll that it is for, if it is a request for one poll only. */
  constructor(
    deps: StatusRequestDeps,
    readonly whenOpen: WhenOpen = 'wait',
    readonly only?: PendingPoll,
  ) {
    this.#deps = deps;
    this.timeLimitMs = deps.requestTimeoutMs;
    this.polls = only === undefined ? [] : [only];
    this.jobIds = only === undefined ? [] : [only.jobId];
  }

  get isSingle(): boolean {
    return this.jobIds.length <= 1;
  }

  get maxWaitMs(): number | undefined {
    return this.only?.subject.maxWaitMs;
  }

  send(): Observable<StatusResponse> {
    const { owner, transport } = this.#deps;
    owner.fill(this);
    const { polls, jobIds } = this;
    // All its polls may have been withdrawn while it was filled.
    if (polls.length === 0) return EMPTY;
    return jobIds.length > 1 ? transport.statuses!([...jobIds]) : transport.status(jobIds[0]!);
  }

  /** Removes a poll. Without polls, the request is aborted. */
  withdraw(poll: PendingPoll): void {
    this.polls = this.polls.filter(other => other !== poll);
    if (this.polls.length > 0) return;
    this.#deps.owner.ended(this);
    this.cancel();
  }

  /** The request is about to enter the gate. */
  add(sending: Unsubscribable): void {
    this.#sending = sending;
  }

  cancel(): void {
    this.#sending.unsubscribe();
  }

  next(response: StatusResponse): void {
    if (this.isSingle) this.#deliver(this.#takeAll(), response as StatusReport);
    else this.#deliverBulk(this.#takeAll(), response);
  }

  error(error: TranslationError): void {
    const { isSingle } = this;
    const polls = this.#takeAll();
    if (isSingle) for (const poll of polls) poll.fail(error);
    else this.#deps.owner.bulkFailed(this, polls, error);
  }

  /** After a response, no polls are left. */
  complete(): void {
    if (this.polls.length > 0) this.error(new ProtocolError('The transport completed without a response'));
    else this.#deps.owner.ended(this);
  }

  #deliver(polls: readonly PendingPoll[], report: StatusReport): void {
    for (const poll of polls) {
      const problem = problemWith(report, poll.jobId);
      if (problem === undefined) {
        this.#deps.owner.succeeded(this);
        poll.report(report, []);
      } else poll.fail(problem);
    }
  }

  #deliverBulk(polls: readonly PendingPoll[], response: StatusResponse): void {
    const byId = reportsById(response, this.jobIds);
    if (byId instanceof ProtocolError) {
      this.#deps.owner.bulkFailed(this, polls, byId);
      return;
    }
    this.#deps.owner.succeeded(this);
    const alsoOpen = otherOpenJobs(polls, byId);
    const unresolved: PendingPoll[] = [];
    for (const poll of polls) {
      const report = byId.get(poll.jobId);
      const match = matchInBulk(report, poll.jobId);
      if (match !== 'report') {
        if (match === 'seen') poll.seen();
        unresolved.push(poll);
        continue;
      }
      poll.report(report!, alsoOpen(poll));
    }
    // Last, because the reports of the others may withdraw some of these.
    for (const poll of unresolved) poll.pollAgain('alone');
  }

  /** Removes and returns all polls, which no longer belong to this request. */
  #takeAll(): readonly PendingPoll[] {
    const { polls } = this;
    this.polls = [];
    this.#deps.owner.ended(this);
    return polls;
  }
}
