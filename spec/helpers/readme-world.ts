/** What the tasks of the README take for granted, on one line: a backend in the process, and jobs that have just been completed. */
export const BEFORE = [
  `import { TranslationClient as WorldClient } from 'heygen-rx';`,
  `import { createMockBackend as createWorld } from 'heygen-rx/mock-backend';`,
  `const world = createWorld({ processingMs: 20, seed: 1 });`,
  `const client = new WorldClient({ baseUrl: 'http://localhost', fetch: world.request, polling: { initialIntervalMs: 20 } });`,
  `const jobIds = await client.createBatchJobs(2);`,
  `const jobId = jobIds[0]!;`,
  `await new Promise(resolve => setTimeout(resolve, 30));`,
  `void [client, jobIds, jobId];`,
].join(' ');
