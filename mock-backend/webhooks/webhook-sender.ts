import { drawDuration, type Duration } from '../values/duration.js';
import { randomHex, seededRandom } from '../values/random.js';
import { postWebhook, type Fetch } from './post-webhook.js';
import type { WebhookEvent } from './webhook-event.js';

/** One attempt to deliver a webhook. */
export interface WebhookDelivery {
  /** When it was sent, epoch ms. */
  readonly at: number;
  /** Where it was sent. */
  readonly url: string;
  /** The id of the event. */
  readonly eventId: string;
  /** HeyGen's word for the event. */
  readonly eventType: string;
  /** Counts from 1, including repeats of an accepted webhook. */
  readonly attempt: number;
  /** Absent if there was no response. */
  readonly status?: number;
}

export interface WebhookSenderOptions {
  readonly delayMs: Duration;
  readonly loss: number;
  readonly repeats: number;
  readonly late: number;
  readonly lateMs: Duration;
  readonly retryMs: readonly number[];
  readonly fetch: Fetch;
  readonly seed: number;
  readonly now: () => number;
}

interface Pending {
  readonly url: string;
  readonly secret: string | undefined;
  readonly eventId: string;
  readonly eventType: string;
  readonly rawBody: string;
  readonly dueAt: number;
  readonly attempt: number;
  readonly isRepeated: boolean;
}

/** Delivers webhooks: retried until accepted, and optionally late, twice, or never. */
export class WebhookSender {
  readonly #options: WebhookSenderOptions;
  readonly #random;
  readonly #idRandom;
  readonly #deliveries: WebhookDelivery[] = [];
  #pending: Pending[] = [];

  constructor(options: WebhookSenderOptions) {
    this.#options = options;
    this.#random = seededRandom(options.seed, 'webhooks');
    this.#idRandom = seededRandom(options.seed, 'webhook ids');
  }

  get deliveries(): readonly WebhookDelivery[] {
    return this.#deliveries;
  }

  /** When the next one is due; Infinity for none. */
  get nextDueAt(): number {
    return this.#pending.reduce((next, { dueAt }) => Math.min(next, dueAt), Infinity);
  }

  /** Plans one delivery. Always draws the same number of random numbers. */
  plan({ type, data, happenedAt }: WebhookEvent, url: string, secret: string | undefined): void {
    const { loss, repeats, late, lateMs, delayMs } = this.#options;
    const [isLost, isRepeated = false, isLate] = [loss, repeats, late].map(share => this.#random() < share);
    const delay = drawDuration(delayMs, this.#random);
    const lateness = drawDuration(lateMs, this.#random);
    const eventId = randomHex(this.#idRandom, 32);
    if (isLost === true) return;
    this.#pending.push({
      url,
      secret,
      eventId,
      eventType: type,
      rawBody: JSON.stringify({ event_type: type, event_data: data }),
      dueAt: happenedAt + delay + (isLate === true ? lateness : 0),
      attempt: 1,
      isRepeated,
    });
  }

  /** Sends everything that is due, oldest first; calls back after each delivery, and resolves after the last. */
  async sendDue(onDelivered: () => void): Promise<void> {
    const now = this.#options.now();
    const due = this.#pending.filter(({ dueAt }) => dueAt <= now).sort((a, b) => a.dueAt - b.dueAt);
    this.#pending = this.#pending.filter(({ dueAt }) => dueAt > now);
    await Promise.all(due.map(pending => this.#send(pending).then(onDelivered)));
  }

  clear(): void {
    this.#pending = [];
  }

  async #send(pending: Pending): Promise<void> {
    const { now, retryMs, delayMs, fetch } = this.#options;
    const { url, eventId, eventType, attempt, isRepeated } = pending;
    const at = now();
    const status = await postWebhook({ ...pending, at }, fetch);
    this.#deliveries.push({ at, url, eventId, eventType, attempt, ...(status !== undefined && { status }) });
    const isAccepted = status !== undefined && status >= 200 && status < 300;
    if (isAccepted && !isRepeated) return;
    const againMs = isAccepted ? drawDuration(delayMs, this.#random) : retryMs[attempt - 1];
    if (againMs === undefined) return;
    this.#pending.push({
      ...pending,
      dueAt: now() + againMs,
      attempt: attempt + 1,
      isRepeated: isRepeated && !isAccepted,
    });
  }
}
