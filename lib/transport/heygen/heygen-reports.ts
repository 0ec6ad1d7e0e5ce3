import { isJobId } from '../../model/job-id.js';
import type { JobId } from '../../model/job.js';
import type { StatusReport } from '../../model/status-report.js';
import type { AddressPatience } from './address-patience.js';
import { dataOf, listIn } from './heygen-answer.js';
import { readTranslation, type HeygenTranslation } from './heygen-translation.js';
import { inOurWords } from './heygen-vocabulary.js';
import type { HttpAnswer } from '../http/http-answer.js';
import { field, textField } from '../json-fields.js';
import { present } from '../present.js';
import { failureOf } from '../read-report.js';

/** What a poll one job says of it. */
export function heygenReport(answer: HttpAnswer, jobId: JobId, patience: AddressPatience): StatusReport {
  const translation = readTranslation(answer, dataOf(answer));
  if (translation === undefined) throw answer.malformed('without a translation in `data`');
  if (translation.jobId !== jobId) throw answer.malformed('about another job');
  const { status, createdAt, videoSeconds, failureMessage } = translation;
  const { dateAt, retryAfterMs } = answer;
  const isAwaited = status === 'completed' && !hasAddress(translation) && patience.isWorthAnother(jobId);
  if (!isAwaited) patience.forget(jobId);
  return present({
    jobId,
    // Not yet what its owner would call completed.
    status: isAwaited ? 'running' : status,
    result: status === 'completed' && !isAwaited ? resultIn(translation) : undefined,
    failure: status === 'error' ? failureOf(answer, failureMessage) : undefined,
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

/** What one page of a poll several jobs says. A completed job comes without its result, and a failed one perhaps without a reason. */
export function heygenReports(answer: HttpAnswer): readonly StatusReport[] {
  return listIn(answer).flatMap(row => {
    const jobId = field(row, 'video_id');
    const word = answer.word(textField(row, 'status'));
    if (!isJobId(jobId) || word === undefined) return [];
    const error = field(row, 'error');
    return [
      present({
        jobId,
        status: inOurWords(word),
        failure: error === undefined ? undefined : failureOf(answer, error),
        retryAfterMs: answer.retryAfterMs,
      }),
    ];
  });
}
