import { affects } from './fault.js';
import type { Fault } from './fault-kinds.js';

interface Entry {
  readonly fault: Fault;
  /** When it ends, once a request has met it; only with `forMs`. */
  readonly endsAt?: number;
}

/** Faults in order. A request gets the first one that applies to it. */
export class Script {
  #entries: Entry[];
  readonly #now: () => number;

  constructor(faults: readonly Fault[], now: () => number) {
    this.#entries = faults.map(fault => ({ fault }));
    this.#now = now;
  }

  /** The remaining faults. */
  get faults(): readonly Fault[] {
    return this.#entries.map(({ fault }) => fault);
  }

  get isEmpty(): boolean {
    return this.#entries.length === 0;
  }

  push(...faults: readonly Fault[]): void {
    this.#entries.push(...faults.map(fault => ({ fault })));
  }

  clear(): void {
    this.#entries = [];
  }

  /** The fault that this request meets; counts it as used once. */
  next(method: string, target: string): Fault | undefined {
    const now = this.#now();
    this.#entries = this.#entries.filter(({ endsAt = Infinity }) => now < endsAt);
    const index = this.#entries.findIndex(({ fault }) => affects(fault, method, target));
    const entry = this.#entries[index];
    if (entry === undefined) return undefined;
    this.#entries.splice(index, 1, ...rest(entry, now));
    return entry.fault;
  }
}

/** The rest of an entry after one more request has met it. */
const rest = ({ fault, endsAt }: Entry, now: number): readonly Entry[] => {
  if (fault.forMs !== undefined) return [{ fault, endsAt: endsAt ?? now + fault.forMs }];
  const { times = 1 } = fault;
  return times > 1 ? [{ fault: { ...fault, times: times - 1 } }] : [];
};
