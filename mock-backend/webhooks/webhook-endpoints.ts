import { randomHex, seededRandom } from '../values/random.js';

/** A receiver of webhooks. */
export interface WebhookEndpoint {
  readonly id: string;
  readonly url: string;
  /** The types of events that it receives; null for all. */
  readonly events: readonly string[] | null;
  readonly secret: string;
  readonly createdAt: number;
}

/** The registered endpoints, each with its own secret. */
export class WebhookEndpoints {
  readonly #endpoints = new Map<string, WebhookEndpoint>();
  readonly #random;
  readonly #now: () => number;

  constructor({ seed, now }: { readonly seed: number; readonly now: () => number }) {
    this.#random = seededRandom(seed, 'webhook endpoints');
    this.#now = now;
  }

  register(url: string, events: readonly string[] | null = null, secret = this.newSecret()): WebhookEndpoint {
    const endpoint = { id: `ep_${randomHex(this.#random, 24)}`, url, events, secret, createdAt: this.#now() };
    this.#endpoints.set(endpoint.id, endpoint);
    return endpoint;
  }

  remove(id: string): boolean {
    return this.#endpoints.delete(id);
  }

  list(): readonly WebhookEndpoint[] {
    return [...this.#endpoints.values()];
  }

  newSecret(): string {
    return `whsec_${randomHex(this.#random, 40)}`;
  }
}
