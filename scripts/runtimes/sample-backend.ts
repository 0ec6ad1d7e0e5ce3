import { readFileSync } from 'node:fs';
import { startMockBackend, webhookHeaders, type RunningMockBackend } from '../../mock-backend/index.js';

/** A mock backend for the programs in `user/`, which also serves a signed webhook and a page with a script. */
export const startSampleBackend = (script: string): Promise<RunningMockBackend> =>
  startMockBackend({
    processingMs: 100,
    dashboard: () => ({ fetch: ({ url }) => pages(script)[new URL(url).pathname]?.() ?? notFound() }),
  });

const notFound = (): Response => new Response(null, { status: 404 });

const pages = (script: string): Readonly<Record<string, () => Response>> => ({
  '/': () => html('<!doctype html><title>heygen-rx</title><script type="module" src="/page.js"></script>'),
  '/page.js': () => new Response(readFileSync(script), { headers: { 'content-type': 'text/javascript' } }),
  '/sample-webhook': () => Response.json(sampleWebhook()),
});

const html = (text: string): Response => new Response(text, { headers: { 'content-type': 'text/html' } });

function sampleWebhook(): object {
  const secret = 'whsec_sample';
  const body = JSON.stringify({
    event_type: 'video_translate.success',
    event_data: { video_translate_id: 'job-1' },
  });
  return { secret, body, headers: webhookHeaders(body, { secret, eventId: 'event-1', at: Date.now() }) };
}
