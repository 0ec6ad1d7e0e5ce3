import type { Fault } from '../faults/fault-kinds.js';
import type { MockBackendOptions } from './mock-backend-options.js';

const defaultMix: readonly Fault[] = [
  { kind: 'status', status: 500 },
  { kind: 'html', status: 502 },
  { kind: 'status', status: 503 },
  { kind: 'status', status: 504 },
];

/** The default options of a backend. */
export const backendDefaults = Object.freeze({
  processingMs: [5000, 15_000] as const,
  queueMs: 0,
  jobErrors: 0,
  progress: false,
  createMs: 0,
  idempotencyTtlMs: 24 * 60 * 60 * 1000,
  bulk: true,
  implicitJob: 'with-backend',
  resultAddress: false,
  linkTtlMs: 60 * 60 * 1000,
  expiredLinkStatus: 403,
  faults: 0,
  faultMix: defaultMix,
  script: [],
  latencyMs: 0,
  outages: [],
  now: () => Date.now(),
  maxBodyBytes: 1024 * 1024,
  allowedHosts: [],
  recordRequests: false,
  heygen: {},
}) satisfies MockBackendOptions;
