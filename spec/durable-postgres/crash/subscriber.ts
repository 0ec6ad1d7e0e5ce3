import { catchError, concatMap, EMPTY, exhaustMap, from, interval, merge, type Subscription } from 'rxjs';
import type { DurableEngine } from '../../../lib/durable/engine/engine.js';
import type { WatchChange } from '../../../lib/durable/engine/watches.js';
import { ACCOUNT } from '../support/watches.js';

/** How often it reads without a hint, in ms. */
const NET_MS = 1000;

/** Somebody who wants to know how jobs end: reads on hints, and every now and then. */
export class Subscriber {
  /** How often it has seen each job end. */
  readonly ends = new Map<string, number>();
  /** Reports of versions that it had seen already, which would be the engine's fault. */
  repeated = 0;
  readonly #versions = new Map<string, number>();
  readonly #engine: DurableEngine;
  readonly #subscription: Subscription;

  constructor(engine: DurableEngine, usesHints = true) {
    this.#engine = engine;
    const wake$ = usesHints ? merge(engine.hint$(ACCOUNT), interval(NET_MS)) : interval(NET_MS);
    this.#subscription = wake$.pipe(exhaustMap(() => this.#read())).subscribe();
  }

  watch(jobId: string): void {
    if (!this.#versions.has(jobId)) this.#versions.set(jobId, 0);
  }

  /** Jobs that it has not seen end. */
  get open(): number {
    return [...this.#versions.keys()].filter(jobId => !this.ends.has(jobId)).length;
  }

  stop(): void {
    this.#subscription.unsubscribe();
  }

  #read() {
    const seen = [...this.#versions].map(([jobId, version]) => ({ jobId, version }));
    return this.#engine.readWatches(ACCOUNT, seen).pipe(
      // The database may be down.
      catchError(() => EMPTY),
      concatMap(({ changed }) => {
        for (const one of changed) this.#note(one);
        return from(changed);
      }),
    );
  }

  #note({ jobId, version, end }: WatchChange): void {
    if (version <= this.#versions.get(jobId)!) this.repeated++;
    this.#versions.set(jobId, version);
    if (end !== undefined) this.ends.set(jobId, (this.ends.get(jobId) ?? 0) + 1);
  }
}
