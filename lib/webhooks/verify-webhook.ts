// A webhook goes: headers -> signature -> age -> event. `webhook-receiver` does this for each that comes in, and drops repeats.
import { asyncScheduler } from 'rxjs';
import { checkNames } from '../model/checks.js';
import { present } from '../transport/present.js';
import { readWebhook, type WebhookEvent } from './webhook-event.js';
import { headerIn, type WebhookHeaders } from './webhook-headers.js';
import { isTooLong, WebhookSecrets, type RawBody } from './webhook-signature.js';

/**
 * Why a webhook is not believed: a header is missing; it was signed with another secret, or changed on its way; it is too old or too new; or it is
 * not JSON, or longer than 1 MiB.
 */
export type WebhookRefusal = 'unsigned' | 'forged' | 'stale' | 'unreadable';

/** A webhook that can be believed, or why not. */
export type WebhookVerdict =
  { readonly verdict: 'accepted'; readonly event: WebhookEvent } | { readonly verdict: WebhookRefusal };

/** How webhooks are verified. */
export interface VerifyOptions {
  /**
   * Whether a webhook must tell when it was sent. Older deliveries of HeyGen may not; without it an old one can be replayed.
   * @default true
   */
  readonly requireTimestamp?: boolean | undefined;
  /**
   * Whether a webhook must have an id. Older deliveries of HeyGen may not; its signature then stands for it.
   * @default true
   */
  readonly requireEventId?: boolean | undefined;
  /** How far a webhook's time and ours may be apart, either way, in ms. @default 300_000, as HeyGen's reference says */
  readonly toleranceMs?: number | undefined;
  /** Our clock, epoch ms. @default the platform's */
  readonly now?: (() => number) | undefined;
}

export const VERIFY_OPTIONS = [
  'toleranceMs',
  'now',
  'requireTimestamp',
  'requireEventId',
] as const satisfies readonly (keyof VerifyOptions)[];

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
  readonly #needsTimestamp: boolean;
  readonly #needsEventId: boolean;

  constructor(
    secret: string | readonly string[],
    {
      toleranceMs = 300_000,
      now = () => asyncScheduler.now(),
      requireTimestamp = true,
      requireEventId = true,
    }: VerifyOptions,
  ) {
    if (!(toleranceMs >= 0)) {
      throw new RangeError(`Cannot verify webhooks: \`toleranceMs\` must be at least 0, got ${toleranceMs}`);
    }
    this.#secrets = new WebhookSecrets(secret);
    this.#toleranceMs = toleranceMs;
    this.#now = now;
    this.#needsTimestamp = requireTimestamp;
    this.#needsEventId = requireEventId;
  }

  async verify(rawBody: RawBody, headers: WebhookHeaders): Promise<WebhookVerdict> {
    const signature = SIGNATURE_HEADERS.map(name => headerIn(headers, name)).find(value => value);
    const timestamp = headerIn(headers, 'heygen-timestamp');
    const eventId = headerIn(headers, 'heygen-event-id');
    if (!signature || (this.#needsTimestamp && !timestamp) || (this.#needsEventId && !eventId)) {
      return { verdict: 'unsigned' };
    }
    if (isTooLong(rawBody)) return { verdict: 'unreadable' };
    if (!(await this.#secrets.match(signature, rawBody))) return { verdict: 'forged' };
    const sentAt = timestamp ? sentAtOf(timestamp) : undefined;
    if (sentAt !== undefined && !(Math.abs(this.#now() - sentAt) <= this.#toleranceMs)) {
      return { verdict: 'stale' };
    }
    const body = typeof rawBody === 'string' ? rawBody : new TextDecoder().decode(rawBody);
    const event = readWebhook(body, present({ eventId: eventId ?? signature, sentAt }));
    return event === undefined ? { verdict: 'unreadable' } : { verdict: 'accepted', event };
  }
}

/** HeyGen's pages and older code name three headers. */
const SIGNATURE_HEADERS = ['heygen-signature', 'x-heygen-signature', 'signature'];

/** Unix seconds; what is not a number is as good as old. */
const sentAtOf = (timestamp: string): number =>
  /^\d{1,11}$/.test(timestamp) ? Number(timestamp) * 1000 : -Infinity;
