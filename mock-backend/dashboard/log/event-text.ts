import type { ClientEvent, JobId, TranslationError } from 'heygen-rx';

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

/** What is shown beside the name of an event. */
export const eventText = (event: ClientEvent): string => {
  switch (event.type) {
    case 'JOB_CREATED':
      return short(event.jobId);
    case 'STATUS_CHANGED':
      return `${short(event.jobId)} ${event.previousState === undefined ? 'is' : `${event.previousState} →`} ${event.currentState}`;
    case 'RETRY_ATTEMPTED':
      return `${event.jobId === undefined ? 'create' : short(event.jobId)}, attempt ${event.attempt} failed: ${briefly(event.error)}; next in ${seconds(event.delayMs)}`;
    case 'ERROR_OCCURRED':
    case 'TIMEOUT':
      return event.error.message.replace(longId, '$1');
    case 'JOB_COMPLETED':
      return `${short(event.jobId)} after ${event.snapshot.polls} polls`;
    case 'JOB_FAILED':
      return `${short(event.jobId)}: ${event.snapshot.failure.message}`;
    case 'CIRCUIT_BREAKER_OPENED':
      return event.delayMs === undefined ? 'by hand' : `for ${seconds(event.delayMs)}`;
    case 'CIRCUIT_BREAKER_CLOSED':
      return `after ${event.previousState}`;
    case 'BATCH_OPERATION':
      return `${event.phase}, ${event.batch.total} jobs`;
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
