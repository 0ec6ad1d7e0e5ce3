/**
 * HeyGen's webhooks: verified, and turned into polls.
 *
 * @module heygen-rx/webhooks
 */

export { verifyWebhook } from './verify-webhook.js';
export type { VerifyOptions, WebhookRefusal, WebhookVerdict } from './verify-webhook.js';
export { webhookReceiver } from './webhook-receiver.js';
export type { Receipt, WebhookReceiver, WebhookReceiverOptions } from './webhook-receiver.js';
export type {
  BatchFinished,
  OtherWebhook,
  TranslationFailed,
  TranslationSucceeded,
  WebhookEvent,
} from './webhook-event.js';
export type { WebhookHeaders } from './webhook-headers.js';
export type { RawBody } from './webhook-signature.js';
