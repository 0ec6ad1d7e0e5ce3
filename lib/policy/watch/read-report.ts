import { isProtocolError, ProtocolError } from '../../model/errors.js';
import type { JobFailure, JobResult, JobStatus } from '../../model/job.js';
import type { StatusReport } from '../../model/status-report.js';

/** An answer that can be relied on. */
export interface CheckedReport {
  /** Absent: the service uses a word that we do not know. */
  readonly status?: JobStatus | undefined;
  /** The service's own word, where it is none of ours. */
  readonly statusText?: string | undefined;
  readonly progress?: number | undefined;
  readonly result?: JobResult | undefined;
  readonly failure?: JobFailure | undefined;
  readonly ageMs?: number | undefined;
  readonly endedAfterMs?: number | undefined;
  readonly videoSeconds?: number | undefined;
  readonly retryAfterMs?: number | undefined;
  /** Fields that were dropped because their values make no sense. */
  readonly dropped: readonly string[];
}

/** Words that end a job in no way of ours: it has failed. From the APIs of 26 public services for this task. */
const ENDS: ReadonlySet<string> = new Set([
  'failed',
  'failure',
  'cancelled',
  'canceled',
  'expired',
  'rejected',
  'aborted',
  'timeout',
  'timed_out',
]);

const STATUSES: ReadonlySet<string> = new Set<JobStatus>(['pending', 'running', 'completed', 'error']);

type NumericField = 'progress' | 'ageMs' | 'endedAfterMs' | 'videoSeconds' | 'retryAfterMs';

/** Where each number may lie. */
const RANGES: Readonly<Record<NumericField, (value: number) => boolean>> = {
  progress: value => value >= 0 && value <= 1,
  ageMs: value => value >= 0 && value < Infinity,
  endedAfterMs: value => value >= 0 && value < Infinity,
  videoSeconds: value => value > 0 && value < Infinity,
  // However long: it is compared with the deadline.
  retryAfterMs: value => value >= 0,
};

/** Checks a report where it enters. One without a status is no report: the error for that. */
export function readReport(report: StatusReport): CheckedReport | ProtocolError {
  const word = (report as Partial<StatusReport> | null | undefined)?.status;
  if (typeof word !== 'string' || word.trim() === '') {
    return new ProtocolError('The answer tells no status');
  }
  const dropped: NumericField[] = [];
  const number = (field: NumericField): number | undefined => {
    const value: unknown = report[field];
    if (value === undefined || value === null) return undefined;
    if (typeof value === 'number' && RANGES[field](value)) return value;
    dropped.push(field);
    return undefined;
  };
  const { status, statusText } = statusOf(word);
  return {
    status,
    statusText,
    progress: number('progress'),
    result: report.result,
    failure: report.failure,
    ageMs: number('ageMs'),
    endedAfterMs: number('endedAfterMs'),
    videoSeconds: number('videoSeconds'),
    retryAfterMs: number('retryAfterMs'),
    dropped,
  };
}

/** Case does not matter, nor how words are joined. */
function statusOf(word: string): Pick<CheckedReport, 'status' | 'statusText'> {
  if (STATUSES.has(word)) return { status: word as JobStatus };
  const plain = word
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_');
  if (STATUSES.has(plain)) return { status: plain as JobStatus };
  const statusText = word.trim().slice(0, 100);
  return ENDS.has(plain) ? { status: 'error', statusText } : { statusText };
}

/** Does this report find the job open? Reports of an unknown job, or without a status, do not. */
export function findsOpen(report: StatusReport | undefined): boolean {
  if (report === undefined || report.status === 'not_found') return false;
  const read = readReport(report);
  return !isProtocolError(read) && read.status !== 'completed' && read.status !== 'error';
}
