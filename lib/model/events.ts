import type { TranslationError } from './errors.js';
import type { FailedSnapshot, JobId, JobSnapshot, JobStatus, CompletedSnapshot } from './job.js';
import type { BatchSnapshot } from './batch.js';

/** The types of events that a client emits. Each name is its own value. */
export const EventType = {
  JOB_CREATED: 'JOB_CREATED',
  STATUS_CHANGED: 'STATUS_CHANGED',
  RETRY_ATTEMPTED: 'RETRY_ATTEMPTED',
  ERROR_OCCURRED: 'ERROR_OCCURRED',
  JOB_COMPLETED: 'JOB_COMPLETED',
  JOB_FAILED: 'JOB_FAILED',
  TIMEOUT: 'TIMEOUT',
  CIRCUIT_BREAKER_OPENED: 'CIRCUIT_BREAKER_OPENED',
  CIRCUIT_BREAKER_CLOSED: 'CIRCUIT_BREAKER_CLOSED',
  BATCH_OPERATION: 'BATCH_OPERATION',
} as const;

/** The type of an event. */
export type EventType = (typeof EventType)[keyof typeof EventType];

interface EventBase<T extends EventType> {
  readonly type: T;
  /** In epoch ms of the client's clock. */
  readonly at: number;
}

interface JobEventBase<T extends EventType> extends EventBase<T> {
  /** The job that it is about. */
  readonly jobId: JobId;
}

/** A job was created. */
export type JobCreatedEvent = JobEventBase<'JOB_CREATED'>;

/** The status has changed. Also emitted for the first report, without `previousState`. */
export interface StatusChangedEvent extends JobEventBase<'STATUS_CHANGED'> {
  /** The previous status; absent for the first report. */
  readonly previousState?: JobStatus;
  /** The status now. */
  readonly currentState: JobStatus;
  /** The snapshot with the new status. */
  readonly snapshot: JobSnapshot;
}

/** An attempt failed; the next one follows in `delayMs`. */
export interface RetryAttemptedEvent extends EventBase<'RETRY_ATTEMPTED'> {
  /** Absent for a create: there is no id yet. */
  readonly jobId?: JobId;
  /** The attempt that failed, counted from 1. */
  readonly attempt: number;
  /** The delay before the next attempt, in ms. */
  readonly delayMs: number;
  /** Why the attempt failed. */
  readonly error: TranslationError;
}

/** Something went wrong. The watch may continue; if it ended, it also errors. */
export interface ErrorOccurredEvent extends EventBase<'ERROR_OCCURRED'> {
  /** The job concerned, if any. */
  readonly jobId?: JobId;
  /** What went wrong. */
  readonly error: TranslationError;
}

/** A job was completed. */
export interface JobCompletedEvent extends JobEventBase<'JOB_COMPLETED'> {
  /** The last snapshot, with the result. */
  readonly snapshot: CompletedSnapshot;
}

/** A job failed. */
export interface JobFailedEvent extends JobEventBase<'JOB_FAILED'> {
  /** The last snapshot, with the failure. */
  readonly snapshot: FailedSnapshot;
}

/** A watch ended at its deadline. */
export interface TimeoutEvent extends JobEventBase<'TIMEOUT'> {
  /** The `TimeoutError` that the watch ended with. */
  readonly error: TranslationError;
}

/** The states of a circuit breaker. */
export type CircuitStateName = 'closed' | 'open' | 'half-open' | 'isolated';

/** The circuit opened: requests wait or fail. */
export interface CircuitBreakerOpenedEvent extends EventBase<'CIRCUIT_BREAKER_OPENED'> {
  /** The state before. */
  readonly previousState: CircuitStateName;
  /** `open`, or `isolated` if it was opened manually. */
  readonly currentState: 'open' | 'isolated';
  /** How long nothing will be sent, in ms; absent while the breaker is isolated manually. */
  readonly delayMs?: number;
}

/** The circuit closed: requests are sent again. */
export interface CircuitBreakerClosedEvent extends EventBase<'CIRCUIT_BREAKER_CLOSED'> {
  /** The state before. */
  readonly previousState: CircuitStateName;
  readonly currentState: 'closed';
}

/** A batch started or ended. */
export interface BatchOperationEvent extends EventBase<'BATCH_OPERATION'> {
  /** Whether the batch has started or ended. */
  readonly phase: 'started' | 'ended';
  /** The batch at that moment. */
  readonly batch: BatchSnapshot;
}

/** Every event of a client: a union by `type`. */
export type ClientEvent =
  | JobCreatedEvent
  | StatusChangedEvent
  | RetryAttemptedEvent
  | ErrorOccurredEvent
  | JobCompletedEvent
  | JobFailedEvent
  | TimeoutEvent
  | CircuitBreakerOpenedEvent
  | CircuitBreakerClosedEvent
  | BatchOperationEvent;

/** The event of one type. */
export type EventOf<T extends EventType> = Extract<ClientEvent, { readonly type: T }>;
