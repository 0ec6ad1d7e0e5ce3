import { CircuitBreaker, jobApi, TranslationClient } from 'heygen-rx';
import type { Observable } from 'rxjs';
import type { Traffic } from './traffic.js';

/** How the jobs of a batch are polled: each with a request of its own, or up to 100 per request. */
export type PollMode = 'singly' | 'bulk';

/** Time limit of a request, in ms. */
export const requestTimeoutMs = 10_000;

/** Two clients of one service with one circuit breaker: one that polls up to 100 jobs per request, and one that polls each job singly. */
export const makeClients = (baseUrl: string, traffic: Traffic, paused$: Observable<boolean>) => {
  // Shorter than the defaults, so that one can see the circuit open and close.
  const breaker = new CircuitBreaker({
    failureThreshold: 5,
    resetTimeoutMs: 3000,
    growth: 1.5,
    maxResetTimeoutMs: 8000,
  });
  const api = jobApi({ baseUrl, fetch: traffic.fetch, requestTimeoutMs });
  const common = {
    circuitBreaker: breaker,
    paused$,
    requestTimeoutMs,
    // A browser opens six connections to a server: one is left for the page itself.
    maxConcurrentRequests: 5,
    retry: { maxAttempts: 8 },
  };
  const clients: Readonly<Record<PollMode, TranslationClient>> = {
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
