import assert from 'node:assert/strict';
import { it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { TranslationClient } from 'heygen-rx';
import { createMockBackend } from 'heygen-rx/mock-backend';
import { createService } from './service.js';

function start(processingMs: number) {
  const backend = createMockBackend({ processingMs });
  const client = new TranslationClient({
    baseUrl: 'http://localhost',
    fetch: backend.request,
    polling: { initialIntervalMs: 20 },
  });
  return { backend, client, service: createService(client) };
}

const order = { video: 'https://example.com/talk.mp4', languages: ['French', 'German'] };
const post = (body: unknown) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

async function ordered(service: ReturnType<typeof createService>): Promise<string> {
  const response = await service.request('/batches', post(order));
  assert.equal(response.status, 201);
  return ((await response.json()) as { id: string }).id;
}

/** The last message of a whole stream of events, and the event that ended it. */
function endOf(events: string) {
  const lines = events.trim().split('\n');
  const last = lines.findLast(line => line.startsWith('data: {')) ?? '';
  const { total, done } = JSON.parse(last.slice('data: '.length)) as { total: number; done: number };
  return { total, done, end: lines.findLast(line => line.startsWith('event: ')) };
}

it('streams a batch until it is done, also to late subscribers', async () => {
  const { service, backend } = start(100);
  const id = await ordered(service);
  for (const _ of ['in time', 'late']) {
    const response = await service.request(`/batches/${id}/events`);
    assert.equal(response.headers.get('content-type'), 'text/event-stream');
    assert.deepEqual(endOf(await response.text()), { total: 2, done: 2, end: 'event: end' });
  }
  assert.equal(backend.jobs.size, 2);
});

it('continues a batch whose browser has disconnected', async () => {
  const { service, backend } = start(100);
  const id = await ordered(service);
  const gone = await service.request(`/batches/${id}/events`);
  await gone.body?.cancel();
  await sleep(300);
  const asked = backend.stats.total;
  const { done } = endOf(await (await service.request(`/batches/${id}/events`)).text());
  assert.equal(done, 2);
  assert.equal(backend.stats.total, asked);
});

it('reports why a batch failed', async () => {
  const { service, client } = start(60_000);
  const id = await ordered(service);
  const response = await service.request(`/batches/${id}/events`);
  await sleep(50);
  client.close();
  assert.match(await response.text(), /event: failure\ndata: The client was closed/);
});

it('refuses an invalid order and an unknown batch', async () => {
  const { service } = start(100);
  const response = await service.request('/batches', post({ ...order, languages: [] }));
  assert.equal(response.status, 400);
  assert.equal((await service.request('/batches/none/events')).status, 404);
});
