import * as z from 'zod';
import { drawDuration, durationSchema, type Duration } from '../values/duration.js';
import { faultSchema, lastingFaultSchema, affects } from './fault.js';
import type { Fault } from './fault-kinds.js';
import type { Outages } from './outages.js';
import { Script } from './script.js';
import { seededRandom } from '../values/random.js';
import { refuseUnless } from '../values/refuse-unless.js';
import { shareSchema } from '../values/share.js';

export interface FaultsOptions {
  readonly script: readonly Fault[];
  readonly faults: number;
  readonly faultMix: readonly Fault[];
  readonly latencyMs: Duration;
  readonly outages: Outages;
  readonly seed: number;
  readonly now: () => number;
}

/** What happens to one request: a delay, and then a fault, if any. */
export interface FaultPlan {
  readonly latencyMs: number;
  readonly fault?: Fault;
}

/** Decides which request gets which fault: outages take precedence over the script, the script over random faults. */
export class Faults {
  readonly #script: Script;
  #share: number;
  #latencyMs: Duration;
  readonly #mix: readonly Fault[];
  readonly #outages: Outages;
  readonly #shareRandom;
  readonly #latencyRandom;

  constructor(options: FaultsOptions) {
    this.#script = new Script(options.script, options.now);
    this.#share = options.faults;
    this.#latencyMs = options.latencyMs;
    this.#mix = options.faultMix;
    this.#outages = options.outages;
    this.#shareRandom = seededRandom(options.seed, 'faults');
    this.#latencyRandom = seededRandom(options.seed, 'latency');
  }

  /** True while no request can get a fault. */
  get idle(): boolean {
    return this.#script.isEmpty && this.#share === 0 && this.#latencyMs === 0 && this.#outages.idle;
  }

  /** The remaining faults of the script. */
  get script(): readonly Fault[] {
    return this.#script.faults;
  }

  /**
   * The fraction of requests that get a random fault, 0 to 1.
   *
   * @throws TypeError if set out of bounds, as for `latencyMs`
   */
  get share(): number {
    return this.#share;
  }

  set share(share: number) {
    this.#share = refuseUnless(z.object({ share: shareSchema }), { share }, 'Cannot set faults').share;
  }

  /** The delay added to every request. */
  get latencyMs(): Duration {
    return this.#latencyMs;
  }

  set latencyMs(latencyMs: Duration) {
    const schema = z.object({ latencyMs: durationSchema });
    this.#latencyMs = refuseUnless(schema, { latencyMs }, 'Cannot set faults').latencyMs;
  }

  /**
   * Adds to the end of the script.
   *
   * @throws TypeError for an invalid fault
   */
  push(...faults: readonly Fault[]): void {
    for (const fault of faults) refuseUnless(faultSchema, fault, 'Cannot add a fault');
    this.#script.push(...faults);
  }

  /** Drops the script and ends an outage that was started manually. */
  clear(): void {
    this.#script.clear();
    this.#outages.stop();
  }

  /**
   * From now on every request fails, until `stopOutage` or for `lastsMs`; `as` is the fault, a 503 by default.
   *
   * @throws TypeError for an invalid duration or fault
   */
  startOutage(options: { readonly lastsMs?: number; readonly as?: Fault } = {}): void {
    const { lastsMs = Infinity, as } = refuseUnless(outageOptionsSchema, options, 'Cannot start an outage');
    this.#outages.start(lastsMs, as);
  }

  /** Ends an outage that was started manually. */
  stopOutage(): void {
    this.#outages.stop();
  }

  /** Whether there is an outage at this moment. */
  get inOutage(): boolean {
    return this.#outages.current() !== undefined;
  }

  /** Decides about one request, and uses up its fault in the script. */
  next(method: string, target: string): FaultPlan {
    const latencyMs = this.#latencyMs === 0 ? 0 : drawDuration(this.#latencyMs, this.#latencyRandom);
    const chance = this.#fromChance(method, target);
    const fault = this.#outages.for(method, target) ?? this.#script.next(method, target) ?? chance;
    return fault === undefined || fault.kind === 'pass' ? { latencyMs } : { latencyMs, fault };
  }

  /** Always draws two random numbers, so that the outcome of the n-th request does not depend on the script. */
  #fromChance(method: string, target: string): Fault | undefined {
    if (this.#share === 0) return undefined;
    const isHit = this.#shareRandom() < this.#share;
    const fault = this.#mix[Math.floor(this.#shareRandom() * this.#mix.length)];
    return isHit && fault !== undefined && affects(fault, method, target) ? fault : undefined;
  }
}

const outageOptionsSchema = z.strictObject({
  lastsMs: z
    .union([z.number().min(0), z.literal(Infinity)], { error: 'must be milliseconds, 0 or more' })
    .optional(),
  as: lastingFaultSchema.optional(),
});
