import * as z from 'zod';
import { durationSchema, type Duration } from '../values/duration.js';
import { shareSchema } from '../values/share.js';

/** The name of the field with a translation's id; HeyGen's reference uses both. */
export type WebhookIdField = 'video_translate_id' | 'video_translation_id';

/** How webhooks are delivered. */
export interface WebhookOptions {
  /**
   * An endpoint registered from the start; more by `POST /v3/webhooks/endpoints`.
   * @default none
   */
  readonly url?: string | undefined;
  /**
   * The secret of that endpoint and of callbacks.
   * @default drawn from the seed, readable as `webhooks.secret`
   */
  readonly secret?: string | undefined;
  /**
   * Whether callbacks of single requests are signed too; HeyGen's reference does not say.
   * @default true
   */
  readonly signCallbacks?: boolean | undefined;
  /**
   * The name of the field with the translation's id.
   * @default 'video_translate_id'
   */
  readonly idField?: WebhookIdField | undefined;
  /**
   * Time from the end of a job to its webhook; with a range, webhooks overtake each other.
   * @default 0
   */
  readonly delayMs?: Duration | undefined;
  /**
   * The fraction that is never delivered, 0 to 1.
   * @default 0
   */
  readonly loss?: number | undefined;
  /**
   * The fraction that is delivered twice, with the same event id, 0 to 1.
   * @default 0
   */
  readonly repeats?: number | undefined;
  /**
   * The fraction that is delivered late, by `lateMs`, 0 to 1.
   * @default 0
   */
  readonly late?: number | undefined;
  /**
   * How late those are.
   * @default [1000, 10_000]
   */
  readonly lateMs?: Duration | undefined;
  /**
   * Delays between attempts, in ms, while the receiver does not respond 2xx within 10 s.
   * @default 1 s, 5 s, 30 s, 5 min, 30 min, 2 h, 6 h, 12 h: about a day in total
   */
  readonly retryMs?: readonly number[] | undefined;
  /**
   * Sends the webhooks; pass a receiver's own `request` to deliver without a port.
   * @default fetch
   */
  readonly fetch?: ((url: string, init: RequestInit) => Response | Promise<Response>) | undefined;
}

const ms = z.number({ error: 'must be milliseconds' }).min(0, 'must be at least 0');

/** Checks how webhooks are delivered. @internal */
export const webhookOptionsSchema = z
  .strictObject({
    url: z.url({ protocol: /^https?$/, error: 'must be an http(s) URL' }).optional(),
    secret: z.string({ error: 'must be text' }).min(1, 'must not be empty').optional(),
    signCallbacks: z.boolean({ error: 'must be true or false' }).optional(),
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
  })
  .refine(({ lateMs, late }) => lateMs === undefined || late !== undefined, {
    path: ['lateMs'],
    error: 'has no effect without `late`',
  });

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;

/** The default delivery of webhooks. */
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
  // Read at each use, so that a `fetch` replaced later is used.
  fetch: (url: string, init: RequestInit) => fetch(url, init),
}) satisfies WebhookOptions;
