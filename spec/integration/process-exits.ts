// Run by a spec in a process of its own, which must exit by itself once the last subscriber has unsubscribed.
import { TranslationClient } from 'heygen-rx';
import { startMockBackend } from 'heygen-rx/mock-backend';

const backend = await startMockBackend({ processingMs: 3_600_000 });
const client = new TranslationClient({
  baseUrl: backend.url,
  polling: { initialIntervalMs: 3_600_000, maxIntervalMs: 3_600_000 },
});
const jobIds = await client.createBatchJobs(3);
const subscription = client.watchBatch(jobIds).subscribe();
const waiting = new AbortController();
client.waitForCompletion(jobIds[0]!, { signal: waiting.signal, timeoutMs: 3_600_000 }).catch(() => undefined);
await client.getStatus(jobIds[1]!);
console.log('watching');
subscription.unsubscribe();
waiting.abort();
console.log('unsubscribed');
await backend.close();
