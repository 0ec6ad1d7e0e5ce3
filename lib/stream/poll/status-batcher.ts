import type { JobId } from '../../model/job.js';
import { toTranslationError } from '../../model/errors.js';
import { bulkFailureOf, denied, type BulkDenial } from '../../policy/poll/bulk-limit.js';
import { isNoBulkCall, type Transport } from '../../transport/transport.js';
import type { RequestGate } from '../limiter/request-gate.js';
import { Heap } from '../time/heap.js';
import { timerOf, type TimerQueue } from '../time/timer-queue.js';
import type { PendingPoll, PollSender } from './pending-poll.js';
import { StatusRequest, type RequestOwner } from './status-request.js';

/** The most ids in one bulk request, unless the transport says less. */
const MOST_JOBS = 100;
/** The most characters of ids in one request: the address then stays below the 8 KB that servers accept. */
const MOST_CHARACTERS = 6000;
/** Polls that become due within this time share a request, in ms: too short for a person to notice. */
const WINDOW_MS = 25;

/** What a batcher works with. */
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
  readonly #deps: BatcherDeps;
  readonly #upcoming = new Heap<PendingPoll>();
  /** First come, first served. */
  readonly #due = new Set<PendingPoll>();
  /** Requests at the gate for the due polls. */
  readonly #waiting = new Set<StatusRequest>();
  /** Requests at the gate or under way for a single poll. */
  readonly #alone = new Map<PendingPoll, StatusRequest>();
  readonly #inFlight = new Map<JobId, StatusRequest>();
  /** The request that a poll is in, once it is sent. */
  readonly #requestOf = new WeakMap<PendingPoll, StatusRequest>();
  #denial: BulkDenial | undefined;
  readonly #window = timerOf(() => this.#enqueueRequests());
  #isWindowOpen = false;

  constructor(deps: BatcherDeps) {
    this.#deps = deps;
  }

  await(poll: PendingPoll): void {
    if (this.#perRequest > 1) this.#upcoming.put(poll);
  }

  due(poll: PendingPoll): void {
    this.#upcoming.remove(poll);
    if (this.#joinRequest(poll)) return;
    const { breaker } = this.#deps.gate;
    if (poll.isSingle || (poll.whenOpen === 'fail' && breaker.state !== 'closed')) {
      this.#sendAlone(poll);
      return;
    }
    this.#due.add(poll);
    if (this.#due.size >= this.#perRequest) this.#enqueueRequests();
    else if (!this.#isWindowOpen) this.#openWindow();
  }

  withdraw(poll: PendingPoll): void {
    this.#upcoming.remove(poll);
    if (this.#due.delete(poll)) this.#withdrawRequests();
    const alone = this.#alone.get(poll);
    if (alone?.polls.size === 0) {
      this.#alone.delete(poll);
      alone.subscription?.unsubscribe();
    }
    this.#requestOf.get(poll)?.withdraw(poll);
    this.#requestOf.delete(poll);
  }

  fill(request: StatusRequest): void {
    this.#waiting.delete(request);
    if (request.only !== undefined) {
      this.#put(request.only, request);
      return;
    }
    let room = this.#perRequest;
    let characters = 0;
    for (const poll of this.#inOrder()) {
      if (request.jobIds.size >= room) break;
      room = Math.min(room, poll.bulkLimit);
      characters += poll.jobId.length + 3;
      // Too much for this request: the next one takes it.
      if (request.jobIds.size > 0 && (request.jobIds.size >= room || characters > MOST_CHARACTERS)) break;
      if (!this.#joinRequest(poll)) this.#put(poll, request);
    }
    if (this.#due.size > 0) this.#enqueueRequests();
  }

  ended(request: StatusRequest): void {
    for (const jobId of request.jobIds)
      if (this.#inFlight.get(jobId) === request) this.#inFlight.delete(jobId);
    if (request.only !== undefined) this.#alone.delete(request.only);
  }

  bulkFailed(request: StatusRequest, polls: readonly PendingPoll[], thrown: unknown): void {
    const error = toTranslationError(thrown);
    if (isNoBulkCall(error)) {
      this.#denial = denied(this.#denial, this.#deps.timers.now());
      for (const poll of polls) poll.pollAgain('alone');
      return;
    }
    const failure = bulkFailureOf(error);
    for (const poll of polls) {
      if (failure !== 'fail') poll.bulkFailed(failure, request.jobIds.size);
      if (failure === 'split') poll.pollAgain('together');
      else poll.fail(error);
    }
  }

  #joinRequest(poll: PendingPoll): boolean {
    const request = this.#inFlight.get(poll.jobId);
    if (request === undefined) return false;
    this.#put(poll, request);
    return true;
  }

  #sendAlone(poll: PendingPoll): void {
    const request = new StatusRequest(this.#requestDeps, poll.whenOpen, poll);
    this.#alone.set(poll, request);
    this.#enqueue(request);
  }

  /** First the due polls, then those due next. */
  *#inOrder(): Iterable<PendingPoll> {
    yield* this.#due;
    // Those after one that may not be sent yet are due even later.
    for (let { first } = this.#upcoming; first?.isAllowed === true; { first } = this.#upcoming) yield first;
  }

  #put(poll: PendingPoll, request: StatusRequest): void {
    this.#upcoming.remove(poll);
    this.#due.delete(poll);
    this.#requestOf.set(poll, request);
    request.polls.add(poll);
    request.jobIds.add(poll.jobId);
    this.#inFlight.set(poll.jobId, request);
    poll.sent();
  }

  get #perRequest(): number {
    const { transport, timers } = this.#deps;
    const isDenied = this.#denial !== undefined && timers.now() < this.#denial.until;
    return transport.statuses === undefined || isDenied ? 1 : (transport.bulkLimit ?? MOST_JOBS);
  }

  get #requestDeps() {
    const { transport, requestTimeoutMs: timeLimitMs } = this.#deps;
    return { owner: this, transport, timeLimitMs };
  }

  #openWindow(): void {
    const { timers } = this.#deps;
    this.#isWindowOpen = true;
    timers.set(this.#window, timers.now() + WINDOW_MS);
  }

  #closeWindow(): void {
    this.#isWindowOpen = false;
    this.#deps.timers.cancel(this.#window);
  }

  /** Puts as many requests at the gate as the due polls fill. */
  #enqueueRequests(): void {
    this.#closeWindow();
    while (this.#waiting.size * this.#perRequest < this.#due.size) {
      const request = new StatusRequest(this.#requestDeps);
      this.#waiting.add(request);
      this.#enqueue(request);
    }
  }

  #enqueue(request: StatusRequest): void {
    request.subscription = this.#deps.gate.send(request, request);
  }

  /** Removes requests from the gate that the due polls no longer fill. */
  #withdrawRequests(): void {
    if (this.#due.size === 0) this.#closeWindow();
    for (const request of [...this.#waiting].reverse()) {
      if ((this.#waiting.size - 1) * this.#perRequest < this.#due.size) return;
      this.#waiting.delete(request);
      request.subscription?.unsubscribe();
    }
  }
}
