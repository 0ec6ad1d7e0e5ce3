import type { Fault } from './fault.js';
import type { HeygenOptions, WebhookOptions } from './heygen-options.js';
import type { MockBackendOptions } from './options.js';

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;

const defaultMix: readonly Fault[] = [
  { kind: 'status', status: 500 },
  { kind: 'html', status: 502 },
  { kind: 'status', status: 503 },
  { kind: 'status', status: 504 },
];

export const backendDefaults = Object.freeze({
  processingMs: [5 * secondMs, 15 * secondMs] as const,
  queueMs: 0,
  jobErrors: 0,
  progress: false,
  createMs: 0,
  idempotencyTtlMs: 24 * hourMs,
  bulk: true,
  faults: 0,
  faultMix: defaultMix,
  script: [],
  latencyMs: 0,
  outages: [],
  now: Date.now,
  recordRequests: false,
  heygen: {},
}) satisfies MockBackendOptions;

export const heygenDefaults = Object.freeze({
  concurrency: 10,
  retryAfterSeconds: 10,
  quota: Infinity,
  quotaStatus: 402,
  addressLagMs: 0,
  videoMs: [30 * secondMs, 5 * minuteMs] as const,
  allowPrivateAddresses: false,
  webhooks: {},
}) satisfies HeygenOptions;

export const webhookDefaults = Object.freeze({
  signCallbacks: true,
  idField: 'video_translate_id',
  delayMs: 0,
  loss: 0,
  repeats: 0,
  late: 0,
  lateMs: [secondMs, 10 * secondMs] as const,
  retryMs: [
    secondMs,
    5 * secondMs,
    30 * secondMs,
    5 * minuteMs,
    30 * minuteMs,
    2 * hourMs,
    6 * hourMs,
    12 * hourMs,
  ],
  // Looked up when it is used: whoever replaces it later is heard.
  fetch: (url: string, init: RequestInit) => fetch(url, init),
}) satisfies WebhookOptions;
