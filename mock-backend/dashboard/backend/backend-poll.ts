import {
  catchError,
  EMPTY,
  exhaustMap,
  filter,
  from,
  interval,
  merge,
  type Observable,
  startWith,
  Subject,
  type Subscription,
} from 'rxjs';
import type { BackendState, Control } from './control.js';
import { Periods } from '../jobs/periods.js';
import type { TimeToNotice } from '../jobs/time-to-notice.js';

interface BackendPollDeps {
  readonly control: Control;
  readonly notice: TimeToNotice;
  /** Does the page need to know anything from the backend? */
  readonly isNeeded: () => boolean;
  readonly onState: (state: BackendState) => void;
  /** Whether the backend has responded. */
  readonly onChange: () => void;
  /** It is known now when these jobs ended. */
  readonly onEnds: (jobIds: readonly string[]) => void;
}

/** How often a page that needs nothing requests the state, in seconds: to learn of an outage, of other pages, or that the backend has stopped. */
const idleSeconds = 5;

/** Requests the backend's state each second while it is needed: its faults, and when jobs really ended. A hidden page that needs nothing requests nothing. */
export class BackendPoll {
  /** When an outage was turned on. */
  readonly outages = new Periods();
  /** Whether the last request got a response; undefined before the first. */
  isReached: boolean | undefined;
  readonly #deps: BackendPollDeps;
  readonly #pollNowSubject = new Subject<void>();

  constructor(deps: BackendPollDeps) {
    this.#deps = deps;
  }

  /** Requests it now. */
  pollNow(): void {
    this.#pollNowSubject.next();
  }

  start(): Subscription {
    const isDue = (second: number): boolean =>
      this.#deps.isNeeded() || (second % idleSeconds === 0 && document.visibilityState === 'visible');
    return merge(interval(1000).pipe(filter(isDue)), this.#pollNowSubject)
      .pipe(
        startWith(undefined),
        // No retry: the next second is soon enough.
        exhaustMap(() => from(this.#request()).pipe(catchError(() => this.#unreached()))),
      )
      .subscribe();
  }

  #unreached(): Observable<never> {
    this.isReached = false;
    this.#deps.onChange();
    return EMPTY;
  }

  async #request(): Promise<void> {
    const { control, notice, onState, onChange, onEnds } = this.#deps;
    const state = await control.state();
    this.isReached = true;
    this.outages.update(state.faults.outage, Date.now());
    onState(state);
    onChange();
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
