import { batchItems, batchSummary, type Batch } from './batch-store.js';
import type { PresignedLinks } from './presigned-links.js';
import type { Translation, TranslationStore } from './translation-store.js';

/** What a webhook tells, and since when it is true. */
export interface WebhookEvent {
  readonly type: 'video_translate.success' | 'video_translate.fail' | 'batch.finished';
  readonly data: Readonly<Record<string, unknown>>;
  readonly happenedAt: number;
}

/** How the id of a translation is called; which of them is right in v3 could not be established. */
export type WebhookIdField = 'video_translate_id' | 'video_translation_id';

/** The end of a translation, or undefined while it is open. A completed one is told once its files have an address. */
export const translationEvent = (
  { job, body, outputLanguage, addressLagMs }: Translation,
  idField: WebhookIdField,
  links: PresignedLinks,
  now: number,
): WebhookEvent | undefined => {
  if (job.outcome === 'stuck') return undefined;
  const isGood = job.outcome === 'completed';
  const happenedAt = job.endsAt + (isGood ? addressLagMs : 0);
  if (now < happenedAt) return undefined;
  const data = { [idField]: job.id, callback_id: body.callback_id ?? null, output_language: outputLanguage };
  return isGood
    ? { type: 'video_translate.success', data: { ...data, url: links.link(job.id, 'video.mp4') }, happenedAt }
    : { type: 'video_translate.fail', data: { ...data, message: job.failure }, happenedAt };
};

/** The end of the last item of a batch, or undefined while one is open. */
export const batchEvent = (
  batch: Batch,
  translations: TranslationStore,
  now: number,
): WebhookEvent | undefined => {
  const summary = batchSummary(batchItems(batch, translations, now));
  if (summary.status === 'processing') return undefined;
  const ends = batch.items.map(item => ('id' in item ? (translations.get(item.id)?.job.endsAt ?? 0) : 0));
  const data = { batch_id: batch.id, title: batch.title, ...summary };
  return { type: 'batch.finished', data, happenedAt: Math.max(batch.createdAt, ...ends) };
};
