import type { Surroundings } from './fences.js';

/** What the examples of all pages import, and faster jobs. */
export const WORLD: Surroundings = {
  // A backend in the process, and jobs that have just completed.
  client: `
import { TranslationClient } from 'heygen-rx';
import { createMockBackend } from 'heygen-rx/mock-backend';

const backend = createMockBackend({ processingMs: 20, seed: 1 });
export const client = new TranslationClient({
  baseUrl: 'http://localhost',
  fetch: backend.request,
  polling: { initialIntervalMs: 20 },
});
export const jobIds = await client.createBatchJobs(['French', 'German'].map(outputLanguage => ({ outputLanguage })));
export const jobId = jobIds[0]!;
await new Promise(resolve => setTimeout(resolve, 30));
`,
  instead: [
    // The mock backend implements HeyGen's API, with faster jobs.
    [
      `apiKey: process.env.HEYGEN_API_KEY ?? ''`,
      `apiKey: 'key', baseUrl: 'http://localhost', fetch: (await import('heygen-rx/mock-backend')).createMockBackend({ processingMs: 50, heygen: { apiKey: 'key' } }).request`,
    ],
    ['{ transport: heygen }', '{ transport: heygen, polling: { initialIntervalMs: 50 } }'],
    // Jobs of milliseconds, where the pages expect minutes.
    ['adaptive({ pollCostMs: 2000 })', 'adaptive({ pollCostMs: 2000, maxIntervalMs: 100 })'],
    ['medianMs: 2000', 'medianMs: 200'],
    ['processingMs: 2000', 'processingMs: 200'],
    ['processingMs: 4000', 'processingMs: 400'],
    [
      `new TranslationClient({ baseUrl: 'http://localhost', fetch: backend.request })`,
      `new TranslationClient({ baseUrl: 'http://localhost', fetch: backend.request, polling: { initialIntervalMs: 20 } })`,
    ],
    // Limits that a slow machine misses.
    ['AbortSignal.timeout(60_000)', 'AbortSignal.timeout(900_000)'],
  ],
};
