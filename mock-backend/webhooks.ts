import { drawDuration, type Duration } from './duration.js';
import { randomHex, seededRandom } from './random.js';
import type { WebhookEndpoints } from './webhook-endpoints.js';
import type { WebhookEvent } from './webhook-events.js';
import { webhookHeaders } from './webhook-signature.js';

/** One attempt to deliver a webhook. */
export interface WebhookDelivery {
  readonly at: number;
  readonly url: string;
  readonly eventId: string;
  readonly eventType: string;
  /** Counts from 1; a repeat of what was already taken goes on counting. */
  readonly attempt: number;
  /** Absent when no answer came. */
  readonly status?: number;
}

export interface WebhooksOptions {
  readonly endpoints: WebhookEndpoints;
  /** What callbacks of single requests are signed with. */
  readonly secret: string;
  readonly signCallbacks: boolean;
  readonly delayMs: Duration;
  readonly loss: number;
  readonly repeats: number;
  readonly late: number;
  readonly lateMs: Duration;
  readonly retryMs: readonly number[];
  readonly fetch: (url: string, init: RequestInit) => Response | Promise<Response>;
  readonly seed: number;
  readonly now: () => number;
  /** Whether deliveries go out by themselves; with an injected clock only `deliverDue` sends them. */
  readonly isAutomatic: boolean;
}

/** What is watched until it happens: asked again and again, since a job may be ended by hand, or deleted. */
interface Subject {
  readonly callbackUrl: string | undefined;
  /** The event once it has happened; undefined while it has not; null when it never will. */
  readonly event: () => WebhookEvent | undefined | null;
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

/** HeyGen gives a receiver so long to answer. */
const answerWithinMs = 10_000;
/** How often what is open is looked at, at least. */
const tickMs = 250;

/** Tells receivers of what ended: signed, repeated until taken, and by option late, twice, out of order or never. */
export class Webhooks {
  readonly #options: WebhooksOptions;
  readonly #subjects = new Set<Subject>();
  readonly #random;
  readonly #idRandom;
  #pending: Pending[] = [];
  readonly #deliveries: WebhookDelivery[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(options: WebhooksOptions) {
    this.#options = options;
    this.#random = seededRandom(options.seed, 'webhooks');
    this.#idRandom = seededRandom(options.seed, 'webhook ids');
  }

  /** The secret of callbacks, and of the endpoint that was registered from the start. */
  get secret(): string {
    return this.#options.secret;
  }

  /** Every attempt so far. */
  get deliveries(): readonly WebhookDelivery[] {
    return this.#deliveries;
  }

  /** Watches something until it happens, then tells the callback and whatever endpoints there are by then. */
  watch(subject: Subject): void {
    this.#subjects.add(subject);
    this.#arm();
  }

  /** Sends everything that is due by the clock; resolves when all of it is answered. */
  async deliverDue(): Promise<void> {
    for (const subject of this.#subjects) this.#notice(subject);
    const now = this.#options.now();
    const due = this.#pending.filter(({ dueAt }) => dueAt <= now).sort((a, b) => a.dueAt - b.dueAt);
    this.#pending = this.#pending.filter(({ dueAt }) => dueAt > now);
    await Promise.all(due.map(pending => this.#send(pending)));
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#subjects.clear();
    this.#pending = [];
  }

  #arm(): void {
    const { isAutomatic, now } = this.#options;
    if (!isAutomatic || this.#timer !== undefined || this.#subjects.size + this.#pending.length === 0) return;
    const nextDueMs = this.#pending.reduce((next, { dueAt }) => Math.min(next, dueAt - now()), tickMs);
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        void this.deliverDue().then(() => this.#arm());
        this.#arm();
      },
      Math.max(1, nextDueMs),
    );
    // A receiver that listens keeps its process alive; a webhook that nobody waits for should not.
    this.#timer.unref();
  }

  #notice(subject: Subject): void {
    const event = subject.event();
    if (event === undefined) return;
    this.#subjects.delete(subject);
    if (event === null) return;
    const { endpoints, secret: ownSecret, signCallbacks } = this.#options;
    if (subject.callbackUrl !== undefined) {
      this.#plan(event, subject.callbackUrl, signCallbacks ? ownSecret : undefined);
    }
    for (const { url, events, secret } of endpoints.list()) {
      if (events === null || events.includes(event.type)) this.#plan(event, url, secret);
    }
  }

  /** Draws the fate of one delivery, always with the same number of draws. */
  #plan({ type, data, happenedAt }: WebhookEvent, url: string, secret: string | undefined): void {
    const { loss, repeats, late, lateMs, delayMs } = this.#options;
    const [isLost, isRepeated, isLate] = [loss, repeats, late].map(share => this.#random() < share);
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
      isRepeated: isRepeated === true,
    });
  }

  async #send(pending: Pending): Promise<void> {
    const { fetch, now, retryMs, delayMs } = this.#options;
    const { url, secret, eventId, eventType, rawBody, attempt } = pending;
    const at = now();
    const status = await answerOf(async () =>
      fetch(url, {
        method: 'POST',
        headers: webhookHeaders(rawBody, { secret, eventId, at }),
        body: rawBody,
        redirect: 'manual',
        signal: AbortSignal.timeout(answerWithinMs),
      }),
    );
    this.#deliveries.push({ at, url, eventId, eventType, attempt, ...(status !== undefined && { status }) });
    const isTaken = status !== undefined && status >= 200 && status < 300;
    const againMs = isTaken ? drawDuration(delayMs, this.#random) : retryMs[attempt - 1];
    if (againMs === undefined || (isTaken && !pending.isRepeated)) return;
    const isRepeated = pending.isRepeated && !isTaken;
    this.#pending.push({ ...pending, dueAt: now() + againMs, attempt: attempt + 1, isRepeated });
  }
}

const answerOf = async (send: () => Promise<Response>): Promise<number | undefined> => {
  try {
    const response = await send();
    await response.body?.cancel();
    return response.status;
  } catch {
    return undefined;
  }
};
