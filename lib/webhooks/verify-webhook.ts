// The path of a webhook: headers -> signature -> age -> event. `webhook-receiver` does this for each delivery, and drops repeats.
import { asyncScheduler } from 'rxjs';
import { aFlag, aFunction, checkOptions, type CheckTable } from '../model/checks.js';
import { present } from '../model/present.js';
import { readWebhook, type WebhookEvent } from './webhook-event.js';
import { HEADER, headerIn, type WebhookHeaders } from './webhook-headers.js';
import { isTooLong, WebhookSecrets, type RawBody } from './webhook-signature.js';

/**
 * Why a webhook is refused: a header is missing; it was signed with another secret, or changed in transit; it is too old or too new; or it is
 * not JSON, or longer than 1 MiB.
 */
export type WebhookRefusal = 'unsigned' | 'forged' | 'stale' | 'unreadable';

/** A genuine webhook, or why it was refused. */
export type WebhookVerdict =
  { readonly verdict: 'accepted'; readonly event: WebhookEvent } | { readonly verdict: WebhookRefusal };

/** How webhooks are verified. */
export interface VerifyOptions {
  /**
   * Whether a webhook must have a timestamp. Older HeyGen deliveries may lack it; without it an old one can be replayed.
   * @default true
   */
  readonly requireTimestamp?: boolean | undefined;
  /**
   * Whether a webhook must have an id. Older HeyGen deliveries may lack it; the signature then replaces it.
   * @default true
   */
  readonly requireEventId?: boolean | undefined;
  /** How far a webhook's timestamp may differ from the local clock in either direction, in ms. @default 300_000, as in HeyGen's reference */
  readonly toleranceMs?: number | undefined;
  /** The local clock, in epoch ms. @default the platform's */
  readonly now?: (() => number) | undefined;
}

/** The checks of these options. */
export const VERIFY_OPTIONS: CheckTable<VerifyOptions> = {
  toleranceMs: value =>
    typeof value === 'number' && value >= 0 ? undefined : 'must be a number of at least 0',
  now: aFunction,
  requireTimestamp: aFlag,
  requireEventId: aFlag,
};

/**
 * Is this webhook from HeyGen, and recent? Resolves for any delivery. It does not detect repeats: see `webhookReceiver`.
 *
 * HeyGen signs the body, but not the timestamp or the id: treat even an accepted webhook as a hint to poll the job.
 *
 * @param rawBody The body byte for byte, before any JSON parser.
 * @param secret The endpoint's whole secret; a list while it is being rotated.
 * @throws TypeError or RangeError (rejects) for an invalid secret or option, and for a body that is not raw.
 * @example
 * const verdict = await verifyWebhook(rawBody, headers, secret);
 * if (verdict.verdict === 'accepted') console.log(verdict.event.type);
 */
export async function verifyWebhook(
  rawBody: RawBody,
  headers: WebhookHeaders,
  secret: string | readonly string[],
  options: VerifyOptions = {},
): Promise<WebhookVerdict> {
  checkOptions('verify webhooks', options, VERIFY_OPTIONS);
  return await new WebhookVerifier(secret, options).verify(rawBody, headers);
}

/** Verifies webhooks signed with the same secrets. */
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
    this.#secrets = new WebhookSecrets(secret);
    this.#toleranceMs = toleranceMs;
    this.#now = now;
    this.#needsTimestamp = requireTimestamp;
    this.#needsEventId = requireEventId;
  }

  async verify(rawBody: RawBody, headers: WebhookHeaders): Promise<WebhookVerdict> {
    const signature = headerIn(headers, HEADER.signature);
    const timestamp = headerIn(headers, HEADER.timestamp);
    const eventId = headerIn(headers, HEADER.eventId);
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

/** Unix seconds; anything but a number counts as too old. */
const sentAtOf = (timestamp: string): number =>
  /^\d{1,11}$/.test(timestamp) ? Number(timestamp) * 1000 : -Infinity;
