import type { Fault } from '../faults/fault-kinds.js';
import type { OutageWindow } from '../faults/outage-window.js';
import type { HeygenOptions } from '../heygen/account/heygen-options.js';
import type { BulkAnswer } from '../job-api/bulk-answer.js';
import type { ImplicitJobStart } from '../job-api/implicit-job.js';
import type { MockBackend } from '../mock-backend.js';
import type { Duration } from '../values/duration.js';

/** All options of a mock backend. */
export interface MockBackendOptions {
  /**
   * How long a job takes.
   * @default [5000, 15000]
   */
  readonly processingMs?: Duration | undefined;
  /**
   * How long a job waits in the queue before it is processed. Only HeyGen's API shows it, as `pending` before `running`.
   * @default 0
   */
  readonly queueMs?: Duration | undefined;
  /**
   * The fraction of jobs that end in an error, 0 to 1.
   * @default 0
   */
  readonly jobErrors?: number | undefined;
  /**
   * Whether the job API reports the progress of a pending job.
   * @default false
   */
  readonly progress?: boolean | undefined;
  /**
   * How long a create takes to respond. Its job exists at once; until then, another request with its key gets a 409.
   * @default 0
   */
  readonly createMs?: Duration | undefined;
  /**
   * How long an idempotency key returns the same response, in ms. With another body, the job API refuses it (422); HeyGen's API
   * responds as to the first one.
   * @default 86_400_000, 24 h as in HeyGen's reference
   */
  readonly idempotencyTtlMs?: number | undefined;
  /**
   * Whether `GET /status?job_ids=` exists; or the status that refuses it; or `'ignored'`, as by a server that does not know the parameter.
   * @default true
   */
  readonly bulk?: BulkAnswer | undefined;
  /**
   * When the job starts that `GET /status` without an id reports on: with the backend, with the first request, or with the first
   * request and again with the next one after its end was reported (`'restarts'`). False: there is none, and that call is a 404.
   * @default 'with-backend'
   */
  readonly implicitJob?: ImplicitJobStart | undefined;
  /**
   * Whether the job API reports the URL of a completed job's video, as `video_url`. HeyGen's API always does.
   * @default false
   */
  readonly resultAddress?: boolean | undefined;
  /**
   * How long the URL of a file is valid, in ms.
   * @default 3_600_000
   */
  readonly linkTtlMs?: number | undefined;
  /**
   * The status for an expired URL.
   * @default 403, as from storage services
   */
  readonly expiredLinkStatus?: 403 | 410 | undefined;
  /**
   * The fraction of requests that get a random fault, 0 to 1.
   * @default 0
   */
  readonly faults?: number | undefined;
  /**
   * The faults that random ones are drawn from.
   * @default 500, 502 with a page, 503, 504
   */
  readonly faultMix?: readonly Fault[] | undefined;
  /**
   * Faults, applied in order to the requests that they match.
   * @default none
   */
  readonly script?: readonly Fault[] | undefined;
  /**
   * Delay added to every request.
   * @default 0
   */
  readonly latencyMs?: Duration | undefined;
  /**
   * When every request fails with a 503.
   * @default never
   */
  readonly outages?: readonly OutageWindow[] | undefined;
  /**
   * Two backends with the same seed, clock and requests behave the same.
   * @default a random one, readable as `seed`
   */
  readonly seed?: number | undefined;
  /**
   * The clock, epoch ms: jobs, outages, keys and the `Date` header follow it. Delays on the wire are always real.
   * @default Date.now
   */
  readonly now?: (() => number) | undefined;
  /**
   * The largest request body that is read, in bytes; a larger one gets 413.
   * @default 1_048_576
   */
  readonly maxBodyBytes?: number | undefined;
  /**
   * Host names under which the dashboard and `/control` may be used, besides the loopback names and the address that a request
   * arrives at. All others get 403, because an attacker's name may resolve to this machine (DNS rebinding).
   * @default none; `startMockBackend` adds its `host`
   */
  readonly allowedHosts?: readonly string[] | undefined;
  /**
   * A file that keeps the jobs of the job API and their idempotency keys, so that a backend that is killed and restarted still
   * knows them. Jobs ended manually (`jobs.settle`) and those of HeyGen's API are not kept.
   * @default none: jobs end with the backend
   */
  readonly keepIn?: string | undefined;
  /**
   * Whether `stats.log` keeps each request, headers included.
   * @default false
   */
  readonly recordRequests?: boolean | undefined;
  /**
   * Called with one line for each request.
   * @default none
   */
  readonly log?: ((line: string) => void) | undefined;
  /** HeyGen's API: credentials, limits, webhooks. */
  readonly heygen?: HeygenOptions | undefined;
  /**
   * Serves every path that the backend itself does not have, for example a page at `/`; may be a Hono app. If it returns 404, so
   * does the backend. It is exempt from faults, and serves only hosts of this machine (see `allowedHosts`).
   * @default none
   */
  readonly dashboard?: ((backend: MockBackend) => Dashboard) | undefined;
}

/** Anything that handles requests. */
export interface Dashboard {
  /** Handles one request. */
  readonly fetch: (request: Request) => Response | Promise<Response>;
}
