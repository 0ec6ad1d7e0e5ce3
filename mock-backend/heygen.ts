import { AccountLimits } from './account-limits.js';
import { BatchStore } from './batch-store.js';
import type { Duration } from './duration.js';
import type { HeygenOptions } from './heygen-options.js';
import type { JobStore } from './job-store.js';
import { PresignedLinks } from './presigned-links.js';
import type { Random } from './random.js';
import { TranslationStore } from './translation-store.js';
import { WebhookEndpoints } from './webhook-endpoints.js';
import { WebhookSender } from './webhook-sender.js';
import { Webhooks } from './webhooks.js';

const minuteMs = 60_000;
const dayOfRetriesMs = [
  1000,
  5000,
  30_000,
  5 * minuteMs,
  30 * minuteMs,
  120 * minuteMs,
  360 * minuteMs,
  720 * minuteMs,
];

export interface HeygenParts extends HeygenOptions {
  readonly jobs: JobStore;
  readonly createMs: Duration;
  readonly createRandom: Random;
  readonly idempotencyTtlMs: number;
  readonly seed: number;
  readonly now: () => number;
  readonly hasOwnClock: boolean;
}

/** The state of an account at HeyGen: what its routes read and change. */
export type HeygenAccount = ReturnType<typeof heygenAccount>;

export const heygenAccount = (parts: HeygenParts) => {
  const { jobs, seed, now, webhooks: hooks = {} } = parts;
  const translations = new TranslationStore({
    jobs,
    seed,
    videoMs: parts.videoMs ?? [30_000, 300_000],
    addressLagMs: parts.addressLagMs ?? 0,
  });
  const limits = new AccountLimits({
    translations,
    now,
    concurrency: parts.concurrency ?? 10,
    retryAfterSeconds: parts.retryAfterSeconds ?? 10,
    quota: parts.quota ?? Infinity,
    quotaStatus: parts.quotaStatus ?? 402,
  });
  const endpoints = new WebhookEndpoints({ seed, now });
  const secret = hooks.secret ?? endpoints.newSecret();
  if (hooks.url !== undefined) endpoints.register(hooks.url, null, secret);
  const sender = new WebhookSender({
    delayMs: hooks.delayMs ?? 0,
    loss: hooks.loss ?? 0,
    repeats: hooks.repeats ?? 0,
    late: hooks.late ?? 0,
    lateMs: hooks.lateMs ?? [1000, 10_000],
    retryMs: hooks.retryMs ?? dayOfRetriesMs,
    fetch: hooks.fetch ?? ((url, init) => fetch(url, init)),
    seed,
    now,
  });
  const webhooks = new Webhooks({
    endpoints,
    sender,
    secret,
    signCallbacks: hooks.signCallbacks ?? true,
    now,
    isAutomatic: !parts.hasOwnClock,
  });
  return {
    ...parts,
    idField: hooks.idField ?? ('video_translate_id' as const),
    links: new PresignedLinks({ seed, now }),
    translations,
    batches: new BatchStore(seed),
    limits,
    endpoints,
    webhooks,
  };
};
