// What the tasks of the README take for granted: put before each, and cleaned up after it.
export const BEFORE = `
import { TranslationClient as ReadmeClient } from 'heygen-rx';
import { startMockBackend as startReadmeBackend } from 'heygen-rx/mock-backend';
const readmeBackend = await startReadmeBackend({ processingMs: 50, seed: 1 });
const client = new ReadmeClient({ baseUrl: readmeBackend.url, polling: { initialIntervalMs: 20 } });
const jobIds = await client.createBatchJobs(2);
const jobId = jobIds[0]!;
void jobIds;
void jobId;
`;
