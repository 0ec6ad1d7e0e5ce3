// ES modules can be required since Node 20.19 and 22.12.
const { TranslationClient } = require('heygen-rx');
const { createMockBackend } = require('heygen-rx/mock-backend');

const backend = createMockBackend({ processingMs: 50 });
const client = new TranslationClient({ baseUrl: 'http://localhost', fetch: backend.request });
client.translate({ outputLanguage: 'French' }).subscribe({
  next: ({ status }) => console.log(status),
  complete: () => backend.stop(),
});
