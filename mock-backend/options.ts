import { z } from 'zod';
import type { MockBackend } from './app.js';
import { durationSchema, type Duration } from './duration.js';
import { heygenOptionsSchema, type HeygenOptions } from './heygen-options.js';
import { shareSchema } from './share.js';
import { faultSchema, lastingFaultSchema, outageSchema, type Fault, type OutageWindow } from './fault.js';

/** Everything about a mock backend that can be chosen. */
export interface MockBackendOptions {
  /**
   * How long a job takes.
   * @default [5000, 15000]
   */
  readonly processingMs?: Duration | undefined;
  /**
   * How long a job waits in the queue before it is processed. Only HeyGen's dialect shows it, as `pending` before `running`.
   * @default 0
   */
  readonly queueMs?: Duration | undefined;
  /**
   * The share of jobs that end in an error, 0 .. 1.
   * @default 0
   */
  readonly jobErrors?: number | undefined;
  /**
   * Whether a pending job tells its progress.
   * @default false
   */
  readonly progress?: boolean | undefined;
  /**
   * How long a create takes to answer; its job exists at once, and another request with its key meets a 409 meanwhile.
   * @default 0
   */
  readonly createMs?: Duration | undefined;
  /**
   * For how long an idempotency key brings the same answer, in ms.
   * @default 86_400_000, 24 h as HeyGen's reference says
   */
  readonly idempotencyTtlMs?: number | undefined;
  /**
   * Whether `GET /status?job_ids=` exists; or the status that refuses it; or `'ignored'`, as by a server that does not know the parameter.
   * @default true
   */
  readonly bulk?: boolean | 400 | 404 | 405 | 501 | 'ignored' | undefined;
  /**
   * The share of requests that meet a random fault, 0 .. 1.
   * @default 0
   */
  readonly faults?: number | undefined;
  /**
   * What random faults are drawn from.
   * @default 500, 502 with a page, 503, 504
   */
  readonly faultMix?: readonly Fault[] | undefined;
  /**
   * Faults met one after the other by the requests that they are meant for.
   * @default none
   */
  readonly script?: readonly Fault[] | undefined;
  /**
   * Waiting time added to every request.
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
   * @default a random one, told in `seed`
   */
  readonly seed?: number | undefined;
  /**
   * The clock, epoch ms: jobs, outages, keys and the `Date` header follow it. Delays on the wire are always real.
   * @default Date.now
   */
  readonly now?: (() => number) | undefined;
  /**
   * A file that keeps the jobs of the job API, and the keys they were created under: a backend that is killed and started anew with it knows them
   * still. What tests did to jobs by hand is not kept, and neither is HeyGen's dialect.
   * @default none: they end with the backend
   */
  readonly keepIn?: string | undefined;
  /**
   * Whether `stats.log` keeps each request, headers included.
   * @default false
   */
  readonly recordRequests?: boolean | undefined;
  /**
   * Told one line for each request.
   * @default nobody
   */
  readonly log?: ((line: string) => void) | undefined;
  /** HeyGen's dialect: credentials, limits, webhooks. */
  readonly heygen?: HeygenOptions | undefined;
  /**
   * Makes what is asked for everything that the backend does not have, a page at `/` for example: a Hono app will do. Where it
   * says 404 the backend does. It meets no faults.
   * @default none
   */
  readonly dashboard?: ((backend: MockBackend) => Dashboard) | undefined;
}

/** Anything that answers requests. */
export interface Dashboard {
  readonly fetch: (request: Request) => Response | Promise<Response>;
}

export const seedSchema = z.int({ error: 'must be a whole number' });

const a = <Value>(what: string, is: (value: unknown) => boolean) =>
  z.custom<Value>(is, { error: `must be ${what}` }).optional();
const isFunction = (value: unknown) => typeof value === 'function';
const faultsSchema = z.array(faultSchema, { error: 'must be a list of faults' });
const flag = z.boolean({ error: 'must be true or false' }).optional();

export const mockBackendOptionsSchema = z.strictObject(
  {
    processingMs: durationSchema.optional(),
    queueMs: durationSchema.optional(),
    jobErrors: shareSchema.optional(),
    progress: flag,
    createMs: durationSchema.optional(),
    idempotencyTtlMs: z.number({ error: 'must be milliseconds' }).min(0, 'must be at least 0').optional(),
    bulk: z
      .union([z.boolean(), z.literal([400, 404, 405, 501]), z.literal('ignored')], {
        error: "must be true, false, 400, 404, 405, 501 or 'ignored'",
      })
      .optional(),
    faults: shareSchema.optional(),
    faultMix: z
      .array(lastingFaultSchema, { error: 'must be a list of faults' })
      .min(1, 'must hold at least one fault')
      .optional(),
    script: faultsSchema.optional(),
    latencyMs: durationSchema.optional(),
    outages: z.array(outageSchema, { error: 'must be a list of { startsAfterMs, lastsMs }' }).optional(),
    seed: seedSchema.optional(),
    now: a<() => number>('a function', isFunction),
    keepIn: z.string({ error: 'must be the path of a file' }).min(1, 'must be the path of a file').optional(),
    recordRequests: flag,
    log: a<(line: string) => void>('a function', isFunction),
    heygen: heygenOptionsSchema.optional(),
    dashboard: a<(backend: MockBackend) => Dashboard>('a function', isFunction),
  },
  { error: issue => (issue.code === 'unrecognized_keys' ? undefined : 'options must be an object') },
);
