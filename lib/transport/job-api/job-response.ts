import { isObject, shown } from '../../model/checks.js';
import type { TranslationError } from '../../model/errors.js';
import { isHttpJobId } from '../../model/job-id.js';
import type { JobId } from '../../model/job.js';
import { present } from '../../model/present.js';
import { statusOfWord } from '../../policy/watch/status-words.js';
import type { HttpResponse } from '../http/http-response.js';
import { asNumber, field, isList } from '../json-fields.js';
import { noBulkCall } from '../no-bulk-call.js';
import { failureOf, resultFrom } from '../result-and-failure.js';
import type { StatusReport } from '../transport.js';
import type { JobDialect } from './default-dialect.js';

/** The id of a service's only job, if the service has no ids. */
const IMPLICIT_JOB = 'job';

/** A response of a job API, and how to read it. */
export class JobResponse {
  readonly #response: HttpResponse;
  readonly #dialect: JobDialect;

  constructor(response: HttpResponse, dialect: JobDialect) {
    this.#response = response;
    this.#dialect = dialect;
  }

  /** The id of the job just created. @throws TranslationError if there is none. */
  createdId(): JobId {
    const jobId = this.#idIn(this.#response.body);
    if (isHttpJobId(jobId)) return jobId;
    if (this.#dialect.implicit && jobId === undefined && !this.#isRefusal) return IMPLICIT_JOB;
    // In full, because the job may exist, and nothing else tells its id.
    const got = typeof jobId === 'string' ? `"${jobId}"` : shown(jobId);
    throw this.#unreadable(`without a valid id${jobId === undefined ? this.#fields : `, got ${got}`}`);
  }

  /** The report in the response to a poll of one job. The id may be absent, or in another case; another job's is refused. @throws TranslationError */
  report(jobId: JobId): StatusReport {
    const { body } = this.#response;
    const report = this.#reportOn(body, jobId);
    if (report === undefined) throw this.#unreadable(`without a status${this.#fields}`);
    const id = this.#dialect.implicit ? undefined : this.#idIn(body);
    // Some services write a UUID in capitals in one response and not in another.
    const isSame = id === undefined || (typeof id === 'string' && id.toLowerCase() === jobId.toLowerCase());
    if (!isSame) throw this.#response.malformed('for another job');
    return report;
  }

  /** The reports in a bulk response: each job at most once, and only requested jobs. @throws TranslationError */
  reports(jobIds: readonly JobId[]): readonly StatusReport[] {
    const { body } = this.#response;
    const jobs = this.#dialect.fields.jobs(body);
    if (!isList(jobs)) {
      // The service ignored the ids and treated the request as `GET /status`, which some servers have for their only job.
      if (this.#wordIn(body) !== undefined) throw noBulkCall(this.#response);
      throw this.#unreadable(`without a list of jobs${this.#fields}`);
    }
    const asked = new Set(jobIds);
    const reports = jobs.flatMap(job => {
      const jobId = this.#idIn(job) as JobId;
      const report = asked.has(jobId) ? this.#reportOn(job, jobId) : undefined;
      if (report !== undefined) asked.delete(jobId);
      return report ?? [];
    });
    if (reports.length === 0) throw this.#response.malformed('with none of the requested jobs');
    return reports;
  }

  #reportOn(job: unknown, jobId: JobId): StatusReport | undefined {
    const { fields, words } = this.#dialect;
    const word = this.#wordIn(job);
    if (word === undefined) return undefined;
    const status = statusOfWord(word, words);
    const reason = status === 'error' ? fields.failure(job) : field(job, 'error');
    const isFailure = status === 'error' || (status !== 'completed' && reason !== undefined);
    return present({
      jobId,
      status,
      progress: asNumber(fields.progress(job)),
      result:
        status === 'completed' ? resultFrom(name => this.#response.address(fields[name](job))) : undefined,
      failure: isFailure ? failureOf(this.#response, reason) : undefined,
      retryAfterMs: this.#response.retryAfterMs,
    });
  }

  /** Some services number their jobs. A number too large to be exact is not an id. */
  #idIn(job: unknown): unknown {
    const id = this.#dialect.fields.jobId(job);
    return Number.isSafeInteger(id) ? String(id) : id;
  }

  /** Some services number their statuses, or report only `done: true`. */
  #wordIn(job: unknown): string | undefined {
    const word = this.#dialect.fields.status(job);
    return this.#response.word(typeof word === 'number' || typeof word === 'boolean' ? String(word) : word);
  }

  /** The fields that the response has instead of the missing one: they show how to set `fields`. */
  get #fields(): string {
    const { body } = this.#response;
    const names = Object.keys(isObject(body) ? body : {}).slice(0, 8);
    return names.length === 0 ? '; it has no fields' : `; it has the fields ${names.join(', ')}`;
  }

  /** The error for a response in which something is missing. */
  #unreadable(why: string): TranslationError {
    return this.#isRefusal ? this.#response.refused() : this.#response.malformed(why);
  }

  /** An `error` in a 200 without a status is a refusal with the wrong HTTP status. */
  get #isRefusal(): boolean {
    const { body } = this.#response;
    return field(body, 'error') !== undefined && this.#wordIn(body) === undefined;
  }
}
