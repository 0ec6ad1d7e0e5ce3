import type { JobFailure, JobResult } from '../model/job.js';
import type { HttpAnswer } from './http-answer.js';
import { textField } from './json-fields.js';

/** What a finished job left behind, as far as the service gives it. */
export function resultOf(job: unknown): JobResult {
  return {
    ...named('videoUrl', textField(job, 'video_url')),
    ...named('audioUrl', textField(job, 'audio_url')),
    ...named('srtCaptionUrl', textField(job, 'srt_caption_url')),
    ...named('vttCaptionUrl', textField(job, 'vtt_caption_url')),
  };
}

/** Why a job was given up: services say it in a sentence, or in an object with a code. */
export function failureOf(answer: HttpAnswer, error: unknown): JobFailure {
  const text = answer.sentence(typeof error === 'string' ? error : textField(error, 'message'));
  return {
    message: text ?? 'the service gave no reason',
    ...named('code', answer.word(textField(error, 'code'))),
  };
}

/** A field that is left out while it has no value. */
export function named<K extends string, V>(name: K, value: V | undefined): Partial<Record<K, V>> {
  return value === undefined ? {} : ({ [name]: value } as Record<K, V>);
}
