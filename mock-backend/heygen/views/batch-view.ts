import type { Batch } from '../account/batch-store.js';
import type { TranslationStore } from '../account/translation-store.js';
import { bulkView, type BulkStatus } from './translation-view.js';

/** One item as the batch call and the bulk call show it. */
export interface BatchItemView {
  readonly item_index: number;
  readonly status: BulkStatus;
  readonly video_id: string | null;
  readonly error: unknown;
}

/** The current items of a batch. A queued one has no id yet: HeyGen has not created its video. */
export const batchItems = ({ items }: Batch, translations: TranslationStore, now: number): BatchItemView[] =>
  items.map((item, index) => {
    if ('error' in item) return { item_index: index, status: 'failed', video_id: null, error: item.error };
    const translation = translations.get(item.id);
    if (translation === undefined) {
      const error = { code: 'resource_not_found', message: 'The translation was deleted.' };
      return { item_index: index, status: 'failed', video_id: item.id, error };
    }
    const view = bulkView(translation, now);
    return { item_index: index, ...view, video_id: view.status === 'queued' ? null : item.id };
  });

/** A batch is done when its last item is, and has failed only if all of them have. */
export const batchSummary = (items: readonly BatchItemView[]) => {
  const counts: Record<BulkStatus, number> = { queued: 0, processing: 0, completed: 0, failed: 0 };
  for (const { status } of items) counts[status] += 1;
  const isOpen = counts.queued + counts.processing > 0;
  const status = isOpen ? 'processing' : counts.completed === 0 ? 'failed' : 'completed';
  return { status, total_items: items.length, counts_by_status: counts };
};
