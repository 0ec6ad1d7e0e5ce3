import type { JobFailure, JobResult } from '../model/job.js';
import type { HttpResponse } from './http/http-response.js';
import { field } from './json-fields.js';
import { present } from '../model/present.js';

/** The URLs in a result, and their names in a response. */
export const ADDRESSES = {
  videoUrl: 'video_url',
  audioUrl: 'audio_url',
  srtCaptionUrl: 'srt_caption_url',
  vttCaptionUrl: 'vtt_caption_url',
} as const;

type Address = keyof typeof ADDRESSES;

/** The result of a completed job, as far as the service reports it. */
export const resultFrom = (addressOf: (name: Address) => string | undefined): JobResult =>
  present(Object.fromEntries((Object.keys(ADDRESSES) as Address[]).map(name => [name, addressOf(name)])));

/** Why a job failed: services report a sentence, or an object with a code. */
export function failureOf(response: HttpResponse, error: unknown): JobFailure {
  const text = response.sentence(typeof error === 'string' ? error : field(error, 'message'));
  return present({
    message: text ?? 'the service gave no reason',
    code: response.word(field(error, 'code')),
  });
}
