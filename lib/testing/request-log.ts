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
import { isTranslationError, type TranslationError } from '../model/errors.js';
import type { JobId } from '../model/job.js';

/** A request that a scripted transport got. */
export interface ScriptedRequest {
  readonly kind: 'create' | 'status' | 'statuses';
  /** When it was sent, by the scheduler's clock: the frame, in a marble test. */
  readonly at: number;
  /** The jobs looked at, or those that a create made. */
  readonly jobIds: readonly JobId[];
  /** The idempotency key of a create. */
  readonly key?: string;
  /** How it ended; absent while it is under way. */
  readonly outcome?: 'answered' | 'failed' | 'aborted';
}

/** When a look was sent and when it ended: hand an array of these to `expectSubscriptions`. */
export interface LookLog {
  readonly subscribedFrame: number;
  readonly unsubscribedFrame: number;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Carries requests out in the time of a scheduler and writes down when each was sent and how it ended. */
export class RequestLog {
  readonly requests: Mutable<ScriptedRequest>[] = [];
  readonly #looks = new Map<JobId, Mutable<LookLog>[]>();

  constructor(
    private readonly scheduler: SchedulerLike,
    private readonly latencyMs: number,
  ) {}

  looks(jobId: JobId): LookLog[] {
    const looks = this.#looks.get(jobId) ?? [];
    this.#looks.set(jobId, looks);
    return looks;
  }

  /** One request a subscription: what it is answered is settled when it is sent, and told after the latency. */
  send<T>(
    asked: Pick<ScriptedRequest, 'kind' | 'jobIds' | 'key'>,
    answer: (jobIds: JobId[]) => readonly T[] | TranslationError,
  ): Observable<T> {
    return defer(() => {
      const at = this.scheduler.now();
      const jobIds = [...asked.jobIds];
      const request: Mutable<ScriptedRequest> = { ...asked, at, jobIds };
      this.requests.push(request);
      const looks = asked.kind === 'create' ? [] : jobIds.map(jobId => this.#beginLook(jobId, at));
      const answered = answer(jobIds);
      return timer(this.latencyMs, this.scheduler).pipe(
        mergeMap(() => {
          request.outcome = isTranslationError(answered) ? 'failed' : 'answered';
          return isTranslationError(answered) ? throwError(() => answered) : from(answered);
        }),
        finalize(() => {
          request.outcome ??= 'aborted';
          for (const look of looks) look.unsubscribedFrame = this.scheduler.now();
        }),
      );
    });
  }

  #beginLook(jobId: JobId, at: number): Mutable<LookLog> {
    const look = { subscribedFrame: at, unsubscribedFrame: Infinity };
    this.looks(jobId).push(look);
    return look;
  }
}
