import type { WebhookEndpoints } from './webhook-endpoints.js';
import type { WebhookEvent } from './webhook-event.js';
import type { WebhookDelivery, WebhookSender } from './webhook-sender.js';

export interface WebhooksOptions {
  readonly endpoints: WebhookEndpoints;
  readonly sender: WebhookSender;
  /** Signs callbacks of single requests. */
  readonly secret: string;
  readonly signCallbacks: boolean;
  readonly now: () => number;
  /** Whether deliveries are sent on a timer; with an injected clock only `deliverDue` sends them. */
  readonly isAutomatic: boolean;
}

/** Something that will end. Checked repeatedly, because a job may be ended manually, or deleted. */
export interface WebhookSubject {
  readonly callbackUrl: string | undefined;
  /** The event once it has happened; undefined before; null if it never will. */
  readonly event: () => WebhookEvent | undefined | null;
}

/** The longest time between two checks of open items. */
const tickMs = 250;

/** Detects what has ended and sends webhooks about it. */
export class Webhooks {
  readonly #options: WebhooksOptions;
  readonly #subjects = new Set<WebhookSubject>();
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(options: WebhooksOptions) {
    this.#options = options;
  }

  /** The secret of callbacks and of the endpoint registered from the start. */
  get secret(): string {
    return this.#options.secret;
  }

  /** Every attempt so far. */
  get deliveries(): readonly WebhookDelivery[] {
    return this.#options.sender.deliveries;
  }

  /** Watches something until it ends, then sends webhooks to its callback and to all endpoints registered by then. */
  watch(subject: WebhookSubject): void {
    this.#subjects.add(subject);
    this.#arm();
  }

  /** Sends everything that is due by the clock; resolves once all of it has been delivered. */
  async deliverDue(): Promise<void> {
    for (const subject of this.#subjects) this.#notice(subject);
    // A slow receiver must not hold up what the others have to be sent again.
    await this.#options.sender.sendDue(() => this.#arm());
  }

  /** Stops sending. */
  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    this.#subjects.clear();
    this.#options.sender.clear();
  }

  #arm(): void {
    const { isAutomatic, sender, now } = this.#options;
    const { nextDueAt } = sender;
    const isIdle = this.#subjects.size === 0 && nextDueAt === Infinity;
    if (!isAutomatic || this.#isStopped || this.#timer !== undefined || isIdle) return;
    const tick = () => {
      this.#timer = undefined;
      void this.deliverDue();
      this.#arm();
    };
    this.#timer = setTimeout(tick, Math.min(tickMs, Math.max(1, nextDueAt - now())));
    // Pending webhooks should not keep the process alive.
    this.#timer.unref();
  }

  #notice(subject: WebhookSubject): void {
    const event = subject.event();
    if (event === undefined) return;
    this.#subjects.delete(subject);
    if (event === null) return;
    const { endpoints, sender, secret, signCallbacks } = this.#options;
    if (subject.callbackUrl !== undefined) {
      sender.plan(event, subject.callbackUrl, signCallbacks ? secret : undefined);
    }
    for (const { url, events, secret: endpointSecret } of endpoints.list()) {
      if (events === null || events.includes(event.type)) sender.plan(event, url, endpointSecret);
    }
  }
}
