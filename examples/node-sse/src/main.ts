import { serve } from '@hono/node-server';
import { TranslationClient } from 'heygen-rx';
import { createMockBackend } from 'heygen-rx/mock-backend';
import { createService } from './service.js';

// In production: new TranslationClient({ transport: heygenApi({ apiKey: process.env.HEYGEN_API_KEY ?? '' }) }). The key stays here, on the server.
const backend = createMockBackend({ progress: true, jobErrors: 0.2 });
const client = new TranslationClient({ baseUrl: 'http://localhost', fetch: backend.request });

serve({ fetch: createService(client).fetch, port: Number(process.env.PORT ?? 3000) }, ({ port }) => {
  console.log(`http://localhost:${port}`);
});
