import { isJobId } from '../../model/job-id.js';
import type { JobId } from '../../model/job.js';
import type { HttpResponse } from '../http/http-response.js';
import { field, isJsonObject, listField, numberField, textField } from '../json-fields.js';
import { present } from '../present.js';
import { failureOf, resultOf } from '../read-report.js';
import { noBulkCall } from '../no-bulk-call.js';
import type { StatusReport } from '../transport.js';

/** The id of the job that was just created. */
export function createdId(response: HttpResponse): JobId {
  const jobId = field(response.body, 'job_id');
  if (isJobId(jobId)) return jobId;
  throw isRefusal(response) ? response.refused() : response.malformed('without a `job_id` that is valid');
}

/** The report in the response to a poll of one job. */
export function singleReport(response: HttpResponse, jobId: JobId): StatusReport {
  const report = reportOf(response, response.body);
  if (report === undefined) {
    throw isRefusal(response) ? response.refused() : response.malformed('without a `job_id` and a `result`');
  }
  if (report.jobId !== jobId) throw response.malformed('about another job');
  return report;
}

/** The reports in a bulk response: each job at most once, and only jobs that were asked for. */
export function bulkReports(response: HttpResponse, jobIds: readonly JobId[]): readonly StatusReport[] {
  const jobs = listField(response.body, 'jobs');
  if (jobs === undefined) {
    if (isRefusal(response)) throw response.refused();
    // It ignored the ids and took the request for `GET /status`, which some servers have for their one job.
    if (field(response.body, 'result') !== undefined) throw noBulkCall(response);
    throw response.malformed('without a list of `jobs`');
  }
  const asked = new Set(jobIds);
  const reports = jobs
    .map(job => reportOf(response, job))
    .filter(report => report !== undefined)
    .filter(report => asked.delete(report.jobId));
  if (reports.length === 0) throw response.malformed('with none of the jobs asked for');
  return reports;
}

function reportOf(response: HttpResponse, job: unknown): StatusReport | undefined {
  const jobId = field(job, 'job_id');
  const status = response.word(textField(job, 'result'));
  if (!isJobId(jobId) || status === undefined) return undefined;
  const progress = numberField(job, 'progress');
  return present({
    jobId,
    status,
    progress: progress !== undefined && progress >= 0 && progress <= 1 ? progress : undefined,
    result: status === 'completed' ? resultOf(response, job) : undefined,
    failure: status === 'error' ? failureOf(response, field(job, 'error')) : undefined,
    retryAfterMs: response.retryAfterMs,
  });
}

/** An `error` in a 200 without a job is a refusal under the wrong status. */
function isRefusal({ body }: HttpResponse): boolean {
  return isJsonObject(field(body, 'error')) && field(body, 'result') === undefined;
}
