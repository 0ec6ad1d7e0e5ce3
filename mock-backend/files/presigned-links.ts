import { randomHex, seededRandom } from '../values/random.js';

const lifetimeSeconds = 3600;

/** Addresses of files, good for an hour, another one each time they are asked for. Nothing is served there. */
export class PresignedLinks {
  readonly #random;
  readonly #now: () => number;

  constructor({ seed, now }: { readonly seed: number; readonly now: () => number }) {
    this.#random = seededRandom(seed, 'links');
    this.#now = now;
  }

  link(jobId: string, file: string): string {
    const expires = Math.floor(this.#now() / 1000) + lifetimeSeconds;
    return `https://files.mock-backend.test/${jobId}/${file}?Expires=${expires}&Signature=${randomHex(this.#random, 32)}`;
  }
}
