import { JobNotFoundError, ProtocolError } from '../../model/errors.js';
import type { JobId } from '../../model/job.js';
import type { StatusReport } from '../../model/status-report.js';
import { fieldOf } from '../watch/read-report.js';

/** What a bulk response means for one of its jobs. */
export type BulkMatch =
  | 'report'
  /** The job is polled once more, alone: only a single response can say that a job does not exist, or end a watch for lack of a status. */
  | 'alone'
  /** The report is partial, so the job is polled once more, alone. */
  | 'seen';

/** The reports of a bulk response by job, or what is wrong with the whole response. */
export function reportsById(
  reports: unknown,
  jobIds: Iterable<JobId>,
): ReadonlyMap<JobId, StatusReport> | ProtocolError {
  if (!Array.isArray(reports)) return new ProtocolError('A bulk response must be an array of reports');
  const byId = new Map<JobId, StatusReport>();
  for (const report of reports as readonly StatusReport[])
    byId.set(fieldOf(report, 'jobId') as JobId, report);
  for (const jobId of jobIds) if (byId.has(jobId)) return byId;
  return new ProtocolError('A bulk response has none of the requested jobs');
}

/** What a bulk response means for one job. @param report Its report about the job; undefined if it has none. */
export function matchInBulk(report: StatusReport | undefined, jobId: JobId): BulkMatch {
  if (problemWith(report, jobId) !== undefined) return 'alone';
  return fieldOf(report, 'partial') === true ? 'seen' : 'report';
}

/** What is wrong with a report, or with a whole single response, which may omit the id; undefined if nothing is. */
export function problemWith(report: unknown, jobId: JobId): JobNotFoundError | ProtocolError | undefined {
  if (typeof report !== 'object' || report === null) {
    return new ProtocolError(`The response is not a report for job ${jobId}`, { jobId });
  }
  const reportedId = fieldOf(report, 'jobId');
  const status = fieldOf(report, 'status');
  if (reportedId !== undefined && reportedId !== jobId) {
    return new ProtocolError(`The response is about a job other than ${jobId}`, { jobId });
  }
  if (typeof status !== 'string' || status.trim() === '') {
    return new ProtocolError(`The response has no status for job ${jobId}`, { jobId });
  }
  return status === 'not_found'
    ? new JobNotFoundError(`Job ${jobId} does not exist`, { jobId, code: 'not_found' })
    : undefined;
}
