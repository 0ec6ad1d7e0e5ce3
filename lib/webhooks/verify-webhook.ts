import { asyncScheduler } from 'rxjs';
import { checkNames } from '../model/checks.js';
import { readWebhook, type WebhookEvent } from './webhook-event.js';
import { headerIn, type WebhookHeaders } from './webhook-headers.js';
import { WebhookSecrets, type RawBody } from './webhook-signature.js';

/**
 * Why a webhook is not believed: it lacks a header that each has, was signed with another secret or changed on its way, is too old or too
 * new, or says nothing that can be read.
 */
export type WebhookRefusal = 'unsigned' | 'forged' | 'stale' | 'unreadable';

/** A webhook that can be believed, or why not. */
export type WebhookVerdict =
  { readonly verdict: 'accepted'; readonly event: WebhookEvent } | { readonly verdict: WebhookRefusal };

export interface VerifyOptions {
  /** How far a webhook's time and ours may be apart, either way, in ms. @default 300_000, as HeyGen's reference says */
  readonly toleranceMs?: number | undefined;
  /** Our clock, epoch ms. @default the platform's */
  readonly now?: (() => number) | undefined;
}

export const VERIFY_OPTIONS = ['toleranceMs', 'now'] as const satisfies readonly (keyof VerifyOptions)[];

/**
 * Is this webhook HeyGen's, and fresh? It resolves for whatever came in. Whether it has come before, a `webhookReceiver` knows.
 *
 * HeyGen signs the body, but neither its time nor its id: treat even an accepted webhook as a hint to poll the job.
 *
 * @param rawBody The body byte for byte, before any JSON parser.
 * @param secret The endpoint's, whole; a list while it is being replaced.
 * @throws TypeError or RangeError (rejects) for a secret or an option that cannot be used, and for a body that is not raw.
 */
export async function verifyWebhook(
  rawBody: RawBody,
  headers: WebhookHeaders,
  secret: string | readonly string[],
  options: VerifyOptions = {},
): Promise<WebhookVerdict> {
  checkNames('verify webhooks', options, VERIFY_OPTIONS);
  return await new WebhookVerifier(secret, options).verify(rawBody, headers);
}

/** Verifies webhooks that were signed with the same secrets. */
export class WebhookVerifier {
  readonly #secrets: WebhookSecrets;
  readonly #toleranceMs: number;
  readonly #now: () => number;

  constructor(
    secret: string | readonly string[],
    { toleranceMs = 300_000, now = () => asyncScheduler.now() }: VerifyOptions,
  ) {
    if (!(toleranceMs >= 0)) {
      throw new RangeError(`Cannot verify webhooks: \`toleranceMs\` must be at least 0, got ${toleranceMs}`);
    }
    this.#secrets = new WebhookSecrets(secret);
    this.#toleranceMs = toleranceMs;
    this.#now = now;
  }

  async verify(rawBody: RawBody, headers: WebhookHeaders): Promise<WebhookVerdict> {
    const signature = headerIn(headers, 'heygen-signature');
    const timestamp = headerIn(headers, 'heygen-timestamp');
    const eventId = headerIn(headers, 'heygen-event-id');
    if (!signature || !timestamp || !eventId) return { verdict: 'unsigned' };
    if (!(await this.#secrets.match(signature, rawBody))) return { verdict: 'forged' };
    // Unix seconds; what is not a number is as good as old.
    const sentAt = /^\d{1,11}$/.test(timestamp) ? Number(timestamp) * 1000 : -Infinity;
    if (!(Math.abs(this.#now() - sentAt) <= this.#toleranceMs)) return { verdict: 'stale' };
    const body = typeof rawBody === 'string' ? rawBody : new TextDecoder().decode(rawBody);
    const event = readWebhook(body, { eventId, sentAt });
    return event === undefined ? { verdict: 'unreadable' } : { verdict: 'accepted', event };
  }
}
