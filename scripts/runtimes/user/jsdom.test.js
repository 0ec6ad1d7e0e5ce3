const { TranslationClient } = require('heygen-rx');
const { hidden$ } = require('heygen-rx/browser');
const { createMockBackend, startMockBackend } = require('heygen-rx/mock-backend');
const { virtualClient } = require('heygen-rx/testing');
const { firstValueFrom, lastValueFrom } = require('rxjs');

it('runs in a document', async () => {
  expect(document.visibilityState).toBe('visible');
  expect(await firstValueFrom(hidden$)).toBe(false);
});

it('uses the mock backend without a port', async () => {
  const backend = createMockBackend({ processingMs: 10 });
  const client = new TranslationClient({ baseUrl: 'http://localhost', fetch: backend.request });
  expect(await client.waitForCompletion(await client.createJob())).toBe('completed');
  backend.stop();
});

it('sends requests', async () => {
  const backend = await startMockBackend({ processingMs: 10 });
  const client = new TranslationClient({ baseUrl: backend.url });
  expect(await client.waitForCompletion(await client.createJob())).toBe('completed');
  await backend.close();
});

it('watches a scripted job', async () => {
  const client = virtualClient({ jobs: { 'job-1': 'p 9ms c' } }, { polling: { initialIntervalMs: 1 } });
  expect((await lastValueFrom(client.watch('job-1'))).status).toBe('completed');
});
