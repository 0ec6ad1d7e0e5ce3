import {
  catchError,
  EMPTY,
  exhaustMap,
  filter,
  from,
  interval,
  merge,
  startWith,
  Subject,
  type Subscription,
} from 'rxjs';
import type { BackendState, Control } from './control.js';
import type { TimeToNotice } from '../jobs/time-to-notice.js';

interface BackendPollDeps {
  readonly control: Control;
  readonly notice: TimeToNotice;
  /** Is there anything on the page that the backend knows more of? */
  readonly isNeeded: () => boolean;
  readonly onState: (state: BackendState) => void;
  /** The ends of these jobs are known now. */
  readonly onEnds: (jobIds: readonly string[]) => void;
}

/** Asks the backend each second, while there is something to ask: how it is, and when jobs really ended. */
export class BackendPoll {
  readonly #deps: BackendPollDeps;
  readonly #nowSubject = new Subject<void>();

  constructor(deps: BackendPollDeps) {
    this.#deps = deps;
  }

  /** Asks at once, too. */
  hurry(): void {
    this.#nowSubject.next();
  }

  start(): Subscription {
    return merge(interval(1000).pipe(filter(() => this.#deps.isNeeded())), this.#nowSubject)
      .pipe(
        startWith(undefined),
        // A backend that is down is told of by those whom it concerns: here the next try is soon enough.
        exhaustMap(() => from(this.#ask()).pipe(catchError(() => EMPTY))),
      )
      .subscribe();
  }

  async #ask(): Promise<void> {
    const { control, notice, onState, onEnds } = this.#deps;
    onState(await control.state());
    const { since } = notice;
    if (since === undefined) return;
    const { now, jobs } = await control.endedSince(since - control.offsetMs);
    const { offsetMs } = control;
    const learned = jobs.filter(
      ({ job_id, ends_at }) => ends_at !== null && notice.learn(job_id, ends_at + offsetMs),
    );
    notice.forget(now + offsetMs);
    onEnds(learned.map(({ job_id }) => job_id));
  }
}
