import type { WebhookEvent } from '../../webhooks/webhook-event.js';
import type { Batch } from '../account/batch-store.js';
import type { TranslationStore } from '../account/translation-store.js';
import { batchItems, batchSummary } from '../views/batch-view.js';

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
