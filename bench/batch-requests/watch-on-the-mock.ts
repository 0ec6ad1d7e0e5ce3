import { jobApi, TranslationClient, type Transport } from 'heygen-rx';
import { createMockBackend, type MockBackend } from 'heygen-rx/mock-backend';
import { lastValueFrom } from 'rxjs';
import type { WatchResult } from './watch-result.js';

const INTERVAL_MS = 1000;

/** Watches the same jobs with two clients at the same time, one with bulk requests and one without: in real time, over the real wire format. */
export async function watchOnTheMock(jobs: number): Promise<{ singly: WatchResult; inBulk: WatchResult }> {
  const backend = createMockBackend({ processingMs: [3000, 9000], seed: 1 });
  const jobIds = Array.from({ length: jobs }, () => backend.jobs.create().id);
  const [singly, inBulk] = await Promise.all([
    watch(backend, jobIds, ({ statuses: _, ...withoutBulk }) => withoutBulk),
    watch(backend, jobIds, transport => transport),
  ]);
  return { singly, inBulk };
}

async function watch(
  backend: MockBackend,
  jobIds: readonly string[],
  use: (transport: Transport) => Transport,
): Promise<WatchResult> {
  let requests = 0;
  const api = jobApi({
    baseUrl: 'http://127.0.0.1',
    fetch: (url, init) => {
      requests++;
      return backend.request(url, init);
    },
  });
  const transport: Transport = {
    create: (request, key) => api.create(request, key),
    status: jobId => api.status(jobId),
    statuses: ids => api.statuses!(ids),
  };
  const client = new TranslationClient({
    transport: use(transport),
    polling: { initialIntervalMs: INTERVAL_MS, maxIntervalMs: INTERVAL_MS },
    // No limit that would make a thousand single polls wait: only the interval decides.
    maxRequestsPerSecond: 100_000,
    maxConcurrentRequests: 1000,
  });
  const batch = await lastValueFrom(client.watchBatch(jobIds));
  let delayMs = 0;
  for (const [jobId, snapshot] of batch.entries()) delayMs += snapshot!.at - backend.jobs.get(jobId)!.endsAt;
  return { requests, delayMs: delayMs / jobIds.length };
}
