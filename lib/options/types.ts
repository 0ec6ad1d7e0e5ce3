import type { Observable, SchedulerLike } from 'rxjs';
import type { CircuitBreakerError } from '../model/errors.js';
import type { CircuitStateName } from '../model/events.js';
import type { JobId } from '../model/job.js';
import type {
  CircuitConfig,
  CircuitState,
  CircuitTransition,
  Outcome,
  Permit,
} from '../policy/circuit/circuit.js';
import type { PollingStrategy } from '../policy/polling/polling-strategy.js';
import type { RetryConfig } from '../policy/retry/retry.js';
import type { HttpOptions } from '../transport/http/http-options.js';
import type { Transport } from '../transport/transport.js';

/** When a job is polled. */
export interface PollingConfig {
  /**
   * The wait after the first poll, and after every change of status, in ms.
   * @default 500
   */
  readonly initialIntervalMs?: number | undefined;
  /**
   * The longest wait between two polls, in ms; also the wait after a poll whose attempts are used up.
   * @default 5000
   */
  readonly maxIntervalMs?: number | undefined;
  /**
   * Each wait is this many times the one before it. At least 1.
   * @default 2
   */
  readonly multiplier?: number | undefined;
  /**
   * Each wait is drawn from ±this share of itself. 0 to 1.
   * @default 0.1
   */
  readonly jitterFactor?: number | undefined;
  /**
   * How long a watch lasts at most, in ms from its subscription; a last poll is sent then.
   * @default 300000
   */
  readonly timeoutMs?: number | undefined;
  /** A schedule of your own, in place of the four numbers. It draws its own jitter: see `jittered`. */
  readonly strategy?: PollingStrategy | undefined;
}

/** Every field may be left out, or be undefined. */
export type Optional<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** When the breaker opens, and for how long. */
export interface CircuitBreakerConfig extends Optional<CircuitConfig> {
  /**
   * Failures in a row that open the circuit. At least 1.
   * @default 5
   */
  readonly failureThreshold?: number | undefined;
  /**
   * How long the first opening lasts, in ms.
   * @default 60000
   */
  readonly resetTimeoutMs?: number | undefined;
  /**
   * Those who waited for the circuit to close are let in over this time, in ms.
   * @default 1000
   */
  readonly spreadMs?: number | undefined;
}

/** A breaker that several clients can share: a `CircuitBreaker`. */
export interface Breaker {
  readonly state: CircuitStateName;
  readonly state$: Observable<CircuitState>;
  readonly transition$: Observable<CircuitTransition>;
  /** Asks to send one request: a permit, or the refusal. */
  ask(): Permit | CircuitBreakerError;
  /** Tells how the request of a permit went: exactly once for each. */
  settle(permit: Permit, outcome: Outcome): void;
  /** Emits when it is worth asking again after a refusal. */
  readonly turn$: Observable<unknown>;
}

/** Where a call's polls come from beside its schedule, and when it rests. */
interface Signals {
  /** A job's id polls it at once (a webhook came); nothing polls at all. */
  readonly wake$?: Observable<JobId | undefined | void> | undefined;
  /** True: send nothing; false: go on. Silence means running. */
  readonly paused$?: Observable<boolean> | undefined;
}

/** The options that every client has, whatever service it speaks to. */
interface CommonOptions extends Signals {
  readonly polling?: PollingConfig | undefined;
  readonly retry?: Optional<RetryConfig> | undefined;
  /** Numbers for a breaker of its own, or a breaker shared between clients. */
  readonly circuitBreaker?: CircuitBreakerConfig | Breaker | undefined;
  /**
   * Time limit of one poll, its body included, in ms.
   * @default 30000
   */
  readonly requestTimeoutMs?: number | undefined;
  /**
   * Time limit of one try to create a job, in ms: the service may take its time, and a time-out leaves the outcome unknown.
   * @default 120000
   */
  readonly createTimeoutMs?: number | undefined;
  /**
   * No wait is shorter, in ms, whatever a strategy or a server says.
   * @default 10
   */
  readonly minIntervalMs?: number | undefined;
  /**
   * For how long after its creation a job may be unknown to the service, in ms: a 404 before the first answer is then no refusal. Only for jobs that this client
   * created.
   * @default 30000
   */
  readonly notFoundGraceMs?: number | undefined;
  /**
   * The longest silence that a `Retry-After` imposes on the whole client, in ms; then one request finds out whether the service answers again. A single watch keeps to the
   * whole of it.
   * @default 60000
   */
  readonly maxSilenceMs?: number | undefined;
  /**
   * Requests started within any second.
   * @default 50
   */
  readonly maxRequestsPerSecond?: number | undefined;
  /** @default 10 */
  readonly maxConcurrentRequests?: number | undefined;
  /**
   * The clock and the timers.
   * @default asyncScheduler
   */
  readonly scheduler?: SchedulerLike | undefined;
  /**
   * Chance, uniform in [0, 1): jitter and spreading. `() => 0.5` means no jitter.
   * @default Math.random
   */
  readonly random?: (() => number) | undefined;
}

/** A client for the small job API at an address. */
export interface JobApiClientOptions extends CommonOptions {
  /** An http or https address without credentials in it. */
  readonly baseUrl: string | URL;
  /**
   * Sent with every request. A value may be a function, and so may `headers` itself, for tokens that expire: it is called for each request, and once more after
   * a 401. Headers that carry a secret are sent to https and loopback addresses only.
   */
  readonly headers?: HttpOptions['headers'];
  /**
   * Lets secret headers go over plain http to another machine: for a network of your own, such as that of containers.
   * @default false
   */
  readonly allowInsecure?: boolean | undefined;
  /**
   * The longest answer that is read, in bytes after decompression. A bulk answer about 100 jobs has to fit.
   * @default 1048576
   */
  readonly maxBodyBytes?: number | undefined;
  /**
   * What sends the requests; a Hono app's `request` serves.
   * @default globalThis.fetch
   */
  readonly fetch?: HttpOptions['fetch'];
  readonly transport?: never;
}

/** A client for any service: `heygenApi(...)`, or an object of your own. */
export interface TransportClientOptions extends CommonOptions {
  readonly transport: Transport;
  readonly baseUrl?: never;
  readonly headers?: never;
  readonly allowInsecure?: never;
  readonly maxBodyBytes?: never;
  readonly fetch?: never;
}

export type ClientOptions = JobApiClientOptions | TransportClientOptions;

/** What one call may set for itself. */
export interface WatchOptions extends Signals {
  /** As `polling.timeoutMs`. */
  readonly timeoutMs?: number | undefined;
  /** As `polling.strategy`. */
  readonly strategy?: PollingStrategy | undefined;
  /** What the job's duration may depend on, for a schedule that learns. */
  readonly key?: string | undefined;
  /** Length of the video in seconds, for a schedule that learns. */
  readonly videoSeconds?: number | undefined;
  /**
   * A snapshot whenever something a user can see has changed, or at every poll.
   * @default 'changes'
   */
  readonly emit?: 'changes' | 'polls' | undefined;
}

/** What one create may set for itself. */
export interface CreateOptions {
  /**
   * At most 240 characters of `A-Z a-z 0-9 _ - : .`. The same key never makes a second job.
   * @default 128 random bits
   */
  readonly idempotencyKey?: string | undefined;
}

export type TranslateOptions = WatchOptions & CreateOptions;

/** An abort ends the waiting, never the job. */
export interface Abortable {
  readonly signal?: AbortSignal | undefined;
}

/** What a client holds its requests to, each with its default filled in. */
export interface Limits {
  readonly notFoundGraceMs: number;
  readonly maxSilenceMs: number;
  readonly requestTimeoutMs: number;
  readonly createTimeoutMs: number;
  readonly minIntervalMs: number;
  readonly maxRequestsPerSecond: number;
  readonly maxConcurrentRequests: number;
}
