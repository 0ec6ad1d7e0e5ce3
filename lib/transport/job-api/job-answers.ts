import { isJobId } from '../../model/job-id.js';
import type { JobId } from '../../model/job.js';
import type { HttpAnswer } from '../http/http-answer.js';
import { field, isJsonObject, listField, numberField, textField } from '../json-fields.js';
import { present } from '../present.js';
import { failureOf, resultOf } from '../read-report.js';
import { noBulkCall } from '../no-bulk-call.js';
import type { StatusReport } from '../transport.js';

/** The id of a job that was just made. */
export function createdId(answer: HttpAnswer): JobId {
  const jobId = field(answer.body, 'job_id');
  if (isJobId(jobId)) return jobId;
  throw isRefusal(answer) ? answer.refused() : answer.malformed('without a `job_id` that can be one');
}

/** What a poll one job says of it. */
export function singleReport(answer: HttpAnswer, jobId: JobId): StatusReport {
  const report = reportOf(answer, answer.body);
  if (report === undefined) {
    throw isRefusal(answer) ? answer.refused() : answer.malformed('without a `job_id` and a `result`');
  }
  if (report.jobId !== jobId) throw answer.malformed('about another job');
  return report;
}

/** What a poll several jobs says: of each at most once, and of none that was not asked for. */
export function bulkReports(answer: HttpAnswer, jobIds: readonly JobId[]): readonly StatusReport[] {
  const jobs = listField(answer.body, 'jobs');
  if (jobs === undefined) {
    if (isRefusal(answer)) throw answer.refused();
    // It took no notice of the ids: `GET /status` alone means something else.
    throw noBulkCall({ status: answer.status, requestId: answer.requestId });
  }
  const asked = new Set(jobIds);
  const reports = jobs
    .map(job => reportOf(answer, job))
    .filter(report => report !== undefined)
    // Each id once, and none that was not asked for.
    .filter(report => asked.delete(report.jobId));
  if (reports.length === 0) throw answer.malformed('with none of the jobs asked for');
  return reports;
}

function reportOf(answer: HttpAnswer, job: unknown): StatusReport | undefined {
  const jobId = field(job, 'job_id');
  const status = answer.word(textField(job, 'result'));
  if (!isJobId(jobId) || status === undefined) return undefined;
  const progress = numberField(job, 'progress');
  return present({
    jobId,
    status,
    progress: progress !== undefined && progress >= 0 && progress <= 1 ? progress : undefined,
    result: status === 'completed' ? resultOf(job) : undefined,
    failure: status === 'error' ? failureOf(answer, field(job, 'error')) : undefined,
    retryAfterMs: answer.retryAfterMs,
  });
}

/** An `error` in a 200 that says nothing of a job is a refusal that came with the wrong status. */
function isRefusal({ body }: HttpAnswer): boolean {
  return isJsonObject(field(body, 'error')) && field(body, 'result') === undefined;
}
