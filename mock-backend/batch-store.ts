import { randomHex, seededRandom } from './random.js';
import type { TranslationStore } from './translation-store.js';
import { bulkView, type BulkStatus } from './translation-view.js';

/** One item of a batch: a translation, or why there is none. */
export type BatchItem =
  { readonly id: string } | { readonly error: { readonly code: string; readonly message: string } };

export interface Batch {
  readonly id: string;
  readonly title: string | null;
  readonly createdAt: number;
  readonly items: readonly BatchItem[];
}

export class BatchStore {
  readonly #batches = new Map<string, Batch>();
  readonly #random;

  constructor(seed: number) {
    this.#random = seededRandom(seed, 'batch ids');
  }

  create(batch: Omit<Batch, 'id'>): Batch {
    const created = { ...batch, id: randomHex(this.#random, 32) };
    this.#batches.set(created.id, created);
    return created;
  }

  get(id: string): Batch | undefined {
    return this.#batches.get(id);
  }

  list(): readonly Batch[] {
    return [...this.#batches.values()];
  }
}

export interface BatchItemView {
  readonly item_index: number;
  readonly status: BulkStatus;
  readonly video_id: string | null;
  readonly error: unknown;
}

/** All items of a batch as they are now. One still queued has no id yet: HeyGen has not created its video. */
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

/** A batch is done when its last item is, and failed only if all of them are. */
export const batchSummary = (items: readonly BatchItemView[]) => {
  const counts: Record<BulkStatus, number> = { queued: 0, processing: 0, completed: 0, failed: 0 };
  for (const { status } of items) counts[status] += 1;
  const isOpen = counts.queued + counts.processing > 0;
  const status = isOpen ? 'processing' : counts.completed === 0 ? 'failed' : 'completed';
  return { status, total_items: items.length, counts_by_status: counts };
};
