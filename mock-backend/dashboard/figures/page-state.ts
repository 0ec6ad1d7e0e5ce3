import type { CircuitBreaker } from 'heygen-rx';
import type { BackendPoll } from '../backend/backend-poll.js';
import { causeOf, type Health } from '../backend/health.js';
import type { JobCounts } from '../jobs/job-counts.js';
import type { TimeToNotice } from '../jobs/time-to-notice.js';
import type { Traffic } from '../jobs/traffic.js';
import type { Situation } from './headline.js';

/** How long a failed request is mentioned, in ms. */
const recentMs = 5000;

interface PageStateParts {
  readonly breaker: Pick<CircuitBreaker, 'state'>;
  readonly traffic: Pick<Traffic, 'lastFailure'>;
  readonly notice: Pick<TimeToNotice, 'since'>;
  readonly backend: () => Pick<BackendPoll, 'isReached' | 'outages'>;
  readonly jobs: () => JobCounts;
}

/** What the parts of the page say together about this moment. */
export class PageState {
  /** Why everything is paused; undefined while it is not. */
  pausedBy: string | undefined;
  readonly #parts: PageStateParts;

  constructor(parts: PageStateParts) {
    this.#parts = parts;
  }

  /** Did a request fail a moment ago? */
  get isFailing(): boolean {
    return Date.now() - (this.#parts.traffic.lastFailure?.at ?? -Infinity) < recentMs;
  }

  /** Is there anything to learn from the backend? */
  get isActive(): boolean {
    const { jobs, notice, backend } = this.#parts;
    return jobs().open > 0 || notice.since !== undefined || backend().outages.isSo;
  }

  /** Does anything on the page change with time alone? */
  get isMoving(): boolean {
    return this.isActive || this.isFailing || this.#parts.breaker.state !== 'closed';
  }

  /** Would a poll be sent, but for the circuit? */
  get willPoll(): boolean {
    return this.#parts.jobs().open > 0 && this.pausedBy === undefined;
  }

  /** Why nothing is polled, in a word or two. */
  get heldBy(): string | undefined {
    if (this.pausedBy !== undefined) return 'paused';
    const { state } = this.#parts.breaker;
    return state === 'open' || state === 'isolated' ? 'circuit open' : undefined;
  }

  get health(): Health {
    const { isReached, outages } = this.#parts.backend();
    return { isReached, isInOutage: outages.isSo, lastFailure: this.#parts.traffic.lastFailure?.outcome };
  }

  get situation(): Situation {
    const { jobs, breaker } = this.#parts;
    const { pausedBy, isFailing, health } = this;
    return { ...jobs(), circuit: breaker.state, pausedBy, isFailing, cause: causeOf(health) };
  }
}
