import { asyncScheduler, type SchedulerLike } from 'rxjs';
import {
  anObject,
  aFunction,
  atLeast,
  checkOptions,
  checkRequired,
  having,
  type CheckTable,
} from '../../model/checks.js';
import { LIMITS } from '../../options/checks.js';
import { resolveCircuitBreaker, resolveLimits, type ResolvedCircuitBreaker } from '../../options/resolve.js';
import type { CircuitBreakerConfig, Limits, Optional, PollingConfig } from '../../options/types.js';
import type { RetryConfig } from '../../policy/retry/retry.js';
import type { Transport } from '../../transport/transport.js';
import type { DurableEngine } from '../engine/engine.js';
import { anAccount } from '../storable.js';

/** Options of a `DurableWorker`. */
export interface DurableWorkerOptions {
  /** Where watches and creates are stored. */
  readonly engine: DurableEngine;
  /** The service. */
  readonly transport: Transport;
  /**
   * The account. A worker serves only clients of the same account.
   * @default 'main'
   */
  readonly account?: string | undefined;
  /**
   * The name of the service. The first worker or client that names one determines the service of an account; those that name another are refused, because their jobs would be created
   * on the wrong service.
   * @default the `baseUrl` of the transport; a transport without one is not checked
   */
  readonly service?: string | undefined;
  /** When jobs are polled, unless a watch has its own options. A learning schedule shares what it learns with all workers of the account. */
  readonly polling?: PollingConfig | undefined;
  /** How often, and how soon, a failed request is retried, unless a watch has its own options. */
  readonly retry?: Optional<RetryConfig> | undefined;
  /** When the circuit opens. All workers of the account share it: use the same options for each. */
  readonly circuitBreaker?: CircuitBreakerConfig | undefined;
  /**
   * The limits, as in a client. `maxRequestsPerSecond` applies to all workers of the account together: use the same value for each. `maxConcurrentRequests` applies to this worker.
   */
  readonly limits?: Optional<Limits> | undefined;
  /**
   * How long ended watches and creates are kept, in ms; at least a day. After that, their idempotency keys are forgotten as well.
   * @default 604800000, 7 days
   */
  readonly keepEndedMs?: number | undefined;
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

/** The options of a worker, with every default filled in. */
export interface ResolvedWorker {
  readonly engine: DurableEngine;
  readonly transport: Transport;
  readonly account: string;
  readonly service: string | undefined;
  readonly polling: PollingConfig;
  readonly retry: Optional<RetryConfig>;
  readonly circuit: ResolvedCircuitBreaker;
  readonly limits: Limits;
  readonly keepEndedMs: number;
  readonly scheduler: SchedulerLike;
  readonly random: () => number;
}

const DAY_MS = 86_400_000;

const WORKER: CheckTable<DurableWorkerOptions> = {
  engine: having('claimWatches', 'settleWatches'),
  transport: having('create', 'status'),
  account: anAccount,
  service: anAccount,
  polling: anObject,
  retry: anObject,
  circuitBreaker: anObject,
  limits: anObject,
  keepEndedMs: atLeast(DAY_MS),
  scheduler: having('now', 'schedule'),
  random: aFunction,
};

/** @throws RangeError or TypeError naming the option, its bound and the value. */
export function resolveWorker(options: DurableWorkerOptions): ResolvedWorker {
  checkOptions('create a worker', options, WORKER);
  checkRequired('create a worker', options, ['engine', 'transport']);
  const {
    engine,
    transport,
    account = 'main',
    service = transport.baseUrl,
    polling = {},
    retry = {},
    circuitBreaker,
    limits: given = {},
  } = options;
  const { keepEndedMs = 7 * DAY_MS, scheduler = asyncScheduler } = options;
  const limits = resolveLimits(checkOptions('create a worker', given, LIMITS));
  const circuit = resolveCircuitBreaker({ probeTimeoutMs: limits.requestTimeoutMs, ...circuitBreaker });
  const { random = circuit.random } = options;
  return {
    engine,
    transport,
    account,
    service,
    polling,
    retry,
    circuit,
    limits,
    keepEndedMs,
    scheduler,
    random,
  };
}
