import {
  above,
  aFunction,
  anything,
  aString,
  atLeast,
  between,
  checkNames,
  checkOption,
  checkOptions,
  count,
  having,
  oneOf,
  type CheckTable,
} from '../model/checks.js';
import { EventType } from '../model/events.js';
import { keyComplaint } from '../transport/idempotency-key.js';
import { EXPONENTIAL } from '../policy/polling/exponential.js';
import type { RetryConfig } from '../policy/retry/retry.js';
import type {
  Abortable,
  BreakerOptions,
  ClientOptions,
  CreateOptions,
  Limits,
  Optional,
  PollingConfig,
  Signals,
  TranslateOptions,
  WatchOptions,
} from './types.js';

/** The checks of the polling options. */
const POLLING: CheckTable<PollingConfig> = {
  ...EXPONENTIAL,
  timeoutMs: atLeast(0),
  strategy: aFunction,
};
/** The checks of the retry options. */
const RETRY: CheckTable<RetryConfig> = {
  maxAttempts: count,
  initialDelayMs: atLeast(0),
  maxDelayMs: atLeast(0),
  multiplier: atLeast(1),
  jitterFactor: between(0, 1),
};
/** The checks of a breaker's options. */
export const CIRCUIT_BREAKER: CheckTable<BreakerOptions> = {
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
const SIGNALS: CheckTable<Signals> = { wake$: having('subscribe'), paused$: having('subscribe') };
/** The checks of the limits of a client or a durable worker. */
export const LIMITS: CheckTable<Limits> = {
  notFoundGraceMs: atLeast(0),
  maxSilenceMs: atLeast(0),
  requestTimeoutMs: above(0),
  createTimeoutMs: above(0),
  minIntervalMs: atLeast(0),
  maxRequestsPerSecond: count,
  maxConcurrentRequests: count,
};
const CLIENT: CheckTable<ClientOptions> = {
  ...SIGNALS,
  baseUrl: anything,
  headers: anything,
  allowInsecure: anything,
  maxBodyBytes: anything,
  fetch: aFunction,
  transport: having('create', 'status'),
  polling: anything,
  retry: anything,
  circuitBreaker: anything,
  ...LIMITS,
  scheduler: having('now', 'schedule'),
  random: aFunction,
};
const WATCH: CheckTable<WatchOptions> = {
  ...SIGNALS,
  timeoutMs: atLeast(0),
  strategy: aFunction,
  key: aString,
  videoSeconds: above(0),
  emit: oneOf('changes', 'polls'),
};
const CREATE: CheckTable<CreateOptions> = {
  // Shorter than a service allows: the keys of several jobs are derived from it.
  idempotencyKey: value => keyComplaint(value, 240),
};

/** Of calls that are awaited. */
const AWAITED: CheckTable<Abortable> = { signal: having('addEventListener', 'removeEventListener') };

/** Checks the options of a client. @throws RangeError or TypeError naming the option, its bound and the value. */
export function checkClientOptions(given: ClientOptions): ClientOptions {
  const secret = ['apiKey', 'accessToken'].find(name => name in Object(given));
  if (secret)
    throw new TypeError(
      `Cannot create a client: \`${secret}\` belongs to \`transport\`: heygenApi({ ${secret} })`,
    );
  checkOptions('create a client', given, CLIENT);
  if ((given.baseUrl === undefined) === (given.transport === undefined)) {
    throw new TypeError('Cannot create a client: pass either `baseUrl` or `transport`');
  }
  return given;
}

/** Checks an event and its handler. @throws RangeError or TypeError naming the event, or those that there are. */
export function checkHandler(type: string, handler: unknown): void {
  checkNames('listen', { [type]: handler }, Object.keys(EventType), 'event');
  checkOption('listen', type, handler, aFunction);
}

/** Checks one kind of options. @throws RangeError or TypeError naming the option, its bound and the value. */
const checkOf =
  <T extends object>(doing: string, table: CheckTable<T>) =>
  (given: T): T =>
    checkOptions(doing, given, table);

/** Checks the options of polling. */
export const checkPolling = checkOf<PollingConfig>('poll', POLLING);

/** Checks the options of retries. */
export const checkRetry = checkOf<Optional<RetryConfig>>('retry', RETRY);

/** Checks the options of a watch. */
export const checkWatchOptions = checkOf<WatchOptions>('watch', WATCH);

/** Checks the options of an awaited watch. */
export const checkWaitOptions = checkOf<WatchOptions & Abortable>('watch', { ...WATCH, ...AWAITED });

/** Checks the options of an awaited status. */
export const checkStatusOptions = checkOf<Abortable>('get a status', AWAITED);

/** Checks the options of an awaited create. */
export const checkCreateOptions = checkOf<CreateOptions & Abortable>('create a job', {
  ...CREATE,
  ...AWAITED,
});

/** Checks the options of `translate`. */
export const checkTranslateOptions = checkOf<TranslateOptions>('translate', { ...WATCH, ...CREATE });
