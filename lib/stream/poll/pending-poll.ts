import { Observable, type Subscriber, type Unsubscribable } from 'rxjs';
import type { TranslationError } from '../../model/errors.js';
import type { JobId } from '../../model/job.js';
import type { StatusReport } from '../../model/status-report.js';
import type { OpenJob } from '../../policy/polling/polling-strategy.js';
import type { BulkFailure } from '../../policy/bulk/bulk-failure.js';
import {
  afterAnswer,
  afterBulkFailure,
  limitAt,
  type BulkLimit,
  type BulkPlace,
} from '../../policy/bulk/bulk-limit.js';
import { hasSlept, isLate } from '../../policy/watch/lateness.js';
import type { NextStep, WatchInput } from '../../policy/watch/decision.js';
import type { WhenOpen } from '../limiter/gated-request.js';
import type { HeapItem } from '../time/heap.js';
import { timerOf, type TimerQueue } from '../time/timer-queue.js';

/** Ends a poll because something else has to be decided first: it did not fail. Users never see this error. */
export class PollInterrupted extends Error {
  constructor(readonly input: WatchInput) {
    super(`interrupted: ${input.type}`);
  }
}

/** What sends the polls that are due. */
export interface PollSender {
  /** The poll is not due yet, but may be sent with others. */
  upcoming(poll: PendingPoll): void;
  /** The poll is due. */
  due(poll: PendingPoll): void;
  /** The poll is no longer wanted. */
  withdraw(poll: PendingPoll): void;
}

/** What an answer means for a watch. */
export type Answered = Extract<WatchInput, { readonly type: 'report' | 'seen' }>;

/** The request that a poll is in. */
export interface SentRequest {
  /** The poll is no longer wanted. */
  withdraw(poll: PendingPoll): void;
}

/** What all pending polls of a client share. */
export interface PendingPollDeps {
  readonly sender: PollSender;
  readonly timers: TimerQueue;
}

/** Which job is polled, and how. */
export interface PollSubject {
  readonly jobId: JobId;
  /** A caller awaits one answer: an open circuit is a failure, and a sleep of the machine is no reason to wait longer. */
  readonly isOneShot?: boolean;
  /** Fail at once if the service asks to wait longer than this, in ms. Absent: wait. */
  readonly maxWaitMs?: number;
  /** The job as a schedule that learns sees it. */
  readonly openJob?: () => OpenJob;
  /** Its schedule uses which other jobs are open. */
  readonly isLearning?: boolean;
}

/**
 * The next poll of a watch; one object for all of its polls.
 *
 * ```text
 * idle -> waiting (for its time) -> due (for a request) -> sent -> idle
 * ```
 */
export class PendingPoll implements HeapItem, Unsubscribable {
  // Its place among the upcoming polls of the sender.
  dueAt = 0;
  order = 0;
  index = -1;
  readonly subject: PollSubject;
  /** It needs a request of its own: a bulk answer was not enough. */
  isSingle = false;
  /** The request that it is in, or that waits for it alone. */
  request: SentRequest | undefined;
  /** The other open jobs in the answer that is being delivered. */
  alsoOpen: (() => readonly OpenJob[]) | undefined;
  readonly #deps: PendingPollDeps;
  // What the watch has decided. Copied: a new object for each poll that lives until the next one costs more than the rest of the plan (`bench/cost-of-a-poll`).
  #isPlanned = false;
  #isLast = false;
  #notBeforeAt = 0;
  #until = 0;
  #phase: 'idle' | 'waiting' | 'due' | 'sent' = 'idle';
  /** Who gets the answer; undefined while nobody polls. */
  #subscriber: Subscriber<unknown> | undefined;
  #after: ((input: Answered) => unknown) | undefined;
  #bulkLimit: BulkLimit | undefined;
  /** For its time; once it is due, for the deadline of the watch. */
  readonly #timer = timerOf(() => this.#fire());
  /** The timer fired late the last time: what recurs is throttling, not sleep. */
  #wasLate = false;

  constructor(subject: PollSubject, deps: PendingPollDeps) {
    this.subject = subject;
    this.#deps = deps;
  }

  get jobId(): JobId {
    return this.subject.jobId;
  }

  get isSent(): boolean {
    return this.#phase === 'sent';
  }

  get isLast(): boolean {
    return this.#isPlanned && this.#isLast;
  }

  /** May it be sent now, even before it is due? */
  get isAllowed(): boolean {
    return this.#isPlanned && this.#notBeforeAt <= this.#deps.timers.now();
  }

  get whenOpen(): WhenOpen {
    return this.isLast || this.subject.isOneShot === true ? 'fail' : 'wait';
  }

  /** The most jobs in a request with this one. */
  get bulkLimit(): number {
    return limitAt(this.#bulkLimit, this.#deps.timers.now());
  }

  /** The other open jobs, once for each answer. */
  takeAlsoOpen(): readonly OpenJob[] | undefined {
    const open = this.alsoOpen?.();
    this.alsoOpen = undefined;
    return open;
  }

  /** Sets when it is polled next. */
  plan(next: NextStep): void {
    this.#isPlanned = next.type === 'poll';
    if (next.type === 'poll') {
      this.dueAt = next.at;
      this.#notBeforeAt = next.notBeforeAt;
      this.#isLast = next.isLast;
      this.#until = next.until;
    }
    // One that is due, and still is, keeps its place.
    const keepsPlace = this.#isDue && next.type === 'poll' && next.at <= this.#deps.timers.now();
    if (this.#subscriber !== undefined && !this.isSent && !keepsPlace) this.#start();
  }

  /**
   * Polls once, as planned.
   *
   * *Emits* what `after` returns for the report and *completes*. *Errors* as the request does, and with `PollInterrupted` if something has to be decided first. *On
   * unsubscribe* does nothing: unsubscribe the `PendingPoll`. A teardown for each poll would cost a tenth of the poll (`bench/cost-of-a-poll`).
   *
   * @param after What to do with an answer; also called for a bulk answer that has the job, but not enough about it.
   */
  poll<T>(after: (input: Answered) => T): Observable<T> {
    return new Observable(subscriber => {
      // A subscriber may unsubscribe from the watch during a snapshot, and `expand` polls all the same.
      if (subscriber.closed) return;
      this.#subscriber = subscriber;
      this.#after = after;
      this.isSingle = false;
      this.#start();
    });
  }

  /** Withdraws the poll. Its request is aborted if no other poll is in it. */
  unsubscribe(): void {
    this.#deps.sender.withdraw(this);
    this.#stop();
  }

  /** The request has been sent. Only the last poll of a watch keeps its timer. */
  sent(request: SentRequest): void {
    this.#phase = 'sent';
    this.request = request;
    if (this.isLast) this.#setDeadline();
    else this.#deps.timers.cancel(this.#timer);
  }

  /** The bulk request that it was in has failed. */
  bulkFailed(failure: BulkFailure, place: BulkPlace): void {
    this.#bulkLimit = afterBulkFailure(this.#bulkLimit, failure, place, this.#deps.timers.now());
  }

  /** The bulk request failed or its answer was not enough: polls again, unnoticed by the watch; once it resumes, if it is paused. */
  pollAgain(how: 'alone' | 'together'): void {
    if (this.#subscriber === undefined) return;
    this.request = undefined;
    this.isSingle ||= how === 'alone';
    if (this.#isPlanned) this.#comeDue();
    else this.#start();
  }

  /** Delivers the report. */
  report(report: StatusReport): void {
    const subscriber = this.#subscriber;
    this.#bulkLimit = afterAnswer(this.#bulkLimit);
    this.#stop();
    if (subscriber === undefined) return;
    let decision: unknown;
    try {
      decision = this.#after!({ type: 'report', report });
    } catch (thrown) {
      subscriber.error(thrown);
      return;
    }
    subscriber.next(decision);
    subscriber.complete();
  }

  /** Tells the watch that a bulk answer has the job, but not enough about it. */
  seen(): void {
    if (this.#subscriber !== undefined) this.#after!({ type: 'seen' });
  }

  /** Delivers the error of a request for several jobs. */
  failInBulk(error: TranslationError): void {
    this.fail(
      this.subject.isOneShot === true ? error : new PollInterrupted({ type: 'failure', error, isBulk: true }),
    );
  }

  /** Delivers an error. */
  fail(error: unknown): void {
    const subscriber = this.#subscriber;
    this.#stop();
    subscriber?.error(error);
  }

  /** Waits for its time, unless it is paused. */
  #start(): void {
    const { sender, timers } = this.#deps;
    sender.withdraw(this);
    if (!this.#isPlanned) {
      this.#phase = 'idle';
      timers.cancel(this.#timer);
      return;
    }
    this.#phase = 'waiting';
    timers.set(this.#timer, this.dueAt);
    this.order = this.#timer.order;
    sender.upcoming(this);
  }

  /** Its time has come, or the deadline of the watch while it was due or sent. */
  #fire(): void {
    if (this.#phase !== 'waiting') {
      this.#interrupt({ type: 'deadline' });
      return;
    }
    const lateMs = this.#deps.timers.now() - this.#timer.dueAt;
    const slept = hasSlept(lateMs, this.#wasLate);
    this.#wasLate = isLate(lateMs);
    if (slept && this.subject.isOneShot !== true) this.#interrupt({ type: 'resume' });
    else this.#comeDue();
  }

  #comeDue(): void {
    this.#phase = 'due';
    this.#deps.sender.due(this);
    // It may have been sent at once.
    if (this.#isDue) this.#setDeadline();
  }

  /** For the wait until it is sent; for the last poll of a watch also until it is answered. */
  #setDeadline(): void {
    const { timers } = this.#deps;
    if (this.#isPlanned) timers.set(this.#timer, this.#until);
  }

  #interrupt(input: WatchInput): void {
    this.#deps.sender.withdraw(this);
    this.fail(new PollInterrupted(input));
  }

  #stop(): void {
    this.#phase = 'idle';
    this.#subscriber = this.request = undefined;
    this.#deps.timers.cancel(this.#timer);
  }

  get #isDue(): boolean {
    return this.#phase === 'due';
  }
}
