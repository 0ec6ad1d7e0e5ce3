import type { JobFailure, JobResult } from '../model/job.js';
import type { HttpResponse } from './http/http-response.js';
import { field } from './json-fields.js';
import { present } from './present.js';

/** The result of a completed job, as far as the service reports it. */
export function resultOf(response: HttpResponse, job: unknown): JobResult {
  return present({
    videoUrl: response.address(field(job, 'video_url')),
    audioUrl: response.address(field(job, 'audio_url')),
    srtCaptionUrl: response.address(field(job, 'srt_caption_url')),
    vttCaptionUrl: response.address(field(job, 'vtt_caption_url')),
  });
}

/** Why a job failed: services report a sentence, or an object with a code. */
export function failureOf(response: HttpResponse, error: unknown): JobFailure {
  const text = response.sentence(typeof error === 'string' ? error : field(error, 'message'));
  return present({
    message: text ?? 'the service gave no reason',
    code: response.word(field(error, 'code')),
  });
}
