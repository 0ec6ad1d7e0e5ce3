import { map, of, throwError, type Observable } from 'rxjs';
import { RequestError } from '../model/errors.js';
import { checkHttpJobId, isHttpJobId } from '../model/job-id.js';
import type { JobId } from '../model/job.js';
import type { StatusReport } from '../model/status-report.js';

/** Polls a job by id. If the id is not valid in a path, nothing is sent: it *errors* with a `RequestError`. */
export function withValidId<T>(jobId: JobId, request: () => Observable<T>): Observable<T> {
  try {
    checkHttpJobId(jobId);
  } catch (thrown) {
    const { message } = thrown as TypeError;
    return throwError(() => new RequestError(message, { jobId, code: 'invalid_job_id' }));
  }
  return request();
}

/**
 * Polls jobs in bulk. Ids that are not valid in a URL are not sent, so one bad id does not affect the others.
 *
 * *Emits* what the request does, with a report `not_found` for each of those ids. *Completes* and *errors* as the request does. *On unsubscribe* aborts it.
 */
export function withValidIds(
  jobIds: readonly JobId[],
  request: (valid: readonly JobId[]) => Observable<readonly StatusReport[]>,
): Observable<readonly StatusReport[]> {
  const valid = jobIds.filter(isHttpJobId);
  if (valid.length === jobIds.length) return request(jobIds);
  const unknown = jobIds
    .filter(jobId => !isHttpJobId(jobId))
    .map((jobId): StatusReport => ({ jobId, status: 'not_found' }));
  return (valid.length === 0 ? of([]) : request(valid)).pipe(map(reports => [...reports, ...unknown]));
}
