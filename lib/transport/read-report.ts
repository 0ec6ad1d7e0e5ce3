import type { JobFailure, JobResult } from '../model/job.js';
import type { HttpAnswer } from './http/http-answer.js';
import { textField } from './json-fields.js';
import { present } from './present.js';

/** What a finished job left behind, as far as the service gives it. */
export function resultOf(job: unknown): JobResult {
  return present({
    videoUrl: textField(job, 'video_url'),
    audioUrl: textField(job, 'audio_url'),
    srtCaptionUrl: textField(job, 'srt_caption_url'),
    vttCaptionUrl: textField(job, 'vtt_caption_url'),
  });
}

/** Why a job was given up: services say it in a sentence, or in an object with a code. */
export function failureOf(answer: HttpAnswer, error: unknown): JobFailure {
  const text = answer.sentence(typeof error === 'string' ? error : textField(error, 'message'));
  return present({
    message: text ?? 'the service gave no reason',
    code: answer.word(textField(error, 'code')),
  });
}
