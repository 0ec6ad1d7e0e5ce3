import type { Faults } from './faults/faults.js';
import type { Stats } from './gate/stats.js';
import type { JobStore } from './jobs/job-store.js';
import type { Webhooks } from './webhooks/webhooks.js';

/** The mock backend: it answers requests, with or without a port, and has handles to inspect it and to cause faults. */
export interface MockBackend {
  /** Answers an address, which may be just a path, as the global `fetch` does. Pass it as the `fetch` of a client: no port is needed. */
  readonly request: (input: string | URL | Request, init?: RequestInit) => Response | Promise<Response>;
  /**
   * Answers a request, as the `fetch` of a server: `Bun.serve`, `Deno.serve`, or Node with `serve` of `@hono/node-server`, which
   * passes the request's socket in `env`. `startMockBackend` does the last.
   */
  readonly fetch: (request: Request, env?: object) => Response | Promise<Response>;
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
