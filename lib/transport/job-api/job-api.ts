// A small job API. `default-dialect` is that of the mock backend; `job-api-options` describes how a service differs, and `job-dialect` builds its dialect from that. The
// path of a call: `job-api` -> `job-create` or the dialect's path -> request -> response -> `job-response`.
import { concat, map, type Observable } from 'rxjs';
import { checkOption } from '../../model/checks.js';
import { checkHttpJobId } from '../../model/job-id.js';
import type { JobId } from '../../model/job.js';
import { deriveKeys } from '../../model/request-digest.js';
import { languagesOf, type TranslationRequest } from '../../model/request.js';
import { HttpClient } from '../http/http-client.js';
import { limit, type HttpOptions } from '../http/http-options.js';
import { checkIdempotencyKey } from '../idempotency-key.js';
import { orNoBulkCall } from '../no-bulk-call.js';
import { plainFields } from '../request-fields.js';
import type { CreatePart, StatusReport, Transport } from '../transport.js';
import { withValidId, withValidIds } from '../with-valid-ids.js';
import { checkJobApiOptions, type JobApiOptions } from './job-api-options.js';
import { DEFAULT_DIALECT, type JobDialect } from './default-dialect.js';
import { jobCreate } from './job-create.js';
import { jobDialect } from './job-dialect.js';
import { JobResponse } from './job-response.js';
import type { Target } from './path-template.js';

/**
 * A small job API: `POST /job`, `GET /status/{id}`, and optionally `GET /status?job_ids=a,b`. The options describe how a service differs.
 *
 * A request for several languages creates a job for each, one after another, each with its own key, derived from the key and the request in that language. The key is sent as
 * `Idempotency-Key`: a service that ignores it may create a job twice when a response is lost.
 *
 * @throws TypeError or RangeError for invalid options.
 * @example
 * // A service with one job and no ids: GET /status returns {"result": "pending"}
 * new TranslationClient({ transport: jobApi({ baseUrl, implicit: true }) }).watch('the-job');
 * @example
 * jobApi({
 *   baseUrl,
 *   paths: { create: '/tasks', status: '/tasks/{id}/status' },
 *   fields: { jobId: 'taskId', status: 'status.state', progress: 'status.progress' },
 *   words: { ready: 'completed' },
 *   percent: true,
 * });
 */
export function jobApi(options: JobApiOptions): Transport {
  checkJobApiOptions(options);
  const { paths, fields, words, percent, implicit, body, ...http } = options;
  return new JobApi(http, jobDialect({ paths, fields, words, percent, implicit, body }));
}

/** The job API of a service without any differences. */
export function defaultJobApi(options: HttpOptions & Pick<JobApiOptions, 'createTimeoutMs'>): Transport {
  return new JobApi(options, DEFAULT_DIALECT);
}

class JobApi implements Transport {
  readonly #http: HttpClient;
  readonly #dialect: JobDialect;
  readonly #createTimeoutMs: number;
  /** Absent if there is no bulk call. */
  statuses?(jobIds: readonly JobId[]): Observable<readonly StatusReport[]>;

  constructor(
    { createTimeoutMs = 120_000, ...options }: HttpOptions & Pick<JobApiOptions, 'createTimeoutMs'>,
    dialect: JobDialect,
  ) {
    this.#http = new HttpClient(options);
    this.#dialect = dialect;
    checkOption('send requests', 'createTimeoutMs', createTimeoutMs, limit);
    this.#createTimeoutMs = createTimeoutMs;
    const { statuses } = dialect;
    if (statuses !== undefined)
      this.statuses = jobIds => withValidIds(jobIds, valid => this.#bulk(valid, statuses(valid)));
  }

  get baseUrl(): string {
    return this.#http.baseUrl;
  }

  check(request: TranslationRequest): void {
    for (const part of this.split(request, '')) jobCreate(part.request, this.#dialect);
  }

  create(request: TranslationRequest, key: string): Observable<JobId> {
    checkIdempotencyKey(key);
    return concat(...this.split(request, key).map(part => this.#createOne(part)));
  }

  split(request: TranslationRequest, key: string): readonly CreatePart[] {
    plainFields(request);
    const languages = languagesOf(request);
    if (languages.length < 2) return [{ request, key }];
    const requests = languages.map(outputLanguage => ({
      ...request,
      outputLanguage,
      outputLanguages: undefined,
    }));
    return deriveKeys(key, requests).map((own, index) => ({ request: requests[index]!, key: own }));
  }

  checkJobId(jobId: JobId, doing: string): void {
    // The id of an implicit job is never sent.
    if (!this.#dialect.implicit) checkHttpJobId(jobId, doing);
  }

  status(jobId: JobId): Observable<StatusReport> {
    const dialect = this.#dialect;
    const request = () => {
      const { path, ...parts } = dialect.status(jobId);
      return this.#http
        .send('GET', path, { ...parts, jobId })
        .pipe(map(response => new JobResponse(response, dialect).report(jobId)));
    };
    return dialect.implicit ? request() : withValidId(jobId, request);
  }

  #bulk(jobIds: readonly JobId[], { path, ...parts }: Target): Observable<readonly StatusReport[]> {
    return this.#http.send('GET', path, parts).pipe(
      orNoBulkCall(),
      map(response => new JobResponse(response, this.#dialect).reports(jobIds)),
    );
  }

  #createOne({ request, key: idempotencyKey }: CreatePart): Observable<JobId> {
    const { target, body } = jobCreate(request, this.#dialect);
    const { path, ...parts } = target;
    return this.#http
      .send('POST', path, { ...parts, body, idempotencyKey, timeoutMs: this.#createTimeoutMs })
      .pipe(map(response => new JobResponse(response, this.#dialect).createdId()));
  }
}
