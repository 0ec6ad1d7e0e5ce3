import { Observable, type Subscriber, type Unsubscribable } from 'rxjs';
import type { TranslationError } from '../../model/errors.js';
import type { JobId } from '../../model/job.js';
import type { StatusReport } from '../../model/status-report.js';
import { afterAnswer, type BulkLimit } from '../../policy/bulk/bulk-limit.js';
import type { OpenJob } from '../../policy/polling/polling-strategy.js';
import type { NextStep, WatchInput } from '../../policy/watch/decision.js';
import type { WhenOpen } from '../limiter/gated-request.js';
import type { HeapItem } from '../time/heap.js';
import type { TimerQueue } from '../time/timer-queue.js';
import { PollInterrupted } from './poll-interrupted.js';
import { PollTiming, type TimedPoll } from './poll-timing.js';

/** What sends the polls that are due. */
export interface PollSender {
  /** The poll is not due yet, but may be sent with others. */
  upcoming(poll: PendingPoll): void;
  /** The poll is due. */
  due(poll: PendingPoll): void;
  /** The poll is no longer wanted. */
  withdraw(poll: PendingPoll): void;
}

/** What a response means for a watch, or that the deadline came before a partial response. */
export type PollInput = Extract<WatchInput, { readonly type: 'report' | 'seen' | 'deadline' }>;

/** Handles a report. `alsoOpen`: the other open jobs that it reports, if the schedule of the watch uses them. */
export type AfterPoll<T> = (input: PollInput, alsoOpen?: readonly OpenJob[]) => T;

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

/** Which job to poll, and how. */
export interface PollSubject {
  readonly jobId: JobId;
  /** A caller awaits one report: an open circuit is a failure, and the deadline is not extended after the machine slept. */
  readonly isOneShot?: boolean;
  /** Fail at once if the service asks to wait longer than this, in ms. Absent: wait. */
  readonly maxWaitMs?: number;
  /** The job as a schedule that learns sees it. */
  readonly openJob?: () => OpenJob;
  /** Whether its schedule uses which other jobs are open. */
  readonly isLearning?: boolean;
}

/**
 * The next poll of a watch; one object for all of its polls.
 *
 * ```text
 * idle -> waiting (for its time) -> due (for a request) -> sent -> idle
 * ```
 */
export class PendingPoll implements HeapItem, TimedPoll, Unsubscribable {
  // Its place among the upcoming polls of the sender.
  dueAt = 0;
  order = 0;
  index = -1;
  readonly subject: PollSubject;
  readonly timing: PollTiming;
  /** Whether it needs a request of its own, because a bulk response was partial. */
  isSingle = false;
  /** The most jobs in a request with this one, after a bulk request has failed. */
  bulkLimit: BulkLimit | undefined;
  /** The request that it is in, or that waits for it alone. */
  request: SentRequest | undefined;
  readonly #sender: PollSender;
  #phase: 'idle' | 'waiting' | 'due' | 'sent' = 'idle';
  /** Gets the report; undefined while no poll is pending. */
  #subscriber: Subscriber<unknown> | undefined;
  #after: AfterPoll<unknown> | undefined;

  constructor(subject: PollSubject, { sender, timers }: PendingPollDeps) {
    this.subject = subject;
    this.#sender = sender;
    this.timing = new PollTiming(timers, this);
  }

  get jobId(): JobId {
    return this.subject.jobId;
  }

  get isSent(): boolean {
    return this.#phase === 'sent';
  }

  get isDue(): boolean {
    return this.#phase === 'due';
  }

  get whenOpen(): WhenOpen {
    return this.timing.isLast || this.subject.isOneShot === true ? 'fail' : 'wait';
  }

  /** Sets when the job is polled next. A poll that is due, and remains so, keeps its place. */
  plan(next: NextStep): void {
    this.timing.plan(next);
    const keepsPlace = this.isSent || (this.#phase === 'due' && this.timing.isDue);
    if (this.#subscriber !== undefined && !keepsPlace) this.#start();
  }

  /**
   * Polls once, as planned.
   *
   * *Emits* what `after` returns for the report and *completes*. *Errors* as the request does, and with `PollInterrupted` if something has to be decided first. *On
   * unsubscribe* does nothing: unsubscribe the `PendingPoll`. A teardown for each poll would cost a tenth of the poll (`bench/cost-of-a-poll`).
   *
   * @param after Handles a report; also called for the partial report of a bulk response.
   */
  poll<T>(after: AfterPoll<T>): Observable<T> {
    return new Observable(subscriber => {
      // If a subscriber unsubscribes on a snapshot, `expand` still polls once more.
      if (subscriber.closed) return;
      this.#subscriber = subscriber;
      this.#after = after;
      this.isSingle = false;
      this.#start();
    });
  }

  /** Withdraws the poll. Its request is aborted if no other poll is in it. */
  unsubscribe(): void {
    this.#sender.withdraw(this);
    this.#stop();
  }

  /** The request has been sent. Only the last poll of a watch keeps its timer. */
  sent(request: SentRequest): void {
    this.#phase = 'sent';
    this.request = request;
    if (this.timing.isLast) this.timing.awaitDeadline();
    else this.timing.cancel();
  }

  /** The bulk request failed or its report was partial: polls again without involving the watch, or once a paused watch resumes. */
  pollAgain(how: 'alone' | 'together'): void {
    if (this.#subscriber === undefined) return;
    // The next poll is the last one, and has only the time that is left.
    if (this.timing.isOverdue) this.#after!({ type: 'deadline' });
    this.request = undefined;
    this.isSingle ||= how === 'alone';
    if (this.timing.isAllowed) this.#comeDue();
    else this.#start();
  }

  /** Delivers the report. */
  report(report: StatusReport, alsoOpen?: readonly OpenJob[]): void {
    const subscriber = this.#subscriber;
    this.bulkLimit = afterAnswer(this.bulkLimit);
    this.#stop();
    if (subscriber === undefined) return;
    let decision: unknown;
    try {
      decision = this.#after!({ type: 'report', report }, alsoOpen);
    } catch (thrown) {
      subscriber.error(thrown);
      return;
    }
    subscriber.next(decision);
    subscriber.complete();
  }

  /** Tells the watch that a bulk response has only a partial report of the job. */
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

  onDue(hasSlept: boolean): void {
    if (hasSlept && this.subject.isOneShot !== true) this.#interrupt({ type: 'resume' });
    else this.#comeDue();
  }

  onDeadline(): void {
    this.#interrupt({ type: 'deadline' });
  }

  /** Waits for its time. */
  #start(): void {
    this.#sender.withdraw(this);
    // A custom breaker may have unsubscribed it.
    if (this.#subscriber === undefined) return;
    this.#phase = 'waiting';
    this.timing.awaitDue();
    this.dueAt = this.timing.plannedAt;
    this.order = this.timing.order;
    this.#sender.upcoming(this);
  }

  #comeDue(): void {
    this.#phase = 'due';
    this.#sender.due(this);
    // It may have been sent immediately.
    if (this.isDue) this.timing.awaitDeadline();
  }

  #interrupt(input: WatchInput): void {
    this.#sender.withdraw(this);
    this.fail(new PollInterrupted(input));
  }

  #stop(): void {
    this.#phase = 'idle';
    this.#subscriber = this.request = undefined;
    this.timing.cancel();
  }
}
