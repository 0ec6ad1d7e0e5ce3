import type { JobId } from '../../model/job.js';
import type { TranslationError } from '../../model/errors.js';
import { untriedBulkCall, whenAnswered, whenBulkFailed } from '../../policy/bulk/bulk-call.js';
import { bulkFailureOf } from '../../policy/bulk/bulk-failure.js';
import { afterBulkFailure, limitAt } from '../../policy/bulk/bulk-limit.js';
import { charactersOf, isTooMuch, jobsInNext, jobsPerRequest } from '../../policy/bulk/request-size.js';
import type { Transport } from '../../transport/transport.js';
import type { RequestGate } from '../limiter/request-gate.js';
import { Heap } from '../time/heap.js';
import { timerOf, type TimerQueue } from '../time/timer-queue.js';
import type { PendingPoll, PollSender } from './pending-poll.js';
import { StatusRequest, type RequestOwner, type StatusRequestDeps } from './status-request.js';

/** Polls that become due within this time share a request, in ms: too short for a person to notice. */
const WINDOW_MS = 25;

/** What a batcher depends on. */
export interface BatcherDeps {
  readonly transport: Transport;
  readonly gate: RequestGate;
  readonly requestTimeoutMs: number;
  readonly timers: TimerQueue;
}

/**
 * Decides which polls share a request, and when it is sent: all that are due and, if there is room, those due next. Two polls of one job are one.
 */
export class StatusBatcher implements PollSender, RequestOwner {
  readonly #deps: BatcherDeps & StatusRequestDeps;
  /** Polls that are not due yet, in the order of their time. */
  readonly #upcoming = new Heap<PendingPoll>();
  /** Polls that are due; first come, first served. */
  readonly #due = new Set<PendingPoll>();
  /** Requests that wait at the gate to be filled with due polls. */
  readonly #waiting = new Set<StatusRequest>();
  /** The request that each job is in: a second poll of the job joins it. */
  readonly #inFlight = new Map<JobId, StatusRequest>();
  #bulkCall = untriedBulkCall;
  /** Set while the first due poll waits for others. */
  readonly #window = timerOf(() => this.#enqueueRequests());

  constructor(deps: BatcherDeps) {
    this.#deps = { ...deps, owner: this };
  }

  upcoming(poll: PendingPoll): void {
    if (this.#perRequest > 1) this.#upcoming.put(poll);
  }

  due(poll: PendingPoll): void {
    const { gate, timers } = this.#deps;
    this.#upcoming.remove(poll);
    if (this.#joinRequest(poll)) return;
    const isAlone =
      this.#perRequest === 1 || poll.isSingle || (poll.whenOpen === 'fail' && !gate.breaker.isClosed);
    // A custom breaker or transport may have had it withdrawn.
    if (!poll.isDue) return;
    if (isAlone) {
      this.#sendAlone(poll);
      return;
    }
    this.#due.add(poll);
    if (this.#due.size >= this.#perRequest) this.#enqueueRequests();
    else if (!timers.isSet(this.#window)) timers.setIn(this.#window, WINDOW_MS);
  }

  withdraw(poll: PendingPoll): void {
    this.#upcoming.remove(poll);
    if (this.#due.delete(poll)) this.#withdrawRequests();
    poll.request?.withdraw(poll);
  }

  fill(request: StatusRequest): void {
    const { jobIds, only } = request;
    if (only !== undefined) {
      if (this.#joinRequest(only)) request.polls = [];
      else this.#markSent(only, request);
      return;
    }
    this.#waiting.delete(request);
    const now = this.#deps.timers.now();
    let room = jobsInNext(this.#perRequest, this.#deps.gate.breaker.isClosed);
    let characters = 0;
    while (jobIds.length < room) {
      const poll = this.#nextPoll();
      if (poll === undefined) break;
      room = Math.min(room, limitAt(poll.bulkLimit, now));
      characters += charactersOf(poll.jobId);
      // Does not fit into this request: the next one takes it.
      if (isTooMuch(jobIds.length, room, characters)) break;
      if (this.#joinRequest(poll)) continue;
      jobIds.push(poll.jobId);
      request.polls.push(poll);
      this.#markSent(poll, request);
    }
    // The next requests follow once this one has been sent: their responses may withdraw its polls.
    if (this.#needsRequest) this.#deps.timers.setIn(this.#window, 0);
    // Requests at the gate for polls that this one has included are no longer needed.
    this.#withdrawRequests();
  }

  ended(request: StatusRequest): void {
    for (const jobId of request.jobIds)
      if (this.#inFlight.get(jobId) === request) this.#inFlight.delete(jobId);
  }

  succeeded({ jobIds }: StatusRequest): void {
    this.#bulkCall = whenAnswered(this.#bulkCall, jobIds.length);
  }

  bulkFailed({ jobIds }: StatusRequest, polls: readonly PendingPoll[], error: TranslationError): void {
    const failure = bulkFailureOf(error);
    const now = this.#deps.timers.now();
    this.#bulkCall = whenBulkFailed(this.#bulkCall, failure, now);
    for (const [index, poll] of polls.entries()) {
      const place = { index, count: jobIds.length };
      poll.bulkLimit = afterBulkFailure(poll.bulkLimit, failure, place, now);
      if (failure === 'no bulk call') poll.pollAgain('alone');
      else if (failure === 'split') poll.pollAgain('together');
      else poll.failInBulk(error);
    }
  }

  /** If the job is in a request already, the poll joins it. Returns whether it has. */
  #joinRequest(poll: PendingPoll): boolean {
    const request = this.#inFlight.get(poll.jobId);
    if (request === undefined) return false;
    request.polls.push(poll);
    this.#markSent(poll, request);
    return true;
  }

  #markSent(poll: PendingPoll, request: StatusRequest): void {
    this.#upcoming.remove(poll);
    this.#due.delete(poll);
    this.#inFlight.set(poll.jobId, request);
    poll.sent(request);
  }

  /** Puts a request at the gate for this poll only. */
  #sendAlone(poll: PendingPoll): void {
    const request = new StatusRequest(this.#deps, poll.whenOpen, poll);
    poll.request = request;
    this.#deps.gate.send(request, request);
  }

  /** First the due polls, then those due next. */
  #nextPoll(): PendingPoll | undefined {
    const [due] = this.#due;
    if (due !== undefined) return due;
    // All polls after one that may not be sent yet are due even later.
    const { first } = this.#upcoming;
    return first?.timing.isAllowed === true ? first : undefined;
  }

  /** The most jobs in one request. */
  get #perRequest(): number {
    return jobsPerRequest(this.#deps.transport, this.#bulkCall, this.#deps.timers.now());
  }

  /** Puts as many requests at the gate as the due polls fill. */
  #enqueueRequests(): void {
    while (this.#needsRequest) {
      const request = new StatusRequest(this.#deps);
      this.#waiting.add(request);
      this.#deps.gate.send(request, request);
    }
    this.#deps.timers.cancel(this.#window);
  }

  /** Are more polls due than the requests at the gate have room for? */
  get #needsRequest(): boolean {
    return this.#waiting.size * this.#perRequest < this.#due.size;
  }

  /** Removes requests from the gate that the due polls no longer fill. */
  #withdrawRequests(): void {
    if (this.#due.size === 0) this.#deps.timers.cancel(this.#window);
    const spare = this.#waiting.size - Math.ceil(this.#due.size / this.#perRequest);
    if (spare <= 0) return;
    // The newest are removed, because the others are sent sooner.
    for (const request of [...this.#waiting].slice(-spare)) {
      this.#waiting.delete(request);
      request.cancel();
    }
  }
}
