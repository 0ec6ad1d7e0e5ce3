import { CircuitBreaker, jobApi, TranslationClient } from 'heygen-rx';
import type { Observable } from 'rxjs';
import type { Traffic } from './traffic.js';

/** How the jobs of a batch are polled. */
export type Polls = 'singly' | 'bulk';

/**
 * Two clients of one service behind one breaker: one that takes up to 100 jobs a request, and one that polls each by itself, since that
 * is where a schedule is best seen.
 */
export const makeClients = (baseUrl: string, traffic: Traffic, paused$: Observable<boolean>) => {
  // Shorter than the defaults: whoever breaks something here wants to see it mend.
  const breaker = new CircuitBreaker({
    failureThreshold: 5,
    resetTimeoutMs: 3000,
    growth: 1.5,
    maxResetTimeoutMs: 8000,
  });
  const api = jobApi({ baseUrl, fetch: traffic.fetch, requestTimeoutMs: 10_000 });
  const common = {
    circuitBreaker: breaker,
    paused$,
    requestTimeoutMs: 10_000,
    // A browser opens six connections to a server: one is left for the page itself.
    maxConcurrentRequests: 5,
    retry: { maxAttempts: 8 },
  };
  const clients: Readonly<Record<Polls, TranslationClient>> = {
    bulk: new TranslationClient({ ...common, transport: api }),
    singly: new TranslationClient({
      ...common,
      transport: {
        create: (request, key) => api.create(request, key),
        status: jobId => api.status(jobId),
      },
    }),
  };
  return { breaker, clients };
};
