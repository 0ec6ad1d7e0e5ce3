import type { ClientEvent, JobId } from 'heygen-rx';
import type { SentRequest } from './sent-request.js';

/** What has happened to one job on this page, oldest first. */
export interface History {
  readonly events: readonly ClientEvent[];
  readonly requests: readonly SentRequest[];
}

/** How much is kept of each job. */
const maxKept = 100;

/** Keeps the events and requests of each job, for its details. */
export class JobHistory {
  readonly #events = new Map<JobId, ClientEvent[]>();
  readonly #requests = new Map<JobId, SentRequest[]>();

  addEvent(event: ClientEvent): void {
    if ('jobId' in event) append(this.#events, event.jobId, event);
  }

  addRequest(request: SentRequest): void {
    for (const jobId of request.jobIds) append(this.#requests, jobId, request);
  }

  of(jobId: JobId): History {
    return { events: this.#events.get(jobId) ?? [], requests: this.#requests.get(jobId) ?? [] };
  }

  /** The job is no longer on the page. */
  forget(jobId: JobId): void {
    this.#events.delete(jobId);
    this.#requests.delete(jobId);
  }
}

const append = <T>(lists: Map<JobId, T[]>, jobId: JobId, item: T): void => {
  const list = lists.get(jobId);
  if (list === undefined) lists.set(jobId, [item]);
  else {
    list.push(item);
    if (list.length > maxKept) list.shift();
  }
};
