import { TranslationClient, type Transport } from 'heygen-rx';
import { NEVER } from 'rxjs';
import type { Implementation } from '../implementation.js';

/** The client with all its parts. The request limits are so high that no poll waits for them. */
export const implementation: Implementation = (service, { intervalMs }) => {
  const transport: Transport = { create: () => NEVER, status: jobId => service.poll$(jobId) };
  const client = new TranslationClient({
    transport,
    polling: { initialIntervalMs: intervalMs, maxIntervalMs: intervalMs, jitterFactor: 0.1 },
    maxRequestsPerSecond: 1_000_000,
    maxConcurrentRequests: 10_000,
  });
  return jobId => {
    const watch = client.watch(jobId).subscribe();
    return () => watch.unsubscribe();
  };
};
