import { z } from 'zod';
import { durationSchema, type Duration } from './duration.js';
import { shareSchema } from './share.js';
import type { WebhookIdField } from './webhook-events.js';

/** What can be chosen about HeyGen's dialect. */
export interface HeygenOptions {
  /**
   * The only API key that is good.
   * @default any, unless there is an `accessToken`
   */
  readonly apiKey?: string | undefined;
  /**
   * The only bearer token that is good.
   * @default any, unless there is an `apiKey`
   */
  readonly accessToken?: string | undefined;
  /**
   * How many jobs may be open at once; a create beyond that is answered 429.
   * @default 10, as on HeyGen's pay-as-you-go
   */
  readonly concurrency?: number | undefined;
  /**
   * The Retry-After of that 429.
   * @default 10
   */
  readonly retryAfterSeconds?: number | undefined;
  /**
   * How many jobs the account is good for in all.
   * @default Infinity
   */
  readonly quota?: number | undefined;
  /**
   * What a create beyond the quota is answered: 402 `insufficient_credit` or 429 `quota_exceeded`.
   * @default 402
   */
  readonly quotaStatus?: 402 | 429 | undefined;
  /**
   * For how long a completed job has no address of its files yet.
   * @default 0
   */
  readonly addressLagMs?: Duration | undefined;
  /**
   * How long the videos are.
   * @default [30_000, 300_000]
   */
  readonly videoMs?: Duration | undefined;
  /**
   * Whether videos and callbacks may be at any http(s) address. The real service wants public https.
   * @default false
   */
  readonly allowPrivateAddresses?: boolean | undefined;
  readonly webhooks?: WebhookOptions | undefined;
}

/** How webhooks are delivered. */
export interface WebhookOptions {
  /**
   * An endpoint registered from the start; more by `POST /v3/webhooks/endpoints`.
   * @default none
   */
  readonly url?: string | undefined;
  /**
   * The secret of that endpoint, and of callbacks.
   * @default drawn from the seed, told in `webhooks.secret`
   */
  readonly secret?: string | undefined;
  /**
   * Whether callbacks of single requests are signed too; HeyGen's reference does not say.
   * @default true
   */
  readonly signCallbacks?: boolean | undefined;
  /**
   * What the id of a translation is called; HeyGen's reference has both.
   * @default 'video_translate_id'
   */
  readonly idField?: WebhookIdField | undefined;
  /**
   * From the end of a job to its webhook; a range makes them overtake each other.
   * @default 0
   */
  readonly delayMs?: Duration | undefined;
  /**
   * The share that never comes.
   * @default 0
   */
  readonly loss?: number | undefined;
  /**
   * The share that comes twice, with the same event id.
   * @default 0
   */
  readonly repeats?: number | undefined;
  /**
   * The share that comes later by `lateMs`.
   * @default 0
   */
  readonly late?: number | undefined;
  /** @default [1000, 10_000] */
  readonly lateMs?: Duration | undefined;
  /**
   * The waits between attempts while a receiver does not answer 2xx within 10 s.
   * @default 1 s, 5 s, 30 s, 5 min, 30 min, 2 h, 6 h, 12 h: about a day in all
   */
  readonly retryMs?: readonly number[] | undefined;
  /**
   * Sends them; a receiver's own `request` will do.
   * @default fetch
   */
  readonly fetch?: ((url: string, init: RequestInit) => Response | Promise<Response>) | undefined;
}

const text = z.string({ error: 'must be text' }).min(1, 'must not be empty').optional();
const flag = z.boolean({ error: 'must be true or false' }).optional();
const amount = z
  .union([z.int(), z.literal(Infinity)], { error: 'must be a whole number or Infinity' })
  .refine(value => value >= 0, 'must be at least 0')
  .optional();
const ms = z.number({ error: 'must be milliseconds' }).min(0, 'must be at least 0');

const webhookOptionsSchema = z.strictObject({
  url: z.url({ protocol: /^https?$/, error: 'must be an http(s) address' }).optional(),
  secret: text,
  signCallbacks: flag,
  idField: z
    .enum(['video_translate_id', 'video_translation_id'], {
      error: "must be 'video_translate_id' or 'video_translation_id'",
    })
    .optional(),
  delayMs: durationSchema.optional(),
  loss: shareSchema.optional(),
  repeats: shareSchema.optional(),
  late: shareSchema.optional(),
  lateMs: durationSchema.optional(),
  retryMs: z.array(ms, { error: 'must be a list of milliseconds' }).optional(),
  fetch: z
    .custom<WebhookOptions['fetch']>(value => typeof value === 'function', { error: 'must be a function' })
    .optional(),
});

export const heygenOptionsSchema = z.strictObject(
  {
    apiKey: text,
    accessToken: text,
    concurrency: amount,
    retryAfterSeconds: amount,
    quota: amount,
    quotaStatus: z.literal([402, 429], { error: 'must be 402 or 429' }).optional(),
    addressLagMs: durationSchema.optional(),
    videoMs: durationSchema.optional(),
    allowPrivateAddresses: flag,
    webhooks: webhookOptionsSchema.optional(),
  },
  { error: 'must be an object of options' },
);
