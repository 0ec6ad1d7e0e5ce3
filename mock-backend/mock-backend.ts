import type { HttpBindings } from '@hono/node-server';
import type { Hono } from 'hono';
import type { Faults } from './faults/faults.js';
import type { Stats } from './gate/stats.js';
import type { JobStore } from './jobs/job-store.js';
import type { Webhooks } from './webhooks/webhooks.js';

/** The mock backend: a Hono app whose `request` serves as a `fetch`, with handles to inspect it and to cause faults. */
export interface MockBackend extends Hono<{ Bindings: Partial<HttpBindings> }> {
  /** The requests so far. */
  readonly stats: Stats;
  /** All its jobs. */
  readonly jobs: JobStore;
  /** The faults; they can be changed at any time. */
  readonly faults: Faults;
  /** The webhooks sent so far, and those to come. */
  readonly webhooks: Webhooks;
  /** Its clock: epoch ms. */
  readonly now: () => number;
  /** The seed: the same seed, clock and requests give the same run. */
  readonly seed: number;
  /** Cancels its timers, such as those of webhooks and slow creates. Call it when done with the backend. */
  stop(): void;
}
