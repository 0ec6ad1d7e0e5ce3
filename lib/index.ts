/**
 * Clients, schedules, errors and services.
 *
 * @module heygen-rx
 */

// The client
export { TranslationClient } from './client.js';
export type {
  Abortable,
  Breaker,
  CircuitBreakerConfig,
  ClientOptions,
  CreateOptions,
  JobApiClientOptions,
  Optional,
  PollingConfig,
  TranslateOptions,
  TransportClientOptions,
  WatchOptions,
} from './options/types.js';
export type { EventHandler } from './stream/event-bus.js';

// Jobs, batches and events
export { isSettled } from './model/job.js';
export type {
  CompletedSnapshot,
  FailedSnapshot,
  JobFailure,
  JobId,
  JobResult,
  JobSnapshot,
  JobStatus,
  OpenSnapshot,
  SettledSnapshot,
  SettledStatus,
} from './model/job.js';
export type { BatchCounts, BatchJob, BatchSnapshot } from './model/batch.js';
export type { Asset, TranslationRequest } from './model/request.js';
export { EventType } from './model/events.js';
export type {
  BatchOperationEvent,
  CircuitBreakerClosedEvent,
  CircuitBreakerOpenedEvent,
  CircuitStateName,
  ClientEvent,
  ErrorOccurredEvent,
  EventOf,
  JobCompletedEvent,
  JobCreatedEvent,
  JobFailedEvent,
  RetryAttemptedEvent,
  StatusChangedEvent,
  TimeoutEvent,
} from './model/events.js';

// Errors, and the guards that recognise them across realms, copies and JSON
export {
  AuthenticationError,
  BatchError,
  CircuitBreakerError,
  ClientClosedError,
  JobFailedError,
  JobNotFoundError,
  NetworkError,
  ProtocolError,
  QuotaError,
  RateLimitError,
  RequestError,
  RetryableError,
  ServerError,
  TimeoutError,
  TranslationError,
  UnknownOutcomeError,
  isAuthenticationError,
  isBatchError,
  isCircuitBreakerError,
  isClientClosedError,
  isJobFailedError,
  isJobNotFoundError,
  isNetworkError,
  isProtocolError,
  isQuotaError,
  isRateLimitError,
  isRequestError,
  isRetryableError,
  isServerError,
  isTimeoutError,
  isTranslationError,
  isUnknownOutcomeError,
} from './model/errors.js';
export type { AnyTranslationError, BatchErrorDetails, ErrorDetails } from './model/errors.js';

// Schedules, retries and the circuit breaker
export { exponential } from './policy/polling/exponential.js';
export { fixed } from './policy/polling/fixed.js';
export { jittered } from './policy/polling/jitter.js';
export type { ExponentialConfig } from './policy/polling/exponential.js';
export { adaptive } from './policy/polling/adaptive/adaptive.js';
export type {
  AdaptiveOptions,
  AdaptiveSchedule,
  AdaptiveSnapshot,
  Prior,
} from './policy/polling/adaptive/adaptive.js';
export type {
  ObservedJob,
  OpenJob,
  PollingContext,
  PollingStrategy,
} from './policy/polling/polling-strategy.js';
export type { RetryConfig } from './policy/retry/retry.js';
export { CircuitBreaker } from './stream/breaker/circuit-breaker.js';
export type { CircuitConfig } from './policy/circuit/circuit-config.js';
export type { CircuitState, CircuitTransition, Permit } from './policy/circuit/circuit-state.js';
export type { Outcome } from './policy/circuit/outcome.js';

// Operators
export { throwIfFailed } from './stream/watch/throw-if-failed.js';

// Services
export { jobApi } from './transport/job-api/job-api.js';
export type { JobApiFields, JobApiOptions, JobApiPaths } from './transport/job-api/job-api-options.js';
export { heygenApi } from './transport/heygen/heygen-api.js';
export type { HeygenApi } from './transport/heygen/heygen-api.js';
export type { HeygenCredentials, HeygenOptions } from './transport/heygen/heygen-http.js';
export type { HeygenBatchOptions } from './transport/heygen/service/heygen-batch-request.js';
export type { HeygenService } from './transport/heygen/service/heygen-service.js';
export type {
  HeygenAccount,
  HeygenBilling,
  HeygenCredits,
} from './transport/heygen/service/heygen-account.js';
export type { HeygenBatch, HeygenBatchItem } from './transport/heygen/service/heygen-batch.js';
export { findLanguage, suggestLanguages } from './transport/heygen/service/heygen-languages.js';
export type { HeygenTranslation } from './transport/heygen/heygen-translation.js';
export type { Fetch } from './transport/http/own-fetch.js';
export type { PlainHeaders } from './transport/http/headers.js';
export type { HttpOptions } from './transport/http/http-options.js';
export type { HeadersOption, ProvideContext, Provided } from './transport/http/request-headers.js';
export type { PollingDefaults, StatusReport, Transport } from './transport/transport.js';
