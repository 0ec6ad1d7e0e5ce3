import { z } from 'zod';
import { drawDuration, durationSchema, type Duration } from './duration.js';
import { faultSchema, strikes, type Fault, type OutageWindow } from './fault.js';
import { seededRandom } from './random.js';
import { refuseUnless } from './refuse.js';

export interface FaultsOptions {
  readonly script: readonly Fault[];
  readonly share: number;
  readonly mix: readonly Fault[];
  readonly latencyMs: Duration;
  readonly outages: readonly OutageWindow[];
  readonly seed: number;
  readonly now: () => number;
}

/** What happens to one request: first it waits, then it meets the fault, if any. */
export interface Fate {
  readonly latencyMs: number;
  readonly fault?: Fault;
}

/** What an outage looks like unless told otherwise. */
const outageFault: Fault = { kind: 'status', status: 503 };

/** Decides which request meets which fault: an outage before the script, the script before chance. */
export class Faults {
  #script: Fault[];
  #share: number;
  #latencyMs: Duration;
  readonly #mix: readonly Fault[];
  readonly #windows: readonly OutageWindow[];
  readonly #shareRandom;
  readonly #latencyRandom;
  readonly #now: () => number;
  readonly #startedAt: number;
  #outage: { readonly until: number; readonly as: Fault } | undefined;

  constructor(options: FaultsOptions) {
    this.#script = [...options.script];
    this.#share = options.share;
    this.#latencyMs = options.latencyMs;
    this.#mix = options.mix;
    this.#windows = options.outages;
    this.#shareRandom = seededRandom(options.seed, 'faults');
    this.#latencyRandom = seededRandom(options.seed, 'latency');
    this.#now = options.now;
    this.#startedAt = options.now();
  }

  /** True while no request can meet any fault: then nobody needs to ask. */
  get idle(): boolean {
    return (
      this.#script.length === 0 &&
      this.#share === 0 &&
      this.#latencyMs === 0 &&
      this.#outage === undefined &&
      this.#windows.length === 0
    );
  }

  /** What is left of the script. */
  get script(): readonly Fault[] {
    return this.#script;
  }

  /** The share of requests that meet a random fault, 0 .. 1. */
  get share(): number {
    return this.#share;
  }

  set share(share: number) {
    if (!(share >= 0 && share <= 1))
      throw new TypeError(`Cannot set faults: \`share\` must be between 0 and 1, got ${share}`);
    this.#share = share;
  }

  /** The waiting time added to every request. */
  get latencyMs(): Duration {
    return this.#latencyMs;
  }

  set latencyMs(latencyMs: Duration) {
    const schema = z.object({ latencyMs: durationSchema });
    this.#latencyMs = refuseUnless(schema, { latencyMs }, 'Cannot set faults').latencyMs;
  }

  /** Adds to the end of the script. */
  push(...faults: readonly Fault[]): void {
    for (const fault of faults) refuseUnless(faultSchema, fault, 'Cannot add a fault');
    this.#script.push(...faults);
  }

  /** Forgets the script and ends an outage that was started by hand. */
  clear(): void {
    this.#script = [];
    this.#outage = undefined;
  }

  /** From now on every request fails, until `stopOutage`, or for `lastsMs`. */
  startOutage({
    lastsMs = Infinity,
    as = outageFault,
  }: { readonly lastsMs?: number; readonly as?: Fault } = {}): void {
    this.#outage = {
      until: this.#now() + lastsMs,
      as: refuseUnless(faultSchema, as, 'Cannot start an outage'),
    };
  }

  stopOutage(): void {
    this.#outage = undefined;
  }

  /** Whether every request fails at this moment. */
  get inOutage(): boolean {
    return this.#currentOutage() !== undefined;
  }

  /** Decides about one request, and takes what it uses off the script. */
  next(method: string, target: string): Fate {
    const latencyMs = this.#latencyMs === 0 ? 0 : drawDuration(this.#latencyMs, this.#latencyRandom);
    const chance = this.#fromChance();
    const fault = this.#currentOutage() ?? this.#fromScript(method, target) ?? chance;
    return fault === undefined || fault.kind === 'pass' ? { latencyMs } : { latencyMs, fault };
  }

  #currentOutage(): Fault | undefined {
    const now = this.#now();
    if (this.#outage !== undefined && now >= this.#outage.until) this.#outage = undefined;
    if (this.#outage !== undefined) return this.#outage.as;
    const sinceStartMs = now - this.#startedAt;
    const isDown = this.#windows.some(
      ({ startsAfterMs, lastsMs }) => sinceStartMs >= startsAfterMs && sinceStartMs < startsAfterMs + lastsMs,
    );
    return isDown ? outageFault : undefined;
  }

  #fromScript(method: string, target: string): Fault | undefined {
    const index = this.#script.findIndex(fault => strikes(fault, method, target));
    const fault = this.#script[index];
    if (fault === undefined) return undefined;
    const { times = 1 } = fault;
    if (times > 1) this.#script[index] = { ...fault, times: times - 1 };
    else this.#script.splice(index, 1);
    return fault;
  }

  #fromChance(): Fault | undefined {
    if (this.#share === 0) return undefined;
    const isHit = this.#shareRandom() < this.#share;
    const which = this.#mix[Math.floor(this.#shareRandom() * this.#mix.length)];
    return isHit ? which : undefined;
  }
}
