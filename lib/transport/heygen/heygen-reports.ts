import { isHttpJobId } from '../../model/job-id.js';
import type { JobId } from '../../model/job.js';
import type { StatusReport } from '../../model/status-report.js';
import type { HttpResponse } from '../http/http-response.js';
import { field, textField } from '../json-fields.js';
import { present } from '../present.js';
import { failureOf } from '../read-report.js';
import type { AddressPatience } from './address-patience.js';
import { dataOf, listIn } from './heygen-data.js';
import { readTranslation, type HeygenTranslation } from './heygen-translation.js';
import { statusOfWord } from '../status-words.js';

/** The report in the response to a poll of one job. */
export function heygenReport(response: HttpResponse, jobId: JobId, patience: AddressPatience): StatusReport {
  const translation = readTranslation(response, dataOf(response));
  if (translation === undefined) throw response.malformed('without a translation in `data`');
  if (translation.jobId !== jobId) throw response.malformed('about another job');
  const { status, createdAt, videoSeconds, failureMessage } = translation;
  const { dateAt, retryAfterMs } = response;
  const isAwaited = status === 'completed' && !hasAddress(translation) && patience.mayPollAgain(jobId);
  if (!isAwaited) patience.forget(jobId);
  return present({
    jobId,
    // Without an address it is of no use yet.
    status: isAwaited ? 'running' : status,
    result: status === 'completed' && !isAwaited ? resultIn(translation) : undefined,
    failure: status === 'error' ? failureOf(response, failureMessage) : undefined,
    ageMs: createdAt === undefined || dateAt === undefined ? undefined : Math.max(0, dateAt - createdAt),
    videoSeconds,
    retryAfterMs,
  });
}

function hasAddress({ translateAudioOnly, videoUrl, audioUrl }: HeygenTranslation): boolean {
  return videoUrl !== undefined || (translateAudioOnly === true && audioUrl !== undefined);
}

function resultIn({ videoUrl, audioUrl, srtCaptionUrl, vttCaptionUrl }: HeygenTranslation) {
  return present({ videoUrl, audioUrl, srtCaptionUrl, vttCaptionUrl });
}

/** The reports in a bulk response: each job at most once, and only requested jobs. */
export function heygenReports(response: HttpResponse, jobIds: readonly JobId[]): readonly StatusReport[] {
  const asked = new Set(jobIds);
  const reports = listIn(response)
    .map(row => bulkReport(response, row))
    .filter(report => report !== undefined)
    .filter(report => asked.delete(report.jobId));
  if (reports.length === 0) throw response.malformed('with none of the requested jobs');
  return reports;
}

/** A completed job has no result, and a failed one may have no reason: such a report is partial. */
function bulkReport(response: HttpResponse, row: unknown): StatusReport | undefined {
  const jobId = field(row, 'video_id');
  const word = response.word(textField(row, 'status'));
  if (!isHttpJobId(jobId) || word === undefined) return undefined;
  const status = statusOfWord(word);
  const error = field(row, 'error');
  const isPartial = status === 'completed' || (status === 'error' && error === undefined);
  return present({
    jobId,
    status,
    failure: error === undefined ? undefined : failureOf(response, error),
    retryAfterMs: response.retryAfterMs,
    partial: isPartial ? true : undefined,
  });
}
