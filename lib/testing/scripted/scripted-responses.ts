import {
  AuthenticationError,
  isTranslationError,
  JobNotFoundError,
  NetworkError,
  ProtocolError,
  RateLimitError,
  ServerError,
  type TranslationError,
} from '../../model/errors.js';
import type { JobId } from '../../model/job.js';
import type { StatusReport } from '../../transport/transport.js';

/** What a letter of a script stands for: fields of the response, or the error that the poll ends with. */
export type ScriptedValue = Partial<Omit<StatusReport, 'jobId'>> | TranslationError;

/** Meanings for custom letters, or more fields for known ones, such as `R: { retryAfterMs: 2000 }`. */
export type ScriptedValues = Readonly<Partial<Record<string, ScriptedValue>>>;

type Report = Omit<StatusReport, 'jobId'>;
type Failure = (details: {
  readonly jobId?: JobId | undefined;
  readonly retryAfterMs?: number | undefined;
}) => TranslationError;

const REPORTS: Readonly<Partial<Record<string, Report>>> = {
  p: { status: 'pending' },
  r: { status: 'running' },
  c: { status: 'completed', result: {} },
  e: { status: 'error', failure: { message: 'Translation failed' } },
  x: { status: 'not_found' },
  u: { status: 'reticulating' },
};

const FAILURES: Readonly<Partial<Record<string, Failure>>> = {
  N: details => new NetworkError('Connection reset', { ...details, code: 'ECONNRESET' }),
  S: details => new ServerError('Service unavailable', { ...details, status: 503 }),
  R: details => new RateLimitError('Too many requests', details),
  A: details => new AuthenticationError('Unauthorized', { ...details, status: 401 }),
  G: details => new ProtocolError('The response is not JSON', { ...details, status: 200 }),
};

const isDigit = (letter: string) => /^\d$/.test(letter);

/** Does this letter have a meaning in a script of statuses? */
export const isScriptable = (letter: string, values: ScriptedValues): boolean => {
  const value = values[letter];
  const known = letter in REPORTS || letter in FAILURES || isDigit(letter);
  return known || (value !== undefined && (isTranslationError(value) || value.status !== undefined));
};

/** The error that a request ends with while this letter holds; undefined if it has none. */
export function failureOf(
  letter: string,
  values: ScriptedValues,
  jobId?: JobId,
): TranslationError | undefined {
  const value = values[letter] ?? {};
  if (isTranslationError(value)) return value;
  return FAILURES[letter]?.({ jobId, retryAfterMs: value.retryAfterMs });
}

/** The response to a poll of this job while this letter holds. */
export function responseOf(
  letter: string,
  jobId: JobId,
  values: ScriptedValues,
): StatusReport | TranslationError {
  const failure = failureOf(letter, values, jobId);
  if (failure !== undefined) return failure;
  const report = isDigit(letter)
    ? { status: 'running', progress: Number(letter) / 10 }
    : (REPORTS[letter] ?? { status: letter });
  return { jobId, ...report, ...(values[letter] as Partial<Report> | undefined) };
}

/** The error of a single poll of an unknown job. */
export const notFound = (jobId: JobId): TranslationError =>
  new JobNotFoundError(`No job ${jobId}`, { jobId, status: 404 });
