import type { JobId } from '../../model/job.js';
import { toTranslationError } from '../../model/errors.js';
import { bulkFailureOf, denied, type BulkDenial } from '../../policy/poll/bulk-limit.js';
import { isNoBulkCall, type Transport } from '../../transport/transport.js';
import type { RequestGate } from '../limiter/request-gate.js';
import { Heap } from '../time/heap.js';
import { timerOf, type TimerQueue } from '../time/timer-queue.js';
import type { PendingPoll, PollSender } from './pending-poll.js';
import { StatusRequest, type RequestOwner } from './status-request.js';

/** What most services take in one bulk request. */
const MOST_JOBS = 100;
/** Ids of one request together, in characters: with them the address stays below the 8 KB that servers accept. */
const MOST_CHARACTERS = 6000;
/** Polls that come due within this time go out in one request, in ms: too short for a person to notice. */
const WINDOW_MS = 25;

export interface BatcherDeps {
  readonly transport: Transport;
  readonly gate: RequestGate;
  readonly requestTimeoutMs: number;
  readonly timers: TimerQueue;
}

/**
 * Decides which polls go out together, and when: all that are due, and in the places that are left those due next. Two polls of one job are one.
 */
export class StatusBatcher implements PollSender, RequestOwner {
  readonly #deps: BatcherDeps;
  readonly #upcoming = new Heap<PendingPoll>();
  /** First come, first served. */
  readonly #due = new Set<PendingPoll>();
  /** Requests at the gate for those that are due. */
  readonly #waiting = new Set<StatusRequest>();
  /** Requests at the gate or under way for one poll that is to go by itself. */
  readonly #alone = new Map<PendingPoll, StatusRequest>();
  readonly #inFlight = new Map<JobId, StatusRequest>();
  /** Which requests a poll is in, while it is sent. */
  readonly #requestOf = new WeakMap<PendingPoll, StatusRequest>();
  #denial: BulkDenial | undefined;
  readonly #window = timerOf(() => this.#callRequests());
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
    if (this.#due.size >= this.#perRequest) this.#callRequests();
    else if (!this.#isWindowOpen) this.#openWindow();
  }

  withdraw(poll: PendingPoll): void {
    this.#upcoming.remove(poll);
    if (this.#due.delete(poll)) this.#dismissRequests();
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
      // With those before it this one is too much: the next request takes it.
      if (request.jobIds.size > 0 && (request.jobIds.size >= room || characters > MOST_CHARACTERS)) break;
      if (!this.#joinRequest(poll)) this.#put(poll, request);
    }
    if (this.#due.size > 0) this.#callRequests();
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
      for (const poll of polls) poll.askAgain('alone');
      return;
    }
    const failure = bulkFailureOf(error);
    for (const poll of polls) {
      if (failure !== 'fail') poll.bulkFailed(failure, request.jobIds.size);
      if (failure === 'split') poll.askAgain('together');
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
    this.#hand(request);
  }

  /** First those that are due, then those that are due next. */
  *#inOrder(): Iterable<PendingPoll> {
    yield* this.#due;
    // Those behind one that may not go yet are due even later.
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

  /** As many requests at the gate as the due polls fill. */
  #callRequests(): void {
    this.#closeWindow();
    while (this.#waiting.size * this.#perRequest < this.#due.size) {
      const request = new StatusRequest(this.#requestDeps);
      this.#waiting.add(request);
      this.#hand(request);
    }
  }

  #hand(request: StatusRequest): void {
    request.subscription = this.#deps.gate.send(request, request);
  }

  /** Requests at the gate that the polls still due do not fill. */
  #dismissRequests(): void {
    if (this.#due.size === 0) this.#closeWindow();
    for (const request of [...this.#waiting].reverse()) {
      if ((this.#waiting.size - 1) * this.#perRequest < this.#due.size) return;
      this.#waiting.delete(request);
      request.subscription?.unsubscribe();
    }
  }
}
