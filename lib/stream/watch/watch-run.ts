import {
  of,
  throwError,
  type Observable,
  type SchedulerLike,
  type Subscriber,
  type Subscription,
} from 'rxjs';
import {
  isTranslationError,
  isTimeoutError,
  ProtocolError,
  TimeoutError,
  toTranslationError,
  TranslationError,
  withDetails,
  type ErrorDetails,
} from '../../model/errors.js';
import { isSettledStatus, type JobId, type JobSnapshot } from '../../model/job.js';
import type { StatusReport } from '../../model/status-report.js';
import { planWait, type Wait } from '../../policy/watch/deadline.js';
import { decideAfterFailure } from '../../policy/watch/after-failure.js';
import { NO_ATTEMPTS, type Attempts, type RetryConfig } from '../../policy/retry/retry.js';
import { newsOf } from '../../policy/watch/news.js';
import {
  afterReport,
  ageOf,
  newStanding,
  observedJob,
  snapshotOf,
  type Standing,
} from '../../policy/watch/standing.js';
import type { OpenJob, PollingContext } from '../../policy/polling/polling-strategy.js';
import { Alarm, CalledOffError, type AlarmTerms } from './alarm.js';
import type { EventBus } from '../event-bus.js';
import type { Closable, OpenStreams } from '../open-streams.js';
import type { RetryTokens } from './retry-tokens.js';
import type { WhenOpen } from '../limiter/request-gate.js';
import type { Poller, StatusBatcher } from '../poll/status-batcher.js';
import type { TimerQueue } from '../time/timer-queue.js';
import type { WatchPlan } from './watch-job.js';

/** What all watches of a client share. */
export interface WatchDeps {
  readonly batcher: StatusBatcher;
  readonly retry: RetryConfig;
  readonly retryTokens: RetryTokens;
  readonly bus: EventBus;
  readonly openStreams: OpenStreams;
  readonly minIntervalMs: number;
  readonly requestTimeoutMs: number;
  readonly scheduler: SchedulerLike;
  readonly timerQueue: TimerQueue;
  readonly random: () => number;
}

/** What comes next: a wait and a poll, or the end. */
type Next = Wait | { readonly kind: 'over' };

const OVER: Next = { kind: 'over' };

/** The state of one watch, kept once: its pipeline asks it what to do next, and it asks the policies. */
export class WatchRun implements Poller<Standing>, AlarmTerms, Closable {
  readonly #plan: WatchPlan;
  readonly #deps: WatchDeps;
  readonly #subscriber: Subscriber<JobSnapshot>;
  readonly jobId: JobId;
  readonly deadlineAt: number;
  /** Epoch ms of the next poll. */
  dueAt = 0;
  readonly signal: Alarm;
  readonly #connections: readonly Subscription[];
  #alsoOpen: (() => readonly OpenJob[]) | undefined;
  /** Only a schedule that learns asks whom else a request has found open. */
  readonly meet: ((others: () => readonly OpenJob[]) => void) | undefined;
  /** Waits and polls once, as was decided: *emits* where the job stands then. Cold: the decision is read when subscribed. */
  readonly poll$: Observable<Standing>;
  #standing: Standing;
  #attempts: Attempts = NO_ATTEMPTS;
  #next: Next;

  constructor(plan: WatchPlan, deps: WatchDeps, subscriber: Subscriber<JobSnapshot>) {
    this.#plan = plan;
    this.#deps = deps;
    this.#subscriber = subscriber;
    const now = this.#now();
    this.jobId = plan.jobId;
    this.deadlineAt = (plan.startedAt ?? now) + plan.terms.polling.timeoutMs;
    this.signal = new Alarm(this, deps);
    this.meet = plan.terms.polling.learner && (others => (this.#alsoOpen = others));
    this.poll$ = deps.batcher.poll(this);
    this.#standing = newStanding(plan.jobId, now, plan.createdAt, plan.firstPoll === 'at-once' ? 0 : 1);
    this.#next =
      plan.firstPoll === 'at-once'
        ? this.#planned(now, 0, undefined, 0)
        : this.#planned(now, this.#askStrategy(now));
    this.#connections = plan.terms.signals?.map(connect => connect(plan.jobId, this.signal)) ?? [];
  }

  unsubscribe(): void {
    this.#deps.openStreams.delete(this);
    for (const connection of this.#connections) connection.unsubscribe();
  }

  /** The client was closed. */
  error(error: Error): void {
    this.#subscriber.error(isTranslationError(error) ? this.#known(error) : error);
  }

  /** What is known before the first polls: of a job that has just been created. */
  get created(): JobSnapshot | undefined {
    return this.#plan.firstPoll === 'at-once' ? undefined : this.snapshot();
  }

  snapshot(previous?: JobSnapshot): JobSnapshot {
    return snapshotOf(this.#standing, previous, this.dueAt);
  }

  /** The last poll does not wait for a circuit to close. */
  whenOpen(): WhenOpen {
    return this.#isOver ? 'fail' : 'wait';
  }

  openJob(): OpenJob {
    return { elapsedMs: ageOf(this.#standing, this.#now()), ...this.#kind() };
  }

  /** No poll any more: the deadline has passed, or the service will not be asked before it. */
  refusal(): TimeoutError | undefined {
    const next = this.#next;
    if (next.kind === 'over') return this.#timeout({});
    return next.kind === 'too-late' ? this.#timeout({ retryAfterMs: next.retryAfterMs }) : undefined;
  }

  /** The standing after an answer; decides on the next poll. */
  answered(report: StatusReport): Standing {
    const before = this.#standing;
    const now = this.#now();
    this.#standing = afterReport(before, report, now);
    this.#attempts = NO_ATTEMPTS;
    this.#deps.retryTokens.earn();
    this.#tellNews(before);
    if (isSettledStatus(this.#standing.status)) {
      this.#learn(before);
      return this.#standing;
    }
    // A poll that was answered at the deadline or after it was the last one.
    this.#next =
      now >= this.deadlineAt ? OVER : this.#planned(now, this.#askStrategy(now), report.retryAfterMs);
    return this.#standing;
  }

  /** Emits when the poll is to be tried again; errs when the watch is over. */
  afterFailure(thrown: unknown): Observable<unknown> {
    if (thrown instanceof CalledOffError) return this.#afterCalledOff(thrown);
    const error = toTranslationError(thrown);
    const now = this.#now();
    const { retry, retryTokens, random } = this.#deps;
    const next = decideAfterFailure(error, {
      attempts: this.#attempts,
      retry,
      random,
      wasLast: now >= this.deadlineAt,
      spendToken: () => retryTokens.spend(),
    });
    switch (next.kind) {
      case 'too-late':
        return this.#end(this.#timeout({ cause: error }));
      case 'final':
        return this.#end(this.#known(error));
      case 'retry':
        this.#attempts = next.attempts;
        this.#next = this.#planned(now, next.delayMs, next.hintMs);
        this.#tellRetry(error, next);
        break;
      case 'slow':
        this.#attempts = next.attempts;
        this.#next = this.#planned(now, this.#askStrategy(now, true), next.hintMs);
        this.#tellError(this.#known(error));
    }
    return of(undefined);
  }

  #afterCalledOff({ reason }: CalledOffError): Observable<unknown> {
    if (reason === 'never-left' || (reason === 'paused' && this.#isOver)) return this.#end(this.#timeout({}));
    // Held up until the deadline: the last poll is due now. Paused in the queue: the alarm goes on waiting.
    if (reason === 'held-up') this.dueAt = this.deadlineAt;
    return of(undefined);
  }

  /** What the job's duration may depend on. */
  #kind(): Pick<OpenJob, 'key' | 'videoSeconds'> {
    const { key, videoSeconds = this.#standing.videoSeconds } = this.#plan.terms;
    return { ...(key !== undefined && { key }), ...(videoSeconds !== undefined && { videoSeconds }) };
  }

  #learn(before: Standing): void {
    const { polling, key, videoSeconds } = this.#plan.terms;
    const standing = { ...this.#standing, ...(videoSeconds !== undefined && { videoSeconds }) };
    const seen = polling.learner && observedJob(before, standing, key);
    if (seen !== undefined) polling.learner?.record?.(seen);
  }

  #end(error: TranslationError): Observable<never> {
    if (isTimeoutError(error) && this.#standing.polls > 0) this.#learn(this.#standing);
    const { jobId } = this.#plan;
    this.#deps.bus.emit({
      type: isTimeoutError(error) ? 'TIMEOUT' : 'ERROR_OCCURRED',
      at: this.#now(),
      jobId,
      error,
    });
    return throwError(() => error);
  }

  #tellNews(before: Standing): void {
    const { bus } = this.#deps;
    if (!bus.isHeard) return;
    const { unknownWord } = this.#standing;
    if (unknownWord !== undefined && unknownWord !== before.unknownWord) {
      this.#tellError(
        this.#known(
          new ProtocolError(`The service calls this status "${unknownWord}", a word we do not know`),
        ),
      );
    }
    for (const event of newsOf(before, this.#standing, this.snapshot(snapshotOf(before)))) bus.emit(event);
  }

  #tellRetry(
    error: TranslationError,
    { attempts, delayMs }: { readonly attempts: Attempts; readonly delayMs: number },
  ): void {
    const { jobId } = this.#plan;
    const attempt = attempts.failed;
    this.#deps.bus.emit({
      type: 'RETRY_ATTEMPTED',
      at: this.#now(),
      jobId,
      attempt,
      delayMs,
      error: this.#known(error),
    });
  }

  #tellError(error: TranslationError): void {
    this.#deps.bus.emit({ type: 'ERROR_OCCURRED', at: this.#now(), jobId: this.#plan.jobId, error });
  }

  get #isOver(): boolean {
    return this.#now() >= this.deadlineAt;
  }

  #now(): number {
    return this.#deps.scheduler.now();
  }

  #planned(now: number, askedMs: number, hintMs?: number, minIntervalMs = this.#deps.minIntervalMs): Wait {
    const wait = planWait({ askedMs, hintMs, minIntervalMs, remainingMs: this.deadlineAt - now });
    if (wait.kind !== 'too-late') this.dueAt = now + wait.waitMs;
    return wait;
  }

  #askStrategy(now: number, isTroubled = false): number {
    const { polling } = this.#plan.terms;
    const { polls, status, step, progress, unknownWord } = this.#standing;
    const { key, videoSeconds = this.#standing.videoSeconds } = this.#plan.terms;
    const context: PollingContext = {
      polls,
      step,
      status,
      elapsedMs: ageOf(this.#standing, now),
      slow: isTroubled || unknownWord !== undefined,
      random: this.#deps.random,
      progress,
      key,
      videoSeconds,
      alsoOpen: this.#alsoOpen?.(),
    };
    // What the next request finds is not known yet.
    this.#alsoOpen = undefined;
    try {
      const waitMs = polling.strategy(context);
      if (!Number.isNaN(waitMs)) return waitMs;
    } catch (thrown) {
      throw this.#known(
        new TranslationError(`Cannot poll: \`strategy\` threw ${String(thrown)}`, { cause: thrown }),
      );
    }
    throw this.#known(new TranslationError('Cannot poll: `strategy` must answer a number of ms, got NaN'));
  }

  #known<E extends TranslationError>(error: E): E {
    const { jobId } = this.#plan;
    return withDetails(error, this.#standing.polls > 0 ? { jobId, snapshot: this.snapshot() } : { jobId });
  }

  #timeout(details: ErrorDetails & { readonly retryAfterMs?: number }): TimeoutError {
    const { jobId, terms } = this.#plan;
    const isKnown = this.#standing.polls > 0;
    const reason =
      details.retryAfterMs === undefined
        ? `${isKnown ? 'was still running' : 'could not be seen'} after ${terms.polling.timeoutMs} ms`
        : `cannot be polled before the deadline: the service asks for ${details.retryAfterMs} ms of silence`;
    return this.#known(
      new TimeoutError(
        `Job ${jobId} ${reason}. Only the watch has ended: watch the job again by its id`,
        details,
      ),
    );
  }
}
