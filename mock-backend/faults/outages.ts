import { affects } from './fault.js';
import type { Fault } from './fault-kinds.js';
import type { OutageWindow } from './outage-window.js';

/** The default fault of an outage. */
const plainOutage: Fault = { kind: 'status', status: 503 };

/** The outages: in configured windows, and started manually. */
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

  /** True if there is no current or planned outage. */
  get idle(): boolean {
    return this.#byHand === undefined && this.#windows.length === 0;
  }

  start(lastsMs: number, as: Fault = plainOutage): void {
    this.#byHand = { until: this.#now() + lastsMs, as };
  }

  /** Ends an outage that was started manually. */
  stop(): void {
    this.#byHand = undefined;
  }

  /** The fault of the outage at this moment, if there is one. */
  current(): Fault | undefined {
    const now = this.#now();
    if (this.#byHand !== undefined && now >= this.#byHand.until) this.#byHand = undefined;
    const sinceStartMs = now - this.#startedAt;
    const isDown = this.#windows.some(
      ({ startsAfterMs, lastsMs }) => sinceStartMs >= startsAfterMs && sinceStartMs < startsAfterMs + lastsMs,
    );
    return this.#byHand?.as ?? (isDown ? plainOutage : undefined);
  }

  /** The same for one request; undefined if the outage is aimed at others. */
  for(method: string, target: string): Fault | undefined {
    const fault = this.current();
    return fault !== undefined && affects(fault, method, target) ? fault : undefined;
  }
}
