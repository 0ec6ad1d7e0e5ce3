import * as z from 'zod';
import { durationSchema, type Duration } from '../../values/duration.js';
import { webhookOptionsSchema, type WebhookOptions } from '../../webhooks/webhook-options.js';

/** Options of HeyGen's API. */
export interface HeygenOptions {
  /**
   * The only API key that is accepted.
   * @default any, unless there is an `accessToken`
   */
  readonly apiKey?: string | undefined;
  /**
   * The only bearer token that is accepted.
   * @default any, unless there is an `apiKey`
   */
  readonly accessToken?: string | undefined;
  /**
   * How many jobs may be open at once; a create beyond that gets a 429.
   * @default 10, as on HeyGen's pay-as-you-go
   */
  readonly concurrency?: number | undefined;
  /**
   * The Retry-After of that 429, in seconds.
   * @default 10
   */
  readonly retryAfterSeconds?: number | undefined;
  /**
   * How many jobs the account can create in total.
   * @default Infinity
   */
  readonly quota?: number | undefined;
  /**
   * The response to a create beyond the quota: 402 `insufficient_credit` or 429 `quota_exceeded`.
   * @default 402
   */
  readonly quotaStatus?: 402 | 429 | undefined;
  /**
   * How long after completion a job still has no file URLs.
   * @default 0
   */
  readonly addressLagMs?: Duration | undefined;
  /**
   * The length of the videos.
   * @default [30_000, 300_000]
   */
  readonly videoMs?: Duration | undefined;
  /**
   * Whether videos and callbacks may have any http(s) URL. The real service requires public https.
   * @default false
   */
  readonly allowPrivateAddresses?: boolean | undefined;
  /** How webhooks are delivered. */
  readonly webhooks?: WebhookOptions | undefined;
}

const text = z.string({ error: 'must be text' }).min(1, 'must not be empty').optional();
const amount = z
  .union([z.int(), z.literal(Infinity)], { error: 'must be a whole number or Infinity' })
  .refine(value => value >= 0, 'must be at least 0')
  .optional();

/** Checks the options of HeyGen's API. @internal */
export const heygenOptionsSchema = z
  .strictObject(
    {
      apiKey: text,
      accessToken: text,
      concurrency: amount,
      retryAfterSeconds: amount,
      quota: amount,
      quotaStatus: z.literal([402, 429], { error: 'must be 402 or 429' }).optional(),
      addressLagMs: durationSchema.optional(),
      videoMs: durationSchema.optional(),
      allowPrivateAddresses: z.boolean({ error: 'must be true or false' }).optional(),
      webhooks: webhookOptionsSchema.optional(),
    },
    { error: 'must be an object of options' },
  )
  .refine(({ quotaStatus, quota }) => quotaStatus === undefined || quota !== undefined, {
    path: ['quotaStatus'],
    error: 'has no effect without `quota`',
  });

/** The default options of the API. */
export const heygenDefaults = Object.freeze({
  concurrency: 10,
  retryAfterSeconds: 10,
  quota: Infinity,
  quotaStatus: 402,
  addressLagMs: 0,
  videoMs: [30_000, 300_000] as const,
  allowPrivateAddresses: false,
  webhooks: {},
}) satisfies HeygenOptions;
