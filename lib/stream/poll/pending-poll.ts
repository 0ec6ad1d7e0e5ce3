import { Observable, type Subscriber } from 'rxjs';
import type { JobId } from '../../model/job.js';
import type { StatusReport } from '../../model/status-report.js';
import type { OpenJob } from '../../policy/polling/polling-strategy.js';
import { afterAnswer, afterBulkFailure, limitAt, type BulkLimit } from '../../policy/poll/bulk-limit.js';
import { hasSlept, isLate } from '../../policy/watch/lateness.js';
import type { NextStep, WatchInput } from '../../policy/watch/state.js';
import type { WhenOpen } from '../limiter/request-gate.js';
import type { HeapItem } from '../time/heap.js';
import { timerOf, type TimerQueue } from '../time/timer-queue.js';

/** The poll did not fail: something else has to be decided before it goes on. Never leaves this library. */
export class PollInterrupted extends Error {
  constructor(readonly input: WatchInput) {
    super(`interrupted: ${input.type}`);
  }
}

/** Who sends the polls that are due, as far as a pending poll needs to know. */
export interface PollSender {
  /** Not due yet, but may be sent with others. */
  await(poll: PendingPoll): void;
  due(poll: PendingPoll): void;
  withdraw(poll: PendingPoll): void;
}

export interface PendingPollDeps {
  readonly sender: PollSender;
  readonly timers: TimerQueue;
}

/** Which job is polled, and how. */
export interface PollSubject {
  readonly jobId: JobId;
  /** Somebody awaits the one answer: an open circuit is a failure, and a sleep of the machine no reason to wait longer. */
  readonly isOneShot?: boolean;
  readonly maxSilenceMs?: number;
  /** The job as a schedule sees it that learns, of this job or another. */
  readonly openJob?: () => OpenJob;
  /** A bulk answer knows the job, but does not tell enough. */
  readonly onSeen?: () => void;
  /** Its schedule asks which other jobs are open. */
  readonly isLearning?: boolean;
}

/**
 * A watch's place among those to be polled, for all of its polls.
 *
 * ```text
 * idle -> waiting (for its time) -> due (for a request) -> sent -> idle
 * ```
 */
export class PendingPoll implements HeapItem {
  dueAt = 0;
  order = 0;
  index = -1;
  readonly subject: PollSubject;
  /** It must be asked for by itself: a bulk answer did not tell enough. */
  isSingle = false;
  #bulkLimit: BulkLimit | undefined;
  /** The other open jobs that the request has found which is being answered. */
  alsoOpen: (() => readonly OpenJob[]) | undefined;
  readonly #deps: PendingPollDeps;
  #next: NextStep = { type: 'paused' };
  #phase: 'idle' | 'waiting' | 'due' | 'sent' = 'idle';
  #wasLate = false;
  #answer: ((report: StatusReport) => void) | undefined;
  #subscriber: Subscriber<unknown> | undefined;
  readonly #timer = timerOf(() => this.#fire());

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
    return this.#next.type === 'poll' && this.#next.isLast;
  }

  /** May it be sent now, before it is due? */
  get isAllowed(): boolean {
    return this.#next.type === 'poll' && this.#next.notBeforeAt <= this.#deps.timers.now();
  }

  get whenOpen(): WhenOpen {
    return this.isLast || this.subject.isOneShot === true ? 'fail' : 'wait';
  }

  /** To be asked once an answer: what the next request finds is not known yet. */
  takeAlsoOpen(): readonly OpenJob[] | undefined {
    const open = this.alsoOpen?.();
    this.alsoOpen = undefined;
    return open;
  }

  /** What was decided: from now on it is polled then. */
  plan(next: NextStep): void {
    const now = this.#deps.timers.now();
    this.#next = next;
    const isInLine = this.#phase === 'due' && next.type === 'poll' && next.at <= now;
    if (this.#subscriber !== undefined && !this.isSent && !isInLine) this.#start();
  }

  /**
   * Polls once, as planned.
   *
   * *Emits* what the report means and *completes*. *Errors* as the request does, and with `PollInterrupted` when there is something to decide first. *On
   * unsubscribe* gives up its place; a request is aborted with the last poll in it.
   */
  poll<T>(meaningOf: (report: StatusReport) => T): Observable<T> {
    return new Observable(subscriber => {
      this.#subscriber = subscriber;
      this.#answer = report => {
        let meaning: T;
        try {
          meaning = meaningOf(report);
        } catch (thrown) {
          subscriber.error(thrown);
          return;
        }
        subscriber.next(meaning);
        subscriber.complete();
      };
      this.isSingle = false;
      this.#start();
      // The next poll may have begun by the time this one is torn down.
      return () => {
        if (this.#subscriber === subscriber) this.#withdraw();
      };
    });
  }

  /** The request has been sent. Only the last poll still has an eye on the time. */
  sent(): void {
    this.#phase = 'sent';
    if (!this.isLast) this.#deps.timers.cancel(this.#timer);
  }

  /** With how many others it may be asked for. */
  get bulkLimit(): number {
    return limitAt(this.#bulkLimit, this.#deps.timers.now());
  }

  /** A bulk request for so many jobs, this one among them, has failed. */
  bulkFailed(failure: 'split' | 'fail and split', count: number): void {
    this.#bulkLimit = afterBulkFailure(this.#bulkLimit, failure, count, this.#deps.timers.now());
  }

  /** The bulk request failed or did not tell enough: ask once more, without a word to the watch. */
  askAgain(how: 'alone' | 'together'): void {
    if (this.#subscriber === undefined) return;
    this.isSingle ||= how === 'alone';
    this.#comeDue();
  }

  report(report: StatusReport): void {
    const answer = this.#answer;
    this.#bulkLimit = afterAnswer(this.#bulkLimit);
    this.#stop();
    answer?.(report);
  }

  fail(error: unknown): void {
    const subscriber = this.#subscriber;
    this.#stop();
    subscriber?.error(error);
  }

  #withdraw(): void {
    this.#deps.sender.withdraw(this);
    this.#stop();
  }

  #start(): void {
    const { sender, timers } = this.#deps;
    sender.withdraw(this);
    if (this.#next.type !== 'poll') {
      this.#phase = 'idle';
      timers.cancel(this.#timer);
      return;
    }
    this.#phase = 'waiting';
    this.dueAt = this.#next.at;
    timers.set(this.#timer, Math.max(this.#next.at, timers.now()));
    this.order = this.#timer.order;
    sender.await(this);
  }

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
    const { sender, timers } = this.#deps;
    this.#phase = 'due';
    if (this.#next.type === 'poll') timers.set(this.#timer, Math.max(this.#next.until, timers.now()));
    sender.due(this);
  }

  #interrupt(input: WatchInput): void {
    this.#deps.sender.withdraw(this);
    this.fail(new PollInterrupted(input));
  }

  #stop(): void {
    this.#phase = 'idle';
    this.#subscriber = this.#answer = undefined;
    this.#deps.timers.cancel(this.#timer);
  }
}
