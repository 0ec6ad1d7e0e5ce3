import type { FileName } from '../../files/sample-files.js';
import type { WebhookEvent } from '../../webhooks/webhook-event.js';
import type { WebhookIdField } from '../../webhooks/webhook-options.js';
import type { Translation } from '../account/translation-store.js';

/** The end of a translation, or undefined while it is open. A completed one is announced once its files have a URL. */
export const translationEvent = (
  { job, body, outputLanguage, addressLagMs }: Translation,
  idField: WebhookIdField,
  link: (file: FileName) => string,
  now: number,
): WebhookEvent | undefined => {
  if (job.outcome === 'stuck') return undefined;
  const isGood = job.outcome === 'completed';
  const happenedAt = job.endsAt + (isGood ? addressLagMs : 0);
  if (now < happenedAt) return undefined;
  const data = { [idField]: job.id, callback_id: body.callback_id ?? null, output_language: outputLanguage };
  return isGood
    ? { type: 'video_translate.success', data: { ...data, url: link('video.mp4') }, happenedAt }
    : { type: 'video_translate.fail', data: { ...data, message: job.failure }, happenedAt };
};
