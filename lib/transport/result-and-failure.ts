import type { JobFailure, JobResult } from '../model/job.js';
import type { HttpResponse } from './http/http-response.js';
import { field } from './json-fields.js';
import { present } from '../model/present.js';

/** The URLs in a result, and their names in a response. */
export const URL_FIELDS = {
  videoUrl: 'video_url',
  audioUrl: 'audio_url',
  srtCaptionUrl: 'srt_caption_url',
  vttCaptionUrl: 'vtt_caption_url',
} as const;

type UrlField = keyof typeof URL_FIELDS;

/** The result of a completed job, as far as the service reports it. */
export const resultFrom = (urlOf: (name: UrlField) => string | undefined): JobResult =>
  present(Object.fromEntries((Object.keys(URL_FIELDS) as UrlField[]).map(name => [name, urlOf(name)])));

/** Why a job failed: services report a sentence, or an object with a code. */
export function failureOf(response: HttpResponse, error: unknown): JobFailure {
  const text = response.sentence(typeof error === 'string' ? error : field(error, 'message'));
  return present({
    message: text ?? 'the service gave no reason',
    code: response.word(field(error, 'code')),
  });
}
