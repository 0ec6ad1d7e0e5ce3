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
} from '../model/checks.js';
import { EventType } from '../model/events.js';
import { keyComplaint } from '../transport/idempotency-key.js';
import { EXPONENTIAL } from '../policy/polling/exponential.js';
import type { RetryConfig } from '../policy/retry/retry.js';
import type {
  Abortable,
  ClientOptions,
  CreateOptions,
  Optional,
  PollingConfig,
  TranslateOptions,
  WatchOptions,
} from './types.js';

/** The checks of the polling options. */
export const POLLING: CheckTable = {
  ...EXPONENTIAL,
  timeoutMs: atLeast(0),
  strategy: aFunction,
};
/** The checks of the retry options. */
export const RETRY: CheckTable = {
  maxAttempts: count,
  initialDelayMs: atLeast(0),
  maxDelayMs: atLeast(0),
  multiplier: atLeast(1),
  jitterFactor: between(0, 1),
};
/** The checks of a breaker's options. */
export const CIRCUIT_BREAKER: CheckTable = {
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
  allowInsecure: anything,
  maxBodyBytes: anything,
  fetch: aFunction,
  transport: having('create', 'status'),
  polling: anything,
  retry: anything,
  circuitBreaker: anything,
  notFoundGraceMs: atLeast(0),
  maxSilenceMs: atLeast(0),
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
const CREATE: CheckTable = {
  // Shorter than a service allows: the keys of several jobs are derived from it.
  idempotencyKey: value => keyComplaint(value, 240),
};

/** Of calls that are awaited. */
const AWAITED: CheckTable = { signal: having('addEventListener') };
/** Checks the options of a client. @throws RangeError or TypeError naming the option, its bound and the value. */
export function checkClientOptions(given: ClientOptions): ClientOptions {
  checkOptions('make a client', given, CLIENT);
  if ((given.baseUrl === undefined) === (given.transport === undefined)) {
    throw new TypeError('Cannot make a client: give either `baseUrl` or `transport`');
  }
  return given;
}

/** A handler for each event. */
const EVENTS: CheckTable = Object.fromEntries(Object.keys(EventType).map(type => [type, aFunction]));

/** Checks an event and its handler. @throws RangeError or TypeError naming the event, or those that there are. */
export const checkHandler = (type: string, handler: unknown): object =>
  checkOptions('listen', { [type]: handler }, EVENTS, 'event');

/** Checks the options of polling. @throws RangeError or TypeError naming the option, its bound and the value. */
export const checkPolling = (given: PollingConfig): PollingConfig => checkOptions('poll', given, POLLING);

/** Checks the options of retries. @throws RangeError or TypeError naming the option, its bound and the value. */
export const checkRetry = (given: Optional<RetryConfig>): Optional<RetryConfig> =>
  checkOptions('retry', given, RETRY);

/** Checks the options of a watch. @throws RangeError or TypeError naming the option, its bound and the value. */
export const checkWatchOptions = (given: WatchOptions): WatchOptions => checkOptions('watch', given, WATCH);

/** Checks the options of an awaited watch. @throws RangeError or TypeError naming the option, its bound and the value. */
export const checkWaitOptions = (given: WatchOptions & Abortable): WatchOptions & Abortable =>
  checkOptions('watch', given, { ...WATCH, ...AWAITED });

/** Checks the options of an awaited status. @throws RangeError or TypeError naming the option, its bound and the value. */
export const checkStatusOptions = (given: Abortable): Abortable =>
  checkOptions('get a status', given, AWAITED);

/** Checks the options of an awaited create. @throws RangeError or TypeError naming the option, its bound and the value. */
export const checkCreateOptions = (given: CreateOptions & Abortable): CreateOptions & Abortable =>
  checkOptions('create a job', given, { ...CREATE, ...AWAITED });

/** Checks the options of `translate`. @throws RangeError or TypeError naming the option, its bound and the value. */
export const checkTranslateOptions = (given: TranslateOptions): TranslateOptions =>
  checkOptions('translate', given, { ...WATCH, ...CREATE });
