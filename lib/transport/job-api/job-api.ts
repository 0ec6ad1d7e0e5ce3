// The small job API. `job-api` sends the requests, `job-body` writes their bodies, `job-reports` reads the responses.
import { map, type Observable } from 'rxjs';
import { checkNames } from '../../model/checks.js';
import { checkJobId } from '../../model/job-id.js';
import type { JobId } from '../../model/job.js';
import type { TranslationRequest } from '../../model/request.js';
import { HttpClient } from '../http/http-client.js';
import { checkLimit, type HttpOptions } from '../http/http-options.js';
import { checkIdempotencyKey } from '../idempotency-key.js';
import type { StatusReport, Transport } from '../transport.js';
import { orNoBulkCall } from '../no-bulk-call.js';
import { allOrNone } from './all-or-none.js';
import { jobBodies } from './job-body.js';
import { bulkReports, createdId, singleReport } from './job-reports.js';

/** How to reach a job API. */
export interface JobApiOptions extends HttpOptions {
  /** Time limit of one attempt to create a job, in ms; after a time-out the job may exist. @default 120_000 */
  readonly createTimeoutMs?: number | undefined;
}

const OPTIONS: readonly (keyof JobApiOptions)[] = [
  'baseUrl',
  'headers',
  'fetch',
  'requestTimeoutMs',
  'createTimeoutMs',
  'maxBodyBytes',
  'allowInsecure',
];

/**
 * The small job API: `POST /job`, `GET /status/{job_id}`, and `GET /status?job_ids=a,b` where there is one.
 *
 * A request for several languages makes a job for each, one after the other, under the keys `key:1`, `key:2` ...
 *
 * @throws TypeError or RangeError for options that cannot be used.
 */
export function jobApi(options: JobApiOptions): Transport {
  checkNames('reach the job API', options, OPTIONS);
  return new JobApi(options);
}

class JobApi implements Transport {
  readonly #http: HttpClient;
  readonly #createTimeoutMs: number;

  constructor(options: JobApiOptions) {
    this.#http = new HttpClient(options);
    this.#createTimeoutMs = checkLimit('createTimeoutMs', options.createTimeoutMs ?? 120_000);
  }

  create(request: TranslationRequest, key: string): Observable<JobId> {
    checkIdempotencyKey(key);
    const timeoutMs = this.#createTimeoutMs;
    const bodies = jobBodies(request);
    return allOrNone(
      bodies.map((body, index) => {
        const idempotencyKey = bodies.length === 1 ? key : `${key}:${index + 1}`;
        return this.#http.send('POST', ['job'], { body, idempotencyKey, timeoutMs }).pipe(map(createdId));
      }),
    );
  }

  status(jobId: JobId): Observable<StatusReport> {
    return this.#http
      .send('GET', ['status', checkJobId(jobId)], { jobId })
      .pipe(map(response => singleReport(response, jobId)));
  }

  statuses(jobIds: readonly JobId[]): Observable<readonly StatusReport[]> {
    const query = { job_ids: jobIds.map(jobId => checkJobId(jobId)).join(',') };
    return this.#http.send('GET', ['status'], { query }).pipe(
      orNoBulkCall(),
      map(response => bulkReports(response, jobIds)),
    );
  }
}
