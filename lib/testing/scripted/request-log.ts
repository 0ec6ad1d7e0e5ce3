import {
  defer,
  finalize,
  from,
  mergeMap,
  type Observable,
  type SchedulerLike,
  throwError,
  timer,
} from 'rxjs';
import { isTranslationError, type TranslationError } from '../../model/errors.js';
import type { JobId } from '../../model/job.js';

/** A request to a scripted transport. */
export interface ScriptedRequest {
  /** Which call of the transport it was. */
  readonly kind: 'create' | 'status' | 'statuses';
  /** When it was sent, by the scheduler's clock: the frame, in a marble test. */
  readonly at: number;
  /** The jobs that were polled or created. */
  readonly jobIds: readonly JobId[];
  /** The idempotency key of a create. */
  readonly key?: string;
  /** How it ended; absent while it is in flight. */
  readonly outcome?: 'answered' | 'failed' | 'aborted';
}

/** When a poll was sent and when it ended: pass an array of these to `expectSubscriptions`. */
export interface PollLog {
  /** When the poll was sent. */
  readonly subscribedFrame: number;
  /** When it ended or was aborted; `Infinity` until then. */
  readonly unsubscribedFrame: number;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Carries out requests in a scheduler's time, and logs when each was sent and how it ended. */
export class RequestLog {
  readonly requests: Mutable<ScriptedRequest>[] = [];
  readonly #polls = new Map<JobId, Mutable<PollLog>[]>();

  constructor(
    private readonly scheduler: SchedulerLike,
    private readonly latencyMs: number,
  ) {}

  polls(jobId: JobId): PollLog[] {
    const polls = this.#polls.get(jobId) ?? [];
    this.#polls.set(jobId, polls);
    return polls;
  }

  /** One request per subscription. Its response is fixed when it is sent, and delivered after the latency. */
  send<T>(
    sent: Pick<ScriptedRequest, 'kind' | 'jobIds' | 'key'>,
    respond: (jobIds: JobId[]) => readonly T[] | TranslationError,
  ): Observable<T> {
    return defer(() => {
      const at = this.scheduler.now();
      const jobIds = [...sent.jobIds];
      const request: Mutable<ScriptedRequest> = { ...sent, at, jobIds };
      this.requests.push(request);
      const polls = sent.kind === 'create' ? [] : jobIds.map(jobId => this.#beginPoll(jobId, at));
      const response = respond(jobIds);
      return timer(this.latencyMs, this.scheduler).pipe(
        mergeMap(() => {
          request.outcome = isTranslationError(response) ? 'failed' : 'answered';
          return isTranslationError(response) ? throwError(() => response) : from(response);
        }),
        finalize(() => {
          request.outcome ??= 'aborted';
          for (const poll of polls) poll.unsubscribedFrame = this.scheduler.now();
        }),
      );
    });
  }

  #beginPoll(jobId: JobId, at: number): Mutable<PollLog> {
    const poll = { subscribedFrame: at, unsubscribedFrame: Infinity };
    this.polls(jobId).push(poll);
    return poll;
  }
}
