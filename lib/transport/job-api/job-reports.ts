import { isObject, shown } from '../../model/checks.js';
import type { TranslationError } from '../../model/errors.js';
import { isHttpJobId } from '../../model/job-id.js';
import type { JobId } from '../../model/job.js';
import type { HttpResponse } from '../http/http-response.js';
import { asNumber, field, isList } from '../json-fields.js';
import { noBulkCall } from '../no-bulk-call.js';
import { present } from '../../model/present.js';
import { failureOf, resultFrom } from '../result-and-failure.js';
import { statusOfWord } from '../../policy/watch/status-words.js';
import type { StatusReport } from '../transport.js';
import type { JobDialect } from './default-dialect.js';

/** The id of a service's only job, if the service has no ids. */
const IMPLICIT_JOB = 'job';

/** The id of the job just created. */
export function createdId(response: HttpResponse, dialect: JobDialect): JobId {
  const jobId = idIn(response.body, dialect);
  if (isHttpJobId(jobId)) return jobId;
  if (dialect.implicit && jobId === undefined && !isRefusal(response, dialect)) return IMPLICIT_JOB;
  const got = jobId === undefined ? fieldsIn(response) : `, got ${shown(jobId)}`;
  throw unreadable(response, dialect, `without a valid id${got}`);
}

/** The report in the response to a poll of one job. The id may be absent, or in another case; another job's is refused. */
export function singleReport(response: HttpResponse, jobId: JobId, dialect: JobDialect): StatusReport {
  const report = reportOn(response, response.body, jobId, dialect);
  if (report === undefined) throw unreadable(response, dialect, `without a status${fieldsIn(response)}`);
  const id = dialect.implicit ? undefined : idIn(response.body, dialect);
  // Some services write a UUID in capitals in one response and not in another.
  const isSame = id === undefined || (typeof id === 'string' && id.toLowerCase() === jobId.toLowerCase());
  if (!isSame) throw response.malformed('for another job');
  return report;
}

/** The reports in a bulk response: each job at most once, and only requested jobs. */
export function bulkReports(
  response: HttpResponse,
  jobIds: readonly JobId[],
  dialect: JobDialect,
): readonly StatusReport[] {
  const jobs = dialect.fields.jobs(response.body);
  if (!isList(jobs)) {
    // The service ignored the ids and treated the request as `GET /status`, which some servers have for their only job.
    if (wordIn(response, response.body, dialect) !== undefined) throw noBulkCall(response);
    throw unreadable(response, dialect, `without a list of jobs${fieldsIn(response)}`);
  }
  const asked = new Set(jobIds);
  const reports = jobs.flatMap(job => {
    const jobId = idIn(job, dialect) as JobId;
    const report = asked.has(jobId) ? reportOn(response, job, jobId, dialect) : undefined;
    if (report !== undefined) asked.delete(jobId);
    return report ?? [];
  });
  if (reports.length === 0) throw response.malformed('with none of the requested jobs');
  return reports;
}

/** The fields that a response has instead of the missing one: they show how to set `fields`. */
function fieldsIn({ body }: HttpResponse): string {
  const names = Object.keys(isObject(body) ? body : {}).slice(0, 8);
  return names.length === 0 ? '; it has no fields' : `; it has the fields ${names.join(', ')}`;
}

/** Some services number their jobs. A number too large to be exact is not an id. */
function idIn(job: unknown, { fields }: JobDialect): unknown {
  const id = fields.jobId(job);
  return Number.isSafeInteger(id) ? String(id) : id;
}

function reportOn(
  response: HttpResponse,
  job: unknown,
  jobId: JobId,
  dialect: JobDialect,
): StatusReport | undefined {
  const word = wordIn(response, job, dialect);
  if (word === undefined) return undefined;
  const status = statusOfWord(word, dialect.words);
  const reason = status === 'error' ? dialect.fields.failure(job) : field(job, 'error');
  const isFailure = status === 'error' || (status !== 'completed' && reason !== undefined);
  return present({
    jobId,
    status,
    progress: asNumber(dialect.fields.progress(job)),
    result:
      status === 'completed' ? resultFrom(name => response.address(dialect.fields[name](job))) : undefined,
    failure: isFailure ? failureOf(response, reason) : undefined,
    retryAfterMs: response.retryAfterMs,
  });
}

function wordIn(response: HttpResponse, job: unknown, { fields }: JobDialect): string | undefined {
  return response.word(fields.status(job));
}

/** The error for a response in which something is missing. */
const unreadable = (response: HttpResponse, dialect: JobDialect, why: string): TranslationError =>
  isRefusal(response, dialect) ? response.refused() : response.malformed(why);

/** An `error` in a 200 without a status is a refusal with the wrong HTTP status. */
function isRefusal(response: HttpResponse, dialect: JobDialect): boolean {
  return (
    field(response.body, 'error') !== undefined && wordIn(response, response.body, dialect) === undefined
  );
}
