import { createHmac, timingSafeEqual } from 'node:crypto';
import { randomHex, seededRandom, type Random } from '../values/random.js';
import type { FileName } from './sample-files.js';

export interface PresignedLinksOptions {
  readonly seed: number;
  readonly now: () => number;
  /** How long a URL is valid. */
  readonly linkTtlMs: number;
}

/** Whether a URL is still valid. */
export type LinkState = 'good' | 'expired' | 'forged';

/** URLs of files that work for anyone, for a time. Each call returns a new one, as the real service does. */
export class PresignedLinks {
  readonly #secret: string;
  readonly #random: Random;
  readonly #options: PresignedLinksOptions;

  constructor(options: PresignedLinksOptions) {
    this.#options = options;
    this.#random = seededRandom(options.seed, 'links');
    this.#secret = randomHex(this.#random, 32);
  }

  /** A new URL of one file of a job, at the origin of the request. */
  link(origin: string, jobId: string, file: FileName): string {
    const path = `/files/${encodeURIComponent(jobId)}/${file}`;
    const expires = (this.#options.now() + this.#options.linkTtlMs) / 1000;
    const nonce = randomHex(this.#random, 8);
    return `${origin}${path}?Expires=${expires}&Signature=${this.#sign(path, expires, nonce)}&Nonce=${nonce}`;
  }

  /** Checks a requested URL. */
  check(url: URL): LinkState {
    const expires = Number(url.searchParams.get('Expires'));
    const expected = Buffer.from(this.#sign(url.pathname, expires, url.searchParams.get('Nonce') ?? ''));
    const given = Buffer.from(url.searchParams.get('Signature') ?? '');
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return 'forged';
    return this.#options.now() < expires * 1000 ? 'good' : 'expired';
  }

  #sign(path: string, expires: number, nonce: string): string {
    return createHmac('sha256', this.#secret).update(`${path} ${expires} ${nonce}`).digest('hex');
  }
}
