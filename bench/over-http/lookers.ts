import { jobApi, TranslationClient, type Transport } from 'heygen-rx';
import ky from 'ky';
import { tap } from 'rxjs';
import { loop, type Looker, type Target } from './looker.js';

interface Answer {
  readonly result: string;
}

const bareFetch: Looker = target => {
  loop(target, async jobId => (await (await fetch(`${target.baseUrl}/status/${jobId}`)).json()) as Answer);
};

const bareKy: Looker = target => {
  const api = ky.create({ retry: 0 });
  loop(target, jobId => api.get(`${target.baseUrl}/status/${jobId}`).json<Answer>());
};

const singly: Looker = target => {
  const api = jobApi({ baseUrl: target.baseUrl });
  const { looked } = target;
  watchAll(target, {
    create: (request, key) => api.create(request, key),
    status: jobId => api.status(jobId).pipe(tap(() => looked(1))),
  });
};

const inBulk: Looker = target => {
  const api = jobApi({ baseUrl: target.baseUrl });
  const { looked } = target;
  watchAll(target, {
    create: (request, key) => api.create(request, key),
    status: jobId => api.status(jobId),
    statuses: jobIds => api.statuses!(jobIds).pipe(tap(reports => looked(reports.length))),
  });
};

/** Every job at the shortest interval there is: no more requests at once than the others, but as many a second as there can be. */
function watchAll({ jobIds, concurrent }: Target, transport: Transport): void {
  const client = new TranslationClient({
    transport,
    polling: { initialIntervalMs: 10, maxIntervalMs: 10, timeoutMs: 3_600_000 },
    maxConcurrentRequests: concurrent,
    maxRequestsPerSecond: 1_000_000,
  });
  for (const jobId of jobIds) client.watch(jobId).subscribe();
}

/** Who looks. */
export const LOOKERS = {
  'bare-fetch': { title: 'bare fetch', looker: bareFetch },
  'bare-ky': { title: 'bare ky', looker: bareKy },
  singly: { title: 'heygen-rx, singly', looker: singly },
  'in-bulk': { title: 'heygen-rx, in bulk', looker: inBulk },
} as const satisfies Readonly<Record<string, { readonly title: string; readonly looker: Looker }>>;

export type LookerName = keyof typeof LOOKERS;
