const { TranslationClient } = require('heygen-rx');
const { createMockBackend, startMockBackend } = require('heygen-rx/mock-backend');

it('serves a client without a port', async () => {
  const backend = createMockBackend({ processingMs: 10 });
  const client = new TranslationClient({ baseUrl: 'http://localhost', fetch: backend.request });
  expect(await client.waitForCompletion(await client.createJob())).toBe('completed');
  backend.stop();
});

it('serves its dashboard', async () => {
  const backend = await startMockBackend();
  expect(await (await fetch(backend.url)).text()).toContain('<title>');
  await backend.close();
});
