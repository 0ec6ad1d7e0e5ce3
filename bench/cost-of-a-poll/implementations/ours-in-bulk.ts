import { TranslationClient, type Transport } from 'heygen-rx';
import { NEVER } from 'rxjs';
import type { Implementation } from '../implementation.js';

/** The client with a service that has bulk requests. */
export const implementation: Implementation = (service, { intervalMs }) => {
  const transport: Transport = {
    create: () => NEVER,
    status: jobId => service.poll$(jobId),
    statuses: jobIds => service.polls$(jobIds),
  };
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
