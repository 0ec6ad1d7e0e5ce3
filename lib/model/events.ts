import type { TranslationError } from './errors.js';
import type { FailedSnapshot, JobId, JobSnapshot, JobStatus, CompletedSnapshot } from './job.js';
import type { BatchSnapshot } from './batch.js';

/** What a client tells about. Each name is its own value. */
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

export type EventType = (typeof EventType)[keyof typeof EventType];

interface Told<T extends EventType> {
  readonly type: T;
  /** Epoch ms of the client's clock. */
  readonly at: number;
}

interface ToldOfJob<T extends EventType> extends Told<T> {
  readonly jobId: JobId;
}

export type JobCreatedEvent = ToldOfJob<'JOB_CREATED'>;

/** Told on the first answer too: then there is no `previousState`. */
export interface StatusChangedEvent extends ToldOfJob<'STATUS_CHANGED'> {
  readonly previousState?: JobStatus;
  readonly currentState: JobStatus;
  readonly snapshot: JobSnapshot;
}

/** Another try follows in `delayMs`. */
export interface RetryAttemptedEvent extends Told<'RETRY_ATTEMPTED'> {
  /** Absent when a create is tried again: there is no id yet. */
  readonly jobId?: JobId;
  /** The try that failed, counted from 1. */
  readonly attempt: number;
  readonly delayMs: number;
  readonly error: TranslationError;
}

/** Something went wrong; whether it ended a watch, that watch's own error says. */
export interface ErrorOccurredEvent extends Told<'ERROR_OCCURRED'> {
  readonly jobId?: JobId;
  readonly error: TranslationError;
}

export interface JobCompletedEvent extends ToldOfJob<'JOB_COMPLETED'> {
  readonly snapshot: CompletedSnapshot;
}

export interface JobFailedEvent extends ToldOfJob<'JOB_FAILED'> {
  readonly snapshot: FailedSnapshot;
}

export interface TimeoutEvent extends ToldOfJob<'TIMEOUT'> {
  readonly error: TranslationError;
}

/** Where a circuit breaker can stand. */
export type CircuitStateName = 'closed' | 'open' | 'half-open' | 'isolated';

export interface CircuitBreakerOpenedEvent extends Told<'CIRCUIT_BREAKER_OPENED'> {
  readonly previousState: CircuitStateName;
  readonly currentState: 'open' | 'isolated';
  /** How long nothing will be sent; absent while the breaker is isolated by hand. */
  readonly delayMs?: number;
}

export interface CircuitBreakerClosedEvent extends Told<'CIRCUIT_BREAKER_CLOSED'> {
  readonly previousState: CircuitStateName;
  readonly currentState: 'closed';
}

/** One when a batch starts, one when it ends. */
export interface BatchOperationEvent extends Told<'BATCH_OPERATION'> {
  readonly phase: 'started' | 'ended';
  readonly batch: BatchSnapshot;
}

/** Everything a client tells: a union by `type`. */
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
