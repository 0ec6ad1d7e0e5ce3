import { randomHex, seededRandom } from '../../values/random.js';

/** One item of a batch: a translation, or why there is none. */
export type BatchItem =
  { readonly id: string } | { readonly error: { readonly code: string; readonly message: string } };

/** A batch as created. */
export interface Batch {
  readonly id: string;
  readonly title: string | null;
  readonly createdAt: number;
  readonly items: readonly BatchItem[];
}

/** All batches of an account. */
export class BatchStore {
  readonly #batches = new Map<string, Batch>();
  readonly #random;

  constructor(seed: number) {
    this.#random = seededRandom(seed, 'batch ids');
  }

  create(batch: Omit<Batch, 'id'>): Batch {
    const created = { ...batch, id: randomHex(this.#random, 32) };
    this.#batches.set(created.id, created);
    return created;
  }

  get(id: string): Batch | undefined {
    return this.#batches.get(id);
  }

  list(): readonly Batch[] {
    return [...this.#batches.values()];
  }
}
