import { jobApi, TranslationClient, type Transport } from 'heygen-rx';
import ky from 'ky';
import { firstValueFrom } from 'rxjs';
import { loop, type Poller, type Target } from './poller.js';

interface Report {
  readonly result: string;
}

const bareFetch: Poller = target => {
  loop(target, async jobId => (await (await fetch(`${target.baseUrl}/status/${jobId}`)).json()) as Report);
};

const bareKy: Poller = target => {
  const api = ky.create({ retry: 0 });
  loop(target, jobId => api.get(`${target.baseUrl}/status/${jobId}`).json<Report>());
};

/** ky with a `fetch` that can be aborted and bypasses the cache, as the library's transport needs it. */
const abortableKy: Poller = ({ baseUrl, ...target }) => {
  loop({ baseUrl, ...target }, async jobId => {
    const url = `${baseUrl}/status/${jobId}`;
    const { signal } = new AbortController();
    const send = (): Promise<Response> => fetch(url, { signal, cache: 'no-store', redirect: 'manual' });
    return ky(url, { fetch: send, retry: 0, timeout: false, throwHttpErrors: false }).json<Report>();
  });
};

const singly: Poller = target => {
  const api = jobApi({ baseUrl: target.baseUrl });
  watchAll(target, {
    create: (request, key) => api.create(request, key),
    status: jobId => {
      target.polled(1);
      return api.status(jobId);
    },
  });
};

const inBulk: Poller = target => {
  const api = jobApi({ baseUrl: target.baseUrl });
  watchAll(target, {
    create: (request, key) => api.create(request, key),
    status: jobId => api.status(jobId),
    statuses: jobIds => {
      target.polled(jobIds.length);
      return api.statuses!(jobIds);
    },
  });
};

const bulkAlone: Poller = ({ baseUrl, jobIds, concurrent, polled }) => {
  const api = jobApi({ baseUrl });
  const run = async (): Promise<never> => {
    for (;;) polled((await firstValueFrom(api.statuses!(jobIds.slice(0, 100)))).length);
  };
  for (let running = 0; running < concurrent; running++) void run();
};

/** Watches every job at the shortest possible interval, since the others do not wait at all: as many requests at once as theirs, and no limit per second. */
function watchAll({ jobIds, concurrent }: Target, transport: Transport): void {
  const client = new TranslationClient({
    transport,
    polling: { initialIntervalMs: 1, maxIntervalMs: 1, timeoutMs: 3_600_000 },
    minIntervalMs: 1,
    maxConcurrentRequests: concurrent,
    maxRequestsPerSecond: 1_000_000,
  });
  for (const jobId of jobIds) client.watch(jobId).subscribe();
}

/** The pollers measured. */
export const POLLERS = {
  'bare-fetch': { title: 'bare fetch', poller: bareFetch },
  'bare-ky': { title: 'bare ky', poller: bareKy },
  'abortable-ky': { title: 'ky, abortable', poller: abortableKy },
  singly: { title: 'heygen-rx, singly', poller: singly },
  'in-bulk': { title: 'heygen-rx, in bulk', poller: inBulk },
  'bulk-alone': { title: 'bulk requests, no watches', poller: bulkAlone },
} as const satisfies Readonly<Record<string, { readonly title: string; readonly poller: Poller }>>;

export type PollerName = keyof typeof POLLERS;
