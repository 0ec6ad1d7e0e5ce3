import type { ClientEvent, JobId, TranslationError } from 'heygen-rx';
import { counted } from '../counted.js';

/** What an event means, for its colour and the filter. */
export type EventKind = 'info' | 'good' | 'bad' | 'trouble';

export const eventKind = (event: ClientEvent): EventKind => {
  switch (event.type) {
    case 'JOB_COMPLETED':
    case 'CIRCUIT_BREAKER_CLOSED':
      return 'good';
    case 'JOB_FAILED':
      return 'bad';
    case 'RETRY_ATTEMPTED':
    case 'ERROR_OCCURRED':
    case 'TIMEOUT':
    case 'CIRCUIT_BREAKER_OPENED':
      return 'trouble';
    default:
      return 'info';
  }
};

/** What is shown beside the name of an event: the job, and what happened to it. */
export const eventText = (event: ClientEvent): string => {
  const text = textWithoutId(event);
  // An error's own sentence names its job where that helps.
  if (!('jobId' in event) || event.type === 'ERROR_OCCURRED' || event.type === 'TIMEOUT') return text;
  return text === '' ? short(event.jobId) : `${short(event.jobId)}: ${text}`;
};

/** The same where it is clear which job is meant. */
export const textWithoutId = (event: ClientEvent): string => {
  switch (event.type) {
    case 'JOB_CREATED':
      return '';
    case 'STATUS_CHANGED':
      return `${event.previousState === undefined ? '' : `${event.previousState} → `}${event.currentState}`;
    case 'RETRY_ATTEMPTED':
      return `${event.jobId === undefined ? 'create, ' : ''}attempt ${event.attempt} failed: ${briefly(event.error)}; retrying in ${seconds(event.delayMs)}`;
    case 'ERROR_OCCURRED':
    case 'TIMEOUT':
      return event.error.message.replace(longId, '$1');
    case 'JOB_COMPLETED':
      return `after ${counted(event.snapshot.polls, 'poll')}`;
    case 'JOB_FAILED':
      return event.snapshot.failure.message;
    case 'CIRCUIT_BREAKER_OPENED':
      return event.delayMs === undefined ? 'manually' : `for ${seconds(event.delayMs)}`;
    case 'CIRCUIT_BREAKER_CLOSED':
      return `after ${event.previousState}`;
    case 'BATCH_OPERATION':
      return `${event.phase}, ${counted(event.batch.total, 'job')}`;
  }
};

/** Ids are shortened: in full they take a line of their own. */
const longId = /\b([0-9a-f]{8})[0-9a-f]{24}\b/g;

const briefly = (error: TranslationError): string => {
  const { name, status, code } = error as TranslationError & {
    readonly status?: number;
    readonly code?: string;
  };
  return `${name} ${status ?? code ?? ''}`.trim();
};

const short = (jobId: JobId): string => jobId.slice(0, 8);
const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
