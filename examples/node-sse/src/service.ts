import { readFile } from 'node:fs/promises';
import type { BatchSnapshot, TranslationClient } from 'heygen-rx';
import { Hono } from 'hono';
import { map, type Observable } from 'rxjs';
import { z } from 'zod';
import { streamLatest } from './stream-latest.js';

const orderSchema = z.object({
  video: z.url(),
  languages: z.array(z.string().min(1)).min(1).max(100),
});

/** What a browser needs to know about a batch. */
const summaryOf = (batch: BatchSnapshot) => ({
  total: batch.total,
  done: batch.done,
  jobs: Array.from(batch.jobs(), ({ language, jobId, snapshot, error }) => ({
    language,
    jobId,
    status: error ? 'lost' : (snapshot?.status ?? 'pending'),
    ...(snapshot?.status === 'completed' ? { videoUrl: snapshot.result.videoUrl } : {}),
  })),
});

/** Starts batches and streams each of them to any number of browsers, which share its polls. */
export function createService(client: TranslationClient): Hono {
  const batches = new Map<string, Observable<BatchSnapshot>>();
  const service = new Hono();

  service.get('/', async c => c.html(await readFile(new URL('page.html', import.meta.url), 'utf8')));

  service.post('/batches', async c => {
    const order = orderSchema.safeParse(await c.req.json().catch(() => undefined));
    if (!order.success) return c.json({ error: z.prettifyError(order.error) }, 400);
    const { video, languages } = order.data;
    const batch$ = client.translateBatch([{ video, outputLanguages: languages }]);
    // The service watches the batch to the end itself, whether or not a browser is connected.
    batch$.subscribe({ error: (error: Error) => console.error(error.message) });
    const id = crypto.randomUUID();
    batches.set(id, batch$);
    return c.json({ id }, 201);
  });

  service.get('/batches/:id/events', c => {
    const batch$ = batches.get(c.req.param('id'));
    return batch$ ? streamLatest(c, batch$.pipe(map(summaryOf))) : c.json({ error: 'No such batch' }, 404);
  });

  return service;
}
