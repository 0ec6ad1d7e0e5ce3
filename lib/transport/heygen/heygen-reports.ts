import type { JobId } from '../../model/job.js';
import type { StatusReport } from '../../model/status-report.js';
import type { HttpResponse } from '../http/http-response.js';
import { field, textField } from '../json-fields.js';
import { present } from '../../model/present.js';
import { failureOf, resultFrom } from '../result-and-failure.js';
import type { PollsWithoutUrl } from './polls-without-url.js';
import { listIn } from './heygen-data.js';
import { requestedTranslation, type HeygenTranslation } from './heygen-translation.js';
import { statusOfWord } from '../../policy/watch/status-words.js';

/** The report in the response to a poll of one job. */
export function heygenReport(
  response: HttpResponse,
  jobId: JobId,
  pollsWithoutUrl: PollsWithoutUrl,
): StatusReport {
  const translation = requestedTranslation(response, jobId);
  const { status, createdAt, videoSeconds, failureMessage } = translation;
  const isAwaited = status === 'completed' && !hasUrl(translation) && pollsWithoutUrl.mayPollAgain(jobId);
  if (!isAwaited) pollsWithoutUrl.forget(jobId);
  return present({
    jobId,
    // Without a URL, the result is of no use yet.
    status: isAwaited ? 'running' : status,
    result: status === 'completed' && !isAwaited ? resultFrom(name => translation[name]) : undefined,
    failure: status === 'error' ? failureOf(response, failureMessage) : undefined,
    ageMs: createdAt === undefined ? undefined : ageAt(response.dateAt, createdAt),
    videoSeconds,
    retryAfterMs: response.retryAfterMs,
  });
}

/** The clocks of a service's machines may differ by this much, in ms. */
const CLOCK_SKEW_MS = 60_000;

/** The age of a job by the service's clock; undefined if the job would have been created in the future. */
function ageAt(dateAt: number | undefined, createdAt: number): number | undefined {
  if (dateAt === undefined || createdAt > dateAt + CLOCK_SKEW_MS) return undefined;
  return Math.max(0, dateAt - createdAt);
}

function hasUrl({ translateAudioOnly, videoUrl, audioUrl }: HeygenTranslation): boolean {
  return videoUrl !== undefined || (translateAudioOnly === true && audioUrl !== undefined);
}

/** The reports in a bulk response: each job at most once, and only requested jobs. */
export function heygenReports(response: HttpResponse, jobIds: readonly JobId[]): readonly StatusReport[] {
  const exact = jobIds.map(jobId => [jobId, jobId] as const);
  const requested = new Map([...exact.map(([jobId]) => [jobId.toLowerCase(), jobId] as const), ...exact]);
  const reports = new Map<JobId, StatusReport>();
  for (const row of listIn(response)) {
    const report = bulkReport(response, row, requested);
    if (report === undefined) continue;
    const before = reports.get(report.jobId);
    // Two rows disagree about a job: a single poll decides.
    const isClear = before === undefined || before.status === report.status;
    reports.set(report.jobId, isClear ? (before ?? report) : { ...before, partial: true });
  }
  if (reports.size === 0) throw response.malformed('with none of the requested jobs');
  return [...reports.values()];
}

/** Names for the id of a job: the one in HeyGen's reference, and those in its other responses. */
const ID_FIELDS = ['video_id', 'video_translation_id', 'video_translate_id', 'id'];

/** Bulk responses have no results and sometimes no reason for a failure: such reports are partial. */
function bulkReport(
  response: HttpResponse,
  row: unknown,
  requested: ReadonlyMap<string, JobId>,
): StatusReport | undefined {
  const named = ID_FIELDS.map(name => textField(row, name)).filter(id => id !== undefined);
  const jobId = named.map(id => requested.get(id) ?? requested.get(id.toLowerCase())).find(id => id);
  const word = response.word(field(row, 'status'));
  if (jobId === undefined || word === undefined) return undefined;
  const status = statusOfWord(word);
  const error = field(row, 'error');
  const reason = (typeof error === 'string' ? error : textField(error, 'message'))?.trim();
  return present({
    jobId,
    status,
    failure: reason ? failureOf(response, error) : undefined,
    retryAfterMs: response.retryAfterMs,
    partial: status === 'completed' || (status === 'error' && !reason) ? true : undefined,
  });
}
