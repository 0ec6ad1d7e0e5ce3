import type { SchedulerLike } from 'rxjs';
import {
  above,
  aFunction,
  anObject,
  checkOptions,
  checkRequired,
  having,
  type CheckTable,
} from '../../model/checks.js';
import type { Optional, PollingConfig } from '../../options/types.js';
import type { RetryConfig } from '../../policy/retry/retry.js';
import type { DurableEngine } from '../engine/engine.js';
import { anAccount } from '../storable.js';

/** Options of `durableClient`. */
export interface DurableClientOptions {
  /** Where watches and creates are stored. */
  readonly engine: DurableEngine;
  /**
   * The account. Only workers of the same account poll its jobs.
   * @default 'main'
   */
  readonly account?: string | undefined;
  /**
   * The service that the jobs are meant for, by the name that its workers use: the `baseUrl` of their transport, such as `https://api.heygen.com`, unless they set `service`. If the
   * account belongs to another service, creates and watches are refused and nothing is stored; if it belongs to none, it belongs to this one from then on.
   * @default not checked
   */
  readonly service?: string | undefined;
  /** When jobs are polled. Options that are not set come from the workers, except the deadline (`timeoutMs`), which is a day by default. */
  readonly polling?: Omit<PollingConfig, 'strategy'> | undefined;
  /** How often, and how soon, a failed request is retried. Options that are not set come from the workers. */
  readonly retry?: Optional<RetryConfig> | undefined;
  /**
   * How often all watches are read from the engine, in ms, in case a notification was lost. If the engine cannot notify, updates may be this late.
   * @default 30000
   */
  readonly readEveryMs?: number | undefined;
  /**
   * The clock and the timers.
   * @default asyncScheduler
   */
  readonly scheduler?: SchedulerLike | undefined;
  /**
   * Random numbers, uniform in [0, 1).
   * @default Math.random
   */
  readonly random?: (() => number) | undefined;
}

const CLIENT: CheckTable<DurableClientOptions> = {
  engine: having('addWatches', 'readWatches'),
  account: anAccount,
  service: anAccount,
  polling: anObject,
  retry: anObject,
  readEveryMs: above(0),
  scheduler: having('now', 'schedule'),
  random: aFunction,
};

/** @throws RangeError or TypeError naming the option, its bound and the value. */
export function checkClient(options: DurableClientOptions): DurableClientOptions {
  checkOptions('create a client', options, CLIENT);
  checkRequired('create a client', options, ['engine']);
  return options;
}
