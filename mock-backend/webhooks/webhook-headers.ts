import { createHmac } from 'node:crypto';

/** What the headers of a webhook are made of. */
export interface WebhookHeadersOptions {
  /** Used in full, including its `whsec_` prefix; without a secret the webhook is not signed. */
  readonly secret?: string | undefined;
  /** The id of the event, the same for repeated deliveries. */
  readonly eventId: string;
  /** When it is sent, epoch ms. */
  readonly at: number;
}

/**
 * The headers of a webhook: its signature is the lower-case hex HMAC-SHA256 of the raw body.
 *
 * @example
 * const body = JSON.stringify({ event_type: 'video_translate.success', event_data: { video_translate_id: jobId } });
 * const headers = webhookHeaders(body, { secret, eventId: 'event-1', at: Date.now() });
 */
export const webhookHeaders = (
  rawBody: string,
  { secret, eventId, at }: WebhookHeadersOptions,
): Record<string, string> => ({
  'content-type': 'application/json',
  'heygen-event-id': eventId,
  'heygen-timestamp': String(Math.floor(at / 1000)),
  ...(secret !== undefined && {
    'heygen-signature': createHmac('sha256', secret).update(rawBody).digest('hex'),
  }),
});
