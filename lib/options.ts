import { asyncScheduler, type Observable, type SchedulerLike } from 'rxjs';
import {
  above,
  aFunction,
  anything,
  aString,
  atLeast,
  between,
  checkOptions,
  count,
  having,
  oneOf,
  type CheckTable,
} from './model/checks.js';
import type { CircuitStateName } from './model/events.js';
import type { JobId } from './model/job.js';
import type { CircuitBreakerError } from './model/errors.js';
import type {
  CircuitConfig,
  CircuitState,
  CircuitTransition,
  Outcome,
  Permit,
} from './policy/circuit/circuit.js';
import { exponential, slowedDown, type ExponentialConfig } from './policy/polling/exponential.js';
import type { PollingStrategy } from './policy/polling/polling-strategy.js';
import type { RetryConfig } from './policy/retry/retry.js';
import type { Transport } from './transport/transport.js';

/** When a job is polled. */
export interface PollingConfig extends Partial<ExponentialConfig> {
  /**
   * The wait after the first poll, and after every change of status, in ms.
   * @default 500
   */
  readonly initialIntervalMs?: number;
  /**
   * The longest wait between two polls, in ms; also the wait after a poll whose attempts are used up.
   * @default 5000
   */
  readonly maxIntervalMs?: number;
  /**
   * Each wait is this many times the one before it. At least 1.
   * @default 2
   */
  readonly multiplier?: number;
  /**
   * Each wait is drawn from ±this share of itself. 0 to 1.
   * @default 0.1
   */
  readonly jitterFactor?: number;
  /**
   * How long a watch lasts at most, in ms from its subscription; a last poll is sent then.
   * @default 300000
   */
  readonly timeoutMs?: number;
  /** A schedule of your own, in place of the four numbers. It draws its own jitter: see `jittered`. */
  readonly strategy?: PollingStrategy;
}

/** When the breaker opens, and for how long. */
export interface CircuitBreakerConfig extends Partial<CircuitConfig> {
  /**
   * Failures in a row that open the circuit. At least 1.
   * @default 5
   */
  readonly failureThreshold?: number;
  /**
   * How long the first opening lasts, in ms.
   * @default 60000
   */
  readonly resetTimeoutMs?: number;
  /**
   * Those who waited for the circuit to close are let in over this time, in ms.
   * @default 1000
   */
  readonly spreadMs?: number;
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
  readonly wake$?: Observable<JobId | undefined | void>;
  /** True: send nothing; false: go on. Silence means running. */
  readonly paused$?: Observable<boolean>;
}

/** The options that every client has, whatever service it speaks to. */
interface CommonOptions extends Signals {
  readonly polling?: PollingConfig;
  readonly retry?: Partial<RetryConfig>;
  /** Numbers for a breaker of its own, or a breaker shared between clients. */
  readonly circuitBreaker?: CircuitBreakerConfig | Breaker;
  /**
   * Time limit of one poll, its body included, in ms.
   * @default 30000
   */
  readonly requestTimeoutMs?: number;
  /**
   * Time limit of one try to create a job, in ms: the service may take its time, and a time-out leaves the outcome unknown.
   * @default 120000
   */
  readonly createTimeoutMs?: number;
  /**
   * No wait is shorter, in ms, whatever a strategy or a server says.
   * @default 10
   */
  readonly minIntervalMs?: number;
  /**
   * Requests started within any second.
   * @default 50
   */
  readonly maxRequestsPerSecond?: number;
  /** @default 10 */
  readonly maxConcurrentRequests?: number;
  /**
   * The clock and the timers.
   * @default asyncScheduler
   */
  readonly scheduler?: SchedulerLike;
  /**
   * Chance, uniform in [0, 1): jitter and spreading. `() => 0.5` means no jitter.
   * @default Math.random
   */
  readonly random?: () => number;
}

/** A client for the small job API at an address. */
export interface JobApiClientOptions extends CommonOptions {
  /** An http or https address without credentials in it. */
  readonly baseUrl: string | URL;
  /** Sent with every request. With headers that carry a secret, only https or a loopback address is accepted. */
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * What sends the requests; a Hono app's `request` serves.
   * @default globalThis.fetch
   */
  readonly fetch?: (input: string, init?: RequestInit) => Response | Promise<Response>;
  readonly transport?: never;
}

/** A client for any service: `heygenApi(...)`, or an object of your own. */
export interface TransportClientOptions extends CommonOptions {
  readonly transport: Transport;
  readonly baseUrl?: never;
  readonly headers?: never;
  readonly fetch?: never;
}

export type ClientOptions = JobApiClientOptions | TransportClientOptions;

/** What one call may set for itself. */
export interface WatchOptions extends Signals {
  /** As `polling.timeoutMs`. */
  readonly timeoutMs?: number;
  /** As `polling.strategy`. */
  readonly strategy?: PollingStrategy;
  /** What the job's duration may depend on, for a schedule that learns. */
  readonly key?: string;
  /** Length of the video in seconds, for a schedule that learns. */
  readonly videoSeconds?: number;
  /**
   * A snapshot whenever something a user can see has changed, or at every poll.
   * @default 'changes'
   */
  readonly emit?: 'changes' | 'polls';
}

/** What one create may set for itself. */
export interface CreateOptions {
  /**
   * At most 240 characters of `A-Z a-z 0-9 _ - : .`. The same key never makes a second job.
   * @default 128 random bits
   */
  readonly idempotencyKey?: string;
}

export type TranslateOptions = WatchOptions & CreateOptions;

/** An abort ends the waiting, never the job. */
export interface Abortable {
  readonly signal?: AbortSignal;
}

interface PollingNumbers extends ExponentialConfig {
  readonly timeoutMs: number;
}

/** What a client holds its requests to, each with its default filled in. */
export interface Limits {
  readonly requestTimeoutMs: number;
  readonly createTimeoutMs: number;
  readonly minIntervalMs: number;
  readonly maxRequestsPerSecond: number;
  readonly maxConcurrentRequests: number;
}

interface Defaults extends Limits {
  readonly polling: PollingNumbers;
  readonly retry: RetryConfig;
  readonly circuitBreaker: CircuitConfig & { readonly spreadMs: number };
}

/** Every default, in one place. */
export const DEFAULTS: Defaults = Object.freeze<Defaults>({
  polling: Object.freeze({
    initialIntervalMs: 500,
    maxIntervalMs: 5000,
    multiplier: 2,
    jitterFactor: 0.1,
    timeoutMs: 300_000,
  }),
  retry: Object.freeze({
    maxAttempts: 5,
    initialDelayMs: 500,
    maxDelayMs: 30_000,
    multiplier: 2,
    jitterFactor: 0.1,
  }),
  circuitBreaker: Object.freeze({
    failureThreshold: 5,
    resetTimeoutMs: 60_000,
    failureRate: 1,
    minimumCalls: 20,
    windowMs: 60_000,
    growth: 2,
    maxResetTimeoutMs: 600_000,
    jitterFactor: 0.1,
    probeTimeoutMs: 30_000,
    spreadMs: 1000,
  }),
  requestTimeoutMs: 30_000,
  createTimeoutMs: 120_000,
  minIntervalMs: 10,
  maxRequestsPerSecond: 50,
  maxConcurrentRequests: 10,
});

/** The polling options with every gap filled. */
export interface ResolvedPolling {
  readonly strategy: PollingStrategy;
  /** Told how long jobs took, where the schedule learns from that. */
  readonly learner: PollingStrategy | undefined;
  readonly maxIntervalMs: number;
  readonly timeoutMs: number;
}

const POLLING: CheckTable = {
  initialIntervalMs: above(0),
  maxIntervalMs: above(0),
  multiplier: atLeast(1),
  jitterFactor: between(0, 1),
  timeoutMs: atLeast(0),
  strategy: aFunction,
};
const RETRY: CheckTable = {
  maxAttempts: count,
  initialDelayMs: atLeast(0),
  maxDelayMs: atLeast(0),
  multiplier: atLeast(1),
  jitterFactor: between(0, 1),
};
const CIRCUIT_BREAKER: CheckTable = {
  failureThreshold: count,
  resetTimeoutMs: above(0),
  failureRate: between(0, 1),
  minimumCalls: count,
  windowMs: above(0),
  growth: atLeast(1),
  maxResetTimeoutMs: above(0),
  jitterFactor: between(0, 1),
  probeTimeoutMs: above(0),
  spreadMs: atLeast(0),
  scheduler: having('now', 'schedule'),
  random: aFunction,
};
const SIGNALS: CheckTable = { wake$: having('subscribe'), paused$: having('subscribe') };
const CLIENT: CheckTable = {
  ...SIGNALS,
  baseUrl: anything,
  headers: anything,
  fetch: aFunction,
  transport: having('create', 'status'),
  polling: anything,
  retry: anything,
  circuitBreaker: anything,
  requestTimeoutMs: above(0),
  createTimeoutMs: above(0),
  minIntervalMs: atLeast(0),
  maxRequestsPerSecond: count,
  maxConcurrentRequests: count,
  scheduler: having('now', 'schedule'),
  random: aFunction,
};
const WATCH: CheckTable = {
  ...SIGNALS,
  timeoutMs: atLeast(0),
  strategy: aFunction,
  key: aString,
  videoSeconds: above(0),
  emit: oneOf('changes', 'polls'),
};
const IDEMPOTENCY_KEY = /^[\w:.-]{1,240}$/;
const CREATE: CheckTable = {
  idempotencyKey: value =>
    typeof value === 'string' && IDEMPOTENCY_KEY.test(value)
      ? undefined
      : 'must be 1 to 240 characters of A-Z a-z 0-9 _ - : .',
};

function withDefaults<D extends object>(
  defaults: D,
  given: { readonly [K in keyof D]?: D[K] | undefined },
): D {
  const set = Object.entries(given).filter(([, value]) => value !== undefined);
  return { ...defaults, ...(Object.fromEntries(set) as Partial<D>) };
}

/** @throws {RangeError | TypeError} naming the option, its bound and the value. */
export function resolvePolling(
  given: PollingConfig = {},
  serviceDefaults: PollingConfig = {},
): ResolvedPolling {
  checkOptions('poll', given, POLLING);
  const numbers = withDefaults(withDefaults(DEFAULTS.polling, serviceDefaults), given);
  const { timeoutMs } = numbers;
  // Whoever gives one of the two bounds means it: only the other, a default, moves.
  const maxIntervalMs = given.maxIntervalMs ?? Math.max(numbers.maxIntervalMs, numbers.initialIntervalMs);
  const initialIntervalMs = given.initialIntervalMs ?? Math.min(numbers.initialIntervalMs, maxIntervalMs);
  if (maxIntervalMs < initialIntervalMs) {
    throw new RangeError(
      `Cannot poll: \`maxIntervalMs\` must be at least \`initialIntervalMs\` (${initialIntervalMs}), got ${maxIntervalMs}`,
    );
  }
  const own = given.strategy ?? (hasNumbers(given) ? undefined : serviceDefaults.strategy);
  return {
    learner: own?.record === undefined ? undefined : own,
    strategy:
      own === undefined
        ? exponential({ ...numbers, initialIntervalMs, maxIntervalMs })
        : slowedDown(own, maxIntervalMs),
    maxIntervalMs,
    timeoutMs,
  };
}

const hasNumbers = ({ initialIntervalMs, maxIntervalMs, multiplier, jitterFactor }: PollingConfig): boolean =>
  [initialIntervalMs, maxIntervalMs, multiplier, jitterFactor].some(value => value !== undefined);

/** @throws {RangeError | TypeError} naming the option, its bound and the value. */
export function resolveRetry(given: Partial<RetryConfig> = {}): RetryConfig {
  return withDefaults(DEFAULTS.retry, checkOptions('retry', given, RETRY));
}

/** What a breaker runs on. */
export interface ResolvedCircuitBreaker extends CircuitConfig {
  readonly spreadMs: number;
  readonly scheduler: SchedulerLike;
  readonly random: () => number;
}

/** @throws {RangeError | TypeError} naming the option, its bound and the value. */
export function resolveCircuitBreaker(
  given: CircuitBreakerConfig & Partial<Pick<CommonOptions, 'scheduler' | 'random'>> = {},
): ResolvedCircuitBreaker {
  checkOptions('break the circuit', given, CIRCUIT_BREAKER);
  return withDefaults<ResolvedCircuitBreaker>(
    { ...DEFAULTS.circuitBreaker, scheduler: asyncScheduler, random: Math.random },
    given,
  );
}

/** @throws {RangeError | TypeError} naming the option, its bound and the value. */
export function checkClientOptions(given: ClientOptions): ClientOptions {
  checkOptions('make a client', given, CLIENT);
  if ((given.baseUrl === undefined) === (given.transport === undefined)) {
    throw new TypeError('Cannot make a client: give either `baseUrl` or `transport`');
  }
  return given;
}

/** @throws {RangeError | TypeError} naming the option, its bound and the value. */
export const checkWatchOptions = (given: WatchOptions): WatchOptions => checkOptions('watch', given, WATCH);

/** @throws {RangeError | TypeError} naming the option, its bound and the value. */
export const checkCreateOptions = (given: CreateOptions): CreateOptions =>
  checkOptions('create a job', given, CREATE);

/** @throws {RangeError | TypeError} naming the option, its bound and the value. */
export const checkTranslateOptions = (given: TranslateOptions): TranslateOptions =>
  checkOptions('translate', given, { ...WATCH, ...CREATE });
