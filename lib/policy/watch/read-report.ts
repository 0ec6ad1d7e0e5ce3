import { ProtocolError } from '../../model/errors.js';
import type { JobFailure, JobResult } from '../../model/job.js';
import type { StatusReport } from '../../model/status-report.js';
import { meaningOfWord, type StatusMeaning } from './status-words.js';

/** A validated report. */
export interface CheckedReport extends StatusMeaning, Omit<StatusReport, 'jobId' | 'status' | 'partial'> {
  /** Fields that were dropped because of invalid values. */
  readonly dropped: readonly string[];
}

type NumericField = 'progress' | 'ageMs' | 'endedAfterMs' | 'videoSeconds' | 'retryAfterMs';

/** The range of each number. */
const RANGES: Readonly<Record<NumericField, (value: number) => boolean>> = {
  progress: value => value >= 0 && value <= 1,
  ageMs: value => value >= 0 && value < Infinity,
  endedAfterMs: value => value >= 0 && value < Infinity,
  videoSeconds: value => value > 0 && value < Infinity,
  // No upper bound: the value is compared with the deadline.
  retryAfterMs: value => value >= 0,
};

/** Validates a report. If it has no status, returns the error for that. */
export function readReport(report: unknown): Required<CheckedReport> | ProtocolError {
  const word = fieldOf(report, 'status');
  if (typeof word !== 'string' || word.trim() === '') {
    return new ProtocolError('The response has no status');
  }
  const dropped: string[] = [];
  const { status, statusText } = meaningOfWord(word);
  return {
    status,
    statusText,
    progress: numberIn(report, 'progress', dropped),
    result: resultOf(fieldOf(report, 'result'), dropped),
    failure: failureOf(fieldOf(report, 'failure'), dropped),
    ageMs: numberIn(report, 'ageMs', dropped),
    endedAfterMs: numberIn(report, 'endedAfterMs', dropped),
    videoSeconds: numberIn(report, 'videoSeconds', dropped),
    retryAfterMs: numberIn(report, 'retryAfterMs', dropped),
    dropped,
  };
}

/** A field of a transport's report; undefined if even reading it throws, as with lazily parsed objects. */
export function fieldOf(report: unknown, name: keyof StatusReport): unknown {
  try {
    return (report as StatusReport)[name];
  } catch {
    return undefined;
  }
}

function numberIn(report: unknown, field: NumericField, dropped: string[]): number | undefined {
  const value = fieldOf(report, field);
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number' && RANGES[field](value)) return value;
  dropped.push(field);
  return undefined;
}

function resultOf(given: unknown, dropped: string[]): JobResult | undefined {
  if (given === undefined || given === null) return undefined;
  if (typeof given === 'object' && !Array.isArray(given)) return given as JobResult;
  dropped.push('result');
  return undefined;
}

/** A plain sentence is accepted too. */
function failureOf(given: unknown, dropped: string[]): JobFailure | undefined {
  if (given === undefined || given === null) return undefined;
  if (typeof given === 'string') return { message: given };
  // Other values are dropped: one may be an error of another library that contains the request.
  const { message, code } = given as Partial<JobFailure>;
  if (typeof message === 'string') return typeof code === 'string' ? { message, code } : { message };
  dropped.push('failure');
  return undefined;
}

/** Does this report find the job open? Reports of an unknown job, or without a status, do not. */
export function findsOpen(report: StatusReport | undefined): boolean {
  const word = fieldOf(report, 'status');
  if (typeof word !== 'string' || word.trim() === '' || word === 'not_found') return false;
  const { status } = meaningOfWord(word);
  return status !== 'completed' && status !== 'error';
}
