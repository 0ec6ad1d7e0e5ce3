import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { firstValueFrom, lastValueFrom } from 'rxjs';
import { heygenApi, TranslationClient } from 'heygen-rx';
import { createMockBackend, webhookHeaders, type WebhookOptions } from 'heygen-rx/mock-backend';
import { webhookReceiver } from 'heygen-rx/webhooks';
import { webhookApp } from '../../examples/webhook-hono/main.js';

const secret = 'whsec_of-the-endpoint';
const url = 'https://example.com/webhooks/heygen';
const request = { video: 'https://example.com/v.mp4', outputLanguage: 'German' };
/** Polls are collected for 25 ms before a request is sent. */
const ENOUGH_MS = 80;
const closing: (() => void)[] = [];

afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** HeyGen, a receiver of its webhooks, and a client that they wake and that otherwise polls once an hour. */
function scene(webhooks: WebhookOptions = {}, intervalMs = 3_600_000) {
  const receiver = webhookReceiver({ secret });
  const app = webhookApp(receiver);
  const backend = createMockBackend({
    processingMs: 50,
    heygen: { webhooks: { url, secret, fetch: app.request, ...webhooks } },
  });
  const client = new TranslationClient({
    transport: heygenApi({ apiKey: 'any-key', baseUrl: 'http://localhost', fetch: backend.request }),
    wake$: receiver.wake$,
    polling: { initialIntervalMs: intervalMs, maxIntervalMs: intervalMs, timeoutMs: 7_200_000 },
  });
  closing.push(() => backend.webhooks.stop());
  /** Watches until the test is over; resolves when the first poll is answered. */
  const watch = async (jobId: string) => {
    const snapshot$ = client.watch(jobId);
    const watching = snapshot$.subscribe();
    closing.push(() => watching.unsubscribe());
    await firstValueFrom(snapshot$);
  };
  const post = async (id: string, over: Partial<Parameters<typeof webhookHeaders>[1]> = {}) => {
    const data = { video_translate_id: id };
    const body = JSON.stringify({ event_type: 'video_translate.success', event_data: data });
    const headers = webhookHeaders(body, { secret, eventId: 'e', at: Date.now(), ...over });
    return (await app.request(url, { method: 'POST', body, headers })).status;
  };
  return { backend, client, post, watch };
}

describe('a webhook', () => {
  it('between two polls causes one, which finds the job done', async () => {
    const { backend, client } = scene();
    expect(await lastValueFrom(client.translate(request))).toMatchObject({ status: 'completed', polls: 1 });
    expect(backend.webhooks.deliveries).toMatchObject([
      { eventType: 'video_translate.success', status: 204 },
    ]);
    // The create, and the one poll.
    expect(backend.stats.total).toBe(2);
  });

  it('before the watch is not missed: the first poll comes at once', async () => {
    const { client, post } = scene({ loss: 1 });
    const jobId = await client.createJob(request);
    await sleep(60);
    expect(await post(jobId)).toBe(204);
    expect(await lastValueFrom(client.watch(jobId))).toMatchObject({ status: 'completed', polls: 1 });
  });

  it('that arrives twice causes one poll', async () => {
    const { backend, client, post, watch } = scene({ loss: 1 });
    const jobId = await client.createJob({ ...request, video: `${request.video}?mock=stuck` });
    await watch(jobId);
    const before = backend.stats.total;
    expect(await post(jobId)).toBe(204);
    await sleep(ENOUGH_MS);
    expect(await post(jobId)).toBe(204);
    await sleep(ENOUGH_MS);
    expect(backend.stats.total - before).toBe(1);
  });

  it('that arrives late changes nothing', async () => {
    const { backend, client, post } = scene({ loss: 1 }, 20);
    const { jobId } = await lastValueFrom(client.translate(request));
    const before = backend.stats.total;
    expect(await post(jobId)).toBe(204);
    await sleep(ENOUGH_MS);
    expect(backend.stats.total).toBe(before);
  });

  it('that never arrives is made up for by polling', async () => {
    const { backend, client } = scene({ loss: 1 }, 20);
    expect(await lastValueFrom(client.translate(request))).toMatchObject({ status: 'completed' });
    expect(backend.webhooks.deliveries).toEqual([]);
  });

  it.each([
    ['forged', { secret: 'guessed' }],
    ['stale', { at: Date.now() - 400_000 }],
    ['unsigned', { secret: undefined }],
  ])('that is %s causes no request', async (_, over) => {
    const { backend, client, post, watch } = scene({ loss: 1 });
    const jobId = await client.createJob({ ...request, video: `${request.video}?mock=stuck` });
    await watch(jobId);
    const before = backend.stats.total;
    expect(await post(jobId, over)).toBe(401);
    await sleep(ENOUGH_MS);
    expect(backend.stats.total).toBe(before);
  });

  it('may have any size within the limit', async () => {
    const app = webhookApp(webhookReceiver({ secret }));
    const response = await app.request(url, { method: 'POST', body: 'x'.repeat(1_048_577) });
    expect(response.status).toBe(413);
  });
});
