import { Hono } from 'hono';
import type { Batch } from './account/batch-store.js';
import { batchItems, batchSummary } from './views/batch-view.js';
import type { HeygenAccount } from './account/heygen-account.js';
import type { HeygenBodies } from './requests/heygen-bodies.js';
import { createBatch } from './create-translations.js';
import { jsonText } from './requests/json-text.js';
import { heygenProblem } from './requests/heygen-problem.js';
import type { Env } from '../http/env.js';
import { IdempotencyKeys } from '../http/idempotency-keys.js';
import { originOf } from '../http/origin-of.js';
import { pageEnd, readPage } from './requests/paging.js';
import { bulkView } from './views/translation-view.js';

/** The most ids of one bulk request. */
const maxIds = 100;

/** Batches, and the statuses of many translations. */
export const heygenBatchRoutes = (account: HeygenAccount, bodies: HeygenBodies) => {
  const { translations, batches, now } = account;
  const app = new Hono<{ Bindings: Env }>();
  const keys = new IdempotencyKeys<string>({ now, ttlMs: account.idempotencyTtlMs });

  app.post('/batches', async c => {
    const key = c.req.header('idempotency-key');
    const batchId = await keys.once({ key }, async () =>
      createBatch(account, bodies.batch(await jsonText(c)), originOf(c)),
    );
    return c.json({ data: { batch_id: batchId } }, 202);
  });

  app.get('/batches/:id', c => {
    const id = c.req.param('id');
    const batch = batches.get(id);
    if (batch === undefined) throw heygenProblem(404, 'resource_not_found', `Batch ${id} does not exist.`);
    const items = batchItems(batch, translations, now());
    const { page, end } = cut(items, readPage(c.req.query('limit'), c.req.query('token'), 100));
    const created_at = Math.floor(batch.createdAt / 1000);
    return c.json({
      data: {
        batch_id: id,
        title: batch.title,
        created_at,
        ...batchSummary(items),
        items: page,
        ...pageEnd(end),
      },
    });
  });

  app.get('/statuses', c => {
    const ids = idsOf(c.req.query('video_translation_ids'));
    const batchIds = idsOf(c.req.query('batch_ids'));
    const count = ids.length + batchIds.length;
    if (count === 0 || count > maxIds) {
      const message = `\`video_translation_ids\` and \`batch_ids\` must name 1 to ${maxIds} ids, got ${count}`;
      throw heygenProblem(400, 'invalid_parameter', message, 'video_translation_ids');
    }
    const rows = [...ids.map(translationRow), ...batchIds.flatMap(batchRows)];
    const { page, end } = cut(rows, readPage(c.req.query('limit'), c.req.query('token'), maxIds));
    return c.json({ data: page, ...pageEnd(end) });
  });

  const translationRow = (id: string): StatusRow => {
    const translation = translations.seen(id);
    const view = translation === undefined ? notFound : bulkView(translation, now());
    return { ...view, video_id: id, batch_id: null, item_index: null };
  };

  const batchRows = (id: string): StatusRow[] => {
    const batch: Batch | undefined = batches.get(id);
    if (batch === undefined) return [{ ...notFound, video_id: null, batch_id: id, item_index: null }];
    return batchItems(batch, translations, now()).map(item => ({ ...item, batch_id: id }));
  };

  return app;
};

interface StatusRow {
  readonly status: string;
  readonly video_id: string | null;
  readonly batch_id: string | null;
  readonly item_index: number | null;
  readonly error: unknown;
}

const notFound = { status: 'not_found', error: null };

const idsOf = (text = ''): string[] => text.split(',').filter(id => id !== '');

/** One page of a list. */
const cut = <Item>(
  items: readonly Item[],
  { limit, from = 0 }: { limit: number; from: number | undefined },
) => {
  const end = from + limit;
  return { page: items.slice(from, end), end: end < items.length ? end : undefined };
};
