import { createHmac } from 'node:crypto';

export interface WebhookHeadersOptions {
  /** Used in full, including its `whsec_` prefix; without a secret the webhook is not signed. */
  readonly secret?: string | undefined;
  readonly eventId: string;
  /** When it is sent, epoch ms. */
  readonly at: number;
}

/** The headers of a webhook: its signature is the lower-case hex HMAC-SHA256 of the raw body. */
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
