import type { WebhookEndpoints } from './webhook-endpoints.js';
import type { WebhookEvent } from './webhook-events.js';
import type { WebhookDelivery, WebhookSender } from './webhook-sender.js';

export interface WebhooksOptions {
  readonly endpoints: WebhookEndpoints;
  readonly sender: WebhookSender;
  /** What callbacks of single requests are signed with. */
  readonly secret: string;
  readonly signCallbacks: boolean;
  readonly now: () => number;
  /** Whether deliveries go out by themselves; with an injected clock only `deliverDue` sends them. */
  readonly isAutomatic: boolean;
}

/** What is watched until it happens: asked again and again, since a job may be ended by hand, or deleted. */
export interface WebhookSubject {
  readonly callbackUrl: string | undefined;
  /** The event once it has happened; undefined while it has not; null when it never will. */
  readonly event: () => WebhookEvent | undefined | null;
}

/** How often what is open is polled, at least. */
const tickMs = 250;

/** Notices what ended, and has the receivers told. */
export class Webhooks {
  readonly #options: WebhooksOptions;
  readonly #subjects = new Set<WebhookSubject>();
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(options: WebhooksOptions) {
    this.#options = options;
  }

  /** The secret of callbacks, and of the endpoint that was registered from the start. */
  get secret(): string {
    return this.#options.secret;
  }

  /** Every attempt so far. */
  get deliveries(): readonly WebhookDelivery[] {
    return this.#options.sender.deliveries;
  }

  /** Watches something until it happens, then tells the callback and whatever endpoints there are by then. */
  watch(subject: WebhookSubject): void {
    this.#subjects.add(subject);
    this.#arm();
  }

  /** Sends everything that is due by the clock; resolves when all of it is answered. */
  async deliverDue(): Promise<void> {
    for (const subject of this.#subjects) this.#notice(subject);
    await this.#options.sender.sendDue();
  }

  /** Sends nothing more by itself. */
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
      void this.deliverDue().then(() => this.#arm());
      this.#arm();
    };
    this.#timer = setTimeout(tick, Math.min(tickMs, Math.max(1, nextDueAt - now())));
    // A receiver that listens keeps its process alive; a webhook that nobody waits for should not.
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
    for (const { url, events, secret: itsOwn } of endpoints.list()) {
      if (events === null || events.includes(event.type)) sender.plan(event, url, itsOwn);
    }
  }
}
