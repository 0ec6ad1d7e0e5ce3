import type { Optional, PollingConfig, WatchOptions } from '../../options/types.js';
import type { PollingStrategy } from '../../policy/polling/polling-strategy.js';
import type { RetryConfig } from '../../policy/retry/retry.js';
import type { WatchRules } from '../../policy/watch/decision.js';
import type { Signal } from './signals.js';

/** The options that the user has set for a call or its client; all others have their defaults. */
export interface GivenTerms {
  readonly call: WatchOptions;
  readonly polling: PollingConfig;
  readonly retry: Optional<RetryConfig>;
}

/** What all jobs of one call have in common. */
export interface WatchTerms {
  readonly given: GivenTerms;
  readonly rules: WatchRules;
  readonly emit?: 'changes' | 'polls' | undefined;
  readonly signals: readonly Signal[];
  /** The schedule, if it learns how long jobs take. */
  readonly learner: PollingStrategy | undefined;
}
