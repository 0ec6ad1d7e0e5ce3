import { statusAt, type JobStatus } from '../../jobs/job.js';
import type { FileName } from '../../files/sample-files.js';
import type { Translation } from '../account/translation-store.js';

/** The status words of a single GET. */
const singleWords: Readonly<Record<JobStatus, string>> = {
  pending: 'pending',
  running: 'running',
  completed: 'completed',
  error: 'failed',
};

/** The status words of bulk statuses and batch items. */
const bulkWords: Readonly<Record<JobStatus, BulkStatus>> = {
  pending: 'queued',
  running: 'processing',
  completed: 'completed',
  error: 'failed',
};

export type BulkStatus = 'queued' | 'processing' | 'completed' | 'failed';

/** Whether its files have a URL: some time after it has completed. */
const hasUrl = ({ job, addressLagMs }: Translation, now: number): boolean =>
  statusAt(job, now) === 'completed' && now >= job.endsAt + addressLagMs;

/**
 * A translation as a single GET and the list show it: nullable fields without a value are null, captions and failure are
 * absent. `fileLink` returns the URLs of its files.
 */
export const translationView = (
  translation: Translation,
  fileLink: (file: FileName) => string,
  now: number,
) => {
  const { job, body, outputLanguage, title, videoSeconds } = translation;
  const status = statusAt(job, now);
  const isKnown = status !== 'pending';
  const isAudioOnly = body.translate_audio_only ?? false;
  const link = (file: FileName) => (hasUrl(translation, now) ? fileLink(file) : null);
  return {
    id: job.id,
    status: singleWords[status],
    title,
    input_language: body.input_language ?? (isKnown ? 'English' : null),
    output_language: outputLanguage,
    duration: isKnown ? videoSeconds : null,
    translate_audio_only: isAudioOnly,
    created_at: Math.floor(job.createdAt / 1000),
    callback_id: body.callback_id ?? null,
    video_url: isAudioOnly ? null : link('video.mp4'),
    audio_url: link('audio.mp3'),
    ...(status === 'completed' &&
      body.enable_caption === true && {
        srt_caption_url: link('captions.srt'),
        vtt_caption_url: link('captions.vtt'),
      }),
    ...(status === 'error' && { failure_message: job.failure }),
  };
};

/** A translation as bulk statuses and batches show it. */
export const bulkView = ({ job }: Translation, now: number) => {
  const status = bulkWords[statusAt(job, now)];
  return { status, error: status === 'failed' ? { code: 'translation_failed', message: job.failure } : null };
};
