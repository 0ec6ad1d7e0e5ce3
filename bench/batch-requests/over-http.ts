import { jobApi, TranslationClient, type Transport } from 'heygen-rx';
import { startMockBackend } from 'heygen-rx/mock-backend';
import { lastValueFrom, tap } from 'rxjs';
import type { BatchOutcome } from './virtual-batch.js';

const INTERVAL_MS = 500;

/** Watches so many jobs of 2 to 8 s at the mock backend, over HTTP, with its bulk call or without. */
export async function watchOverHttp(jobs: number, hasBulk: boolean): Promise<BatchOutcome> {
  const backend = await startMockBackend({ processingMs: [2000, 8000], seed: 5 });
  const api = jobApi({ baseUrl: backend.url });
  const singly: Transport = {
    create: (request, key) => api.create(request, key),
    status: id => api.status(id),
  };
  const client = new TranslationClient({
    transport: hasBulk ? api : singly,
    polling: { strategy: () => INTERVAL_MS },
    maxRequestsPerSecond: 1_000_000,
    maxConcurrentRequests: 50,
  });
  const jobIds = Array.from({ length: jobs }, () => backend.app.jobs.create().id);
  const ends = new Map(backend.app.jobs.list().map(({ id, endsAt }) => [id, endsAt]));
  let delayMs = 0;
  await lastValueFrom(
    client.watchBatch(jobIds).pipe(
      tap(batch => {
        const job = batch.changed === undefined ? undefined : batch.get(batch.changed);
        if (job?.status === 'completed') delayMs += job.at - ends.get(job.jobId)!;
      }),
    ),
  );
  const requests = backend.app.stats.total;
  await backend.close();
  return { requests, delayMs: delayMs / jobs };
}
