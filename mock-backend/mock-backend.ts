import type { Faults } from './faults/faults.js';
import type { Stats } from './gate/stats.js';
import type { JobStore } from './jobs/job-store.js';
import type { Webhooks } from './webhooks/webhooks.js';

/** The mock backend. It responds to requests, with or without a port, and lets tests inspect it and cause faults. */
export interface MockBackend {
  /** Responds like the global `fetch`; the URL may be just a path. Pass it to a client as `fetch`: no port is needed. */
  readonly request: (input: string | URL | Request, init?: RequestInit) => Response | Promise<Response>;
  /**
   * Handles a request, as the `fetch` of a server: `Bun.serve`, `Deno.serve`, or Node with `serve` of `@hono/node-server`, which
   * passes the request's socket in `env`. `startMockBackend` does the last.
   */
  readonly fetch: (request: Request, env?: object) => Response | Promise<Response>;
  /** The requests so far. */
  readonly stats: Stats;
  /** All its jobs. */
  readonly jobs: JobStore;
  /** The faults; they can be changed at any time. */
  readonly faults: Faults;
  /** The webhooks sent so far, and those still to be sent. */
  readonly webhooks: Webhooks;
  /** Its clock: epoch ms. */
  readonly now: () => number;
  /** The seed: the same seed, clock and requests give the same run. */
  readonly seed: number;
  /** Cancels its timers, such as those of webhooks and slow creates. Call it when you are done with the backend. */
  stop(): void;
}
