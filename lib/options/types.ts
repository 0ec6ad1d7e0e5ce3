import type { Observable, SchedulerLike } from 'rxjs';
import type { CircuitBreakerError } from '../model/errors.js';
import type { CircuitStateName } from '../model/events.js';
import type { JobId } from '../model/job.js';
import type { CircuitConfig } from '../policy/circuit/circuit-config.js';
import type { CircuitState, CircuitTransition, Permit } from '../policy/circuit/circuit-state.js';
import type { Outcome } from '../policy/circuit/outcome.js';
import type { PollingStrategy } from '../policy/polling/polling-strategy.js';
import type { RetryConfig } from '../policy/retry/retry.js';
import type { HttpOptions } from '../transport/http/http-options.js';
import type { Transport } from '../transport/transport.js';

/** When a job is polled. */
export interface PollingConfig {
  /**
   * The first interval, and the first one after every change of status, in ms.
   * @default 500
   */
  readonly initialIntervalMs?: number | undefined;
  /**
   * The longest interval between two polls, in ms; also used while polls fail.
   * @default 5000
   */
  readonly maxIntervalMs?: number | undefined;
  /**
   * Each interval is this many times the one before. At least 1.
   * @default 2
   */
  readonly multiplier?: number | undefined;
  /**
   * Each interval varies at random by up to ± this fraction of itself. 0 to 1.
   * @default 0.1
   */
  readonly jitterFactor?: number | undefined;
  /**
   * The deadline of a watch, in ms from its subscription, when it polls one last time. Also the deadline of a create.
   * @default 300000
   */
  readonly timeoutMs?: number | undefined;
  /** A custom schedule, instead of the four numbers. It adds its own jitter: see `jittered`. */
  readonly strategy?: PollingStrategy | undefined;
}

/** Every field may be absent or undefined. */
export type Optional<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** When the breaker opens, and for how long. */
export interface CircuitBreakerConfig extends Optional<CircuitConfig> {
  /**
   * Requests that waited for the circuit to close are spread over this time, in ms.
   * @default 1000
   */
  readonly spreadMs?: number | undefined;
}

/** A breaker that several clients can share, such as a `CircuitBreaker`. If a member throws, only the current request fails. */
export interface Breaker {
  /** The state at this moment. */
  readonly state: CircuitStateName;
  /** *Emits* the state on subscription, then each change. */
  readonly state$: Observable<CircuitState>;
  /** *Emits* each change, with the state before it. */
  readonly transition$: Observable<CircuitTransition>;
  /** Asks for a permit to send one request. Returns the permit, or an error if it is refused. */
  ask(): Permit | CircuitBreakerError;
  /** Reports how the request of a permit ended: exactly once for each permit. */
  settle(permit: Permit, outcome: Outcome): void;
  /** *Emits* when it is worth asking again after a refusal, and *completes*. */
  readonly turn$: Observable<unknown>;
}

/** What causes polls besides the schedule, and what pauses them. */
export interface Signals {
  /**
   * Emits the id of a job to poll at once, for example after a webhook, or undefined to poll all jobs. If the job is still being created, its first poll is sent as soon as it exists.
   */
  readonly wake$?: Observable<JobId | undefined | void> | undefined;
  /**
   * True pauses all polls, false resumes them. Nothing is paused before it emits or after it fails. The `paused$` of a call replaces that of the client, whereas `wake$` of
   * both count.
   */
  readonly paused$?: Observable<boolean> | undefined;
}

/** The options of every client, whatever service it uses. */
interface CommonOptions extends Signals {
  /** When jobs are polled. */
  readonly polling?: PollingConfig | undefined;
  /** How often, and how soon, a failed request is retried. */
  readonly retry?: Optional<RetryConfig> | undefined;
  /** Options for the client's own breaker, or a breaker shared between clients. */
  readonly circuitBreaker?: CircuitBreakerConfig | Breaker | undefined;
  /**
   * Time limit of one attempt to poll, in ms, including the response body.
   * @default 30000
   */
  readonly requestTimeoutMs?: number | undefined;
  /**
   * Time limit of one attempt to create a job, in ms. It is generous because the outcome is unknown after a timeout.
   * @default 120000
   */
  readonly createTimeoutMs?: number | undefined;
  /**
   * The shortest interval, in ms, whatever a strategy or a server says.
   * @default 10
   */
  readonly minIntervalMs?: number | undefined;
  /**
   * How long after its creation a job of this client may be unknown to the service, in ms. Until then, a 404 before the first successful poll is retried.
   * @default 30000
   */
  readonly notFoundGraceMs?: number | undefined;
  /**
   * The longest time that a `Retry-After` stops all creates, or all polls, of the client, in ms; then one request probes the service. The job whose poll was told to wait always waits
   * the full time.
   * @default 60000
   */
  readonly maxSilenceMs?: number | undefined;
  /**
   * The maximum number of requests started within any second.
   * @default 50
   */
  readonly maxRequestsPerSecond?: number | undefined;
  /**
   * The maximum number of requests in flight, creates and polls together. One slot in five is reserved for polls.
   * @default 10
   */
  readonly maxConcurrentRequests?: number | undefined;
  /**
   * The clock and the timers.
   * @default asyncScheduler
   */
  readonly scheduler?: SchedulerLike | undefined;
  /**
   * Random numbers, uniform in [0, 1), for jitter and spreading. `() => 0.5` means no jitter.
   * @default Math.random
   */
  readonly random?: (() => number) | undefined;
}

/** The options of a client for a job API. */
export interface JobApiClientOptions extends CommonOptions {
  /** An http or https URL without credentials. */
  readonly baseUrl: string | URL;
  /**
   * Sent with every request. For tokens that expire, each value, or `headers` itself, may be a function: it is called for each request, and once more after a 401. Headers with a
   * secret are sent only to https and loopback URLs.
   */
  readonly headers?: HttpOptions['headers'];
  /**
   * Allows secret headers over plain http to another machine, for private networks such as those of containers.
   * @default false
   */
  readonly allowInsecure?: boolean | undefined;
  /**
   * The longest response that is read, in bytes after decompression. A bulk response for 100 jobs has to fit.
   * @default 1048576
   */
  readonly maxBodyBytes?: number | undefined;
  /**
   * Sends the requests. The `request` of a Hono app works too.
   * @default globalThis.fetch
   */
  readonly fetch?: HttpOptions['fetch'];
  /** Either `baseUrl` or `transport`. */
  readonly transport?: never;
}

/** The options of a client for any service: `heygenApi(...)`, `jobApi(...)`, or a custom transport. */
export interface TransportClientOptions extends CommonOptions {
  /** The service: `heygenApi({ apiKey })`, `jobApi({ ... })` or your own. Keys are passed to it, not to the client. */
  readonly transport: Transport;
  /** Not with `transport`, which has its own. */
  readonly baseUrl?: never;
  /** Not with `transport`, which has its own. */
  readonly headers?: never;
  /** Not with `transport`, which has its own. */
  readonly allowInsecure?: never;
  /** Not with `transport`, which has its own. */
  readonly maxBodyBytes?: never;
  /** Not with `transport`, which has its own. */
  readonly fetch?: never;
}

/** The options of a client: pass either `baseUrl` or `transport`. */
export type ClientOptions = JobApiClientOptions | TransportClientOptions;

/** The options of a breaker: those of a client's, and its clock. */
export type BreakerOptions = CircuitBreakerConfig & Pick<CommonOptions, 'scheduler' | 'random'>;

/** The options of one watch. */
export interface WatchOptions extends Signals {
  /** As `polling.timeoutMs`, for this call. */
  readonly timeoutMs?: number | undefined;
  /** As `polling.strategy`, for this call. */
  readonly strategy?: PollingStrategy | undefined;
  /** What the job's duration may depend on, for a learning schedule: a mode, a language. */
  readonly key?: string | undefined;
  /** Length of the video in seconds, for a learning schedule. */
  readonly videoSeconds?: number | undefined;
  /**
   * When a snapshot is emitted: when something visible changes, or on every successful poll.
   * @default 'changes'
   */
  readonly emit?: 'changes' | 'polls' | undefined;
}

/** The options of one create. */
export interface CreateOptions {
  /**
   * 1 to 240 characters of `A-Z a-z 0-9 _ - : .`. With the same key, no second job is created.
   * @default 128 random bits
   */
  readonly idempotencyKey?: string | undefined;
}

/** The options of `translate` and `translateBatch`. */
export type TranslateOptions = WatchOptions & CreateOptions;

/** An abort stops the waiting; it never stops the job. */
export interface Abortable {
  /** Rejects the promise when it is aborted. */
  readonly signal?: AbortSignal | undefined;
}

/** The limits of a client, with every default filled in. */
export interface Limits {
  readonly notFoundGraceMs: number;
  readonly maxSilenceMs: number;
  readonly requestTimeoutMs: number;
  readonly createTimeoutMs: number;
  readonly minIntervalMs: number;
  readonly maxRequestsPerSecond: number;
  readonly maxConcurrentRequests: number;
}
