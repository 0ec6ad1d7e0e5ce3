import { strikes, type Fault, type OutageWindow } from './fault.js';

/** What an outage looks like unless told otherwise. */
const plainOutage: Fault = { kind: 'status', status: 503 };

/** When everything fails: in windows known from the start, and when switched on by hand. */
export class Outages {
  readonly #windows: readonly OutageWindow[];
  readonly #now: () => number;
  readonly #startedAt: number;
  #byHand: { readonly until: number; readonly as: Fault } | undefined;

  constructor({ windows, now }: { readonly windows: readonly OutageWindow[]; readonly now: () => number }) {
    this.#windows = windows;
    this.#now = now;
    this.#startedAt = now();
  }

  /** True while there is none and none is planned. */
  get idle(): boolean {
    return this.#byHand === undefined && this.#windows.length === 0;
  }

  start(lastsMs: number, as: Fault = plainOutage): void {
    this.#byHand = { until: this.#now() + lastsMs, as };
  }

  /** Ends one that was started by hand. */
  stop(): void {
    this.#byHand = undefined;
  }

  /** What fails everything at this moment, if anything does. */
  current(): Fault | undefined {
    const now = this.#now();
    if (this.#byHand !== undefined && now >= this.#byHand.until) this.#byHand = undefined;
    const sinceStartMs = now - this.#startedAt;
    const isDown = this.#windows.some(
      ({ startsAfterMs, lastsMs }) => sinceStartMs >= startsAfterMs && sinceStartMs < startsAfterMs + lastsMs,
    );
    return this.#byHand?.as ?? (isDown ? plainOutage : undefined);
  }

  /** The same for one request, which the outage may not be aimed at. */
  for(method: string, target: string): Fault | undefined {
    const fault = this.current();
    return fault !== undefined && strikes(fault, method, target) ? fault : undefined;
  }
}
