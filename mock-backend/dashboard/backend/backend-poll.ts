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
  /** Does the page need to know anything from the backend? */
  readonly isNeeded: () => boolean;
  readonly onState: (state: BackendState) => void;
  /** It is known now when these jobs ended. */
  readonly onEnds: (jobIds: readonly string[]) => void;
}

/** Requests the backend's state each second while it is needed: its faults, and when jobs really ended. */
export class BackendPoll {
  readonly #deps: BackendPollDeps;
  readonly #pollNowSubject = new Subject<void>();

  constructor(deps: BackendPollDeps) {
    this.#deps = deps;
  }

  /** Requests it now, too. */
  pollNow(): void {
    this.#pollNowSubject.next();
  }

  start(): Subscription {
    return merge(interval(1000).pipe(filter(() => this.#deps.isNeeded())), this.#pollNowSubject)
      .pipe(
        startWith(undefined),
        // The clients report a backend that is down; here the next second is soon enough.
        exhaustMap(() => from(this.#request()).pipe(catchError(() => EMPTY))),
      )
      .subscribe();
  }

  async #request(): Promise<void> {
    const { control, notice, onState, onEnds } = this.#deps;
    onState(await control.state());
    const { since } = notice;
    if (since === undefined) return;
    const { now, jobs } = await control.endedSince(since - control.offsetMs);
    const { offsetMs } = control;
    const noticed = jobs.filter(
      ({ job_id, ends_at }) => ends_at !== null && notice.learn(job_id, ends_at + offsetMs),
    );
    notice.forget(now + offsetMs);
    onEnds(noticed.map(({ job_id }) => job_id));
  }
}
