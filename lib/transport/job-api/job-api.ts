import { catchError, concatMap, from, map, reduce, throwError, type Observable } from 'rxjs';
import { checkJobId } from '../../model/job-id.js';
import type { JobId } from '../../model/job.js';
import { languagesOf, type Asset, type TranslationRequest } from '../../model/request.js';
import { allOrNone } from './all-or-none.js';
import { checkNames } from '../../model/checks.js';
import { checkLimit } from '../http/check-limit.js';
import { bulkReports, createdId, singleReport } from './job-answers.js';
import { Http, type HttpOptions } from '../http/http.js';
import { idChunks } from '../id-chunks.js';
import { checkIdempotencyKey } from '../idempotency-key.js';
import { asNoBulkCall } from '../no-bulk-call.js';
import { plainFields } from '../request-fields.js';
import type { StatusReport, Transport } from '../transport.js';

export interface JobApiOptions extends HttpOptions {
  /** Time for one try to create a job, in ms: a time-out leaves open whether there is one now. @default 120_000 */
  readonly createTimeoutMs?: number | undefined;
}

const OPTIONS: readonly (keyof JobApiOptions)[] = [
  'baseUrl',
  'headers',
  'fetch',
  'requestTimeoutMs',
  'createTimeoutMs',
  'maxBodyBytes',
];

/**
 * The small job API: `POST /job`, `GET /status/{job_id}`, and `GET /status?job_ids=a,b` where there is one.
 *
 * A request of several languages makes a job for each, one after the other, under the keys `key:1`, `key:2` ...
 *
 * @throws TypeError or RangeError for options that cannot be used.
 */
export function jobApi(options: JobApiOptions): Transport {
  checkNames('reach the job API', options, OPTIONS);
  return new JobApi(options);
}

class JobApi implements Transport {
  readonly #http: Http;
  readonly #createTimeoutMs: number;

  constructor(options: JobApiOptions) {
    this.#http = new Http(options);
    this.#createTimeoutMs = checkLimit('createTimeoutMs', options.createTimeoutMs ?? 120_000);
  }

  create(request: TranslationRequest, key: string): Observable<JobId> {
    checkIdempotencyKey(key);
    const timeoutMs = this.#createTimeoutMs;
    const bodies = bodiesOf(request);
    return allOrNone(
      bodies.map((body, index) => {
        const idempotencyKey = bodies.length === 1 ? key : `${key}:${index + 1}`;
        return this.#http.send('POST', ['job'], { body, idempotencyKey, timeoutMs }).pipe(map(createdId));
      }),
    );
  }

  status(jobId: JobId): Observable<StatusReport> {
    const path = ['status', checkJobId(jobId)];
    return this.#http.send('GET', path, { jobId }).pipe(map(answer => singleReport(answer, jobId)));
  }

  statuses(jobIds: readonly JobId[]): Observable<readonly StatusReport[]> {
    return from(idChunks(jobIds.map(id => checkJobId(id)))).pipe(
      concatMap(ids =>
        this.#http
          .send('GET', ['status'], { query: { job_ids: ids.join(',') } })
          .pipe(map(answer => bulkReports(answer, ids))),
      ),
      catchError((error: unknown) => throwError(() => asNoBulkCall(error))),
      reduce<readonly StatusReport[], StatusReport[]>((all, reports) => [...all, ...reports], []),
    );
  }
}

/** The bodies of the requests that create a request's jobs: one a language, or one where none is named. */
function bodiesOf(request: TranslationRequest): readonly object[] {
  const { video, audio, srt, processingMs, outcome } = request;
  const languages = languagesOf(request);
  const body = {
    ...plainFields(request),
    video: file(video),
    audio: file(audio),
    srt: file(srt),
    processingMs,
    outcome,
  };
  return languages.length === 0 ? [body] : languages.map(language => ({ ...body, language }));
}

function file(source: string | Asset | undefined): string | object | undefined {
  return typeof source === 'object' ? { asset_id: source.assetId } : source;
}
