import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { errorBody } from './error-body.js';
import type { Fault } from './fault.js';
import { Faults } from './faults.js';
import { gate } from './gate.js';
import { heygenAccount } from './heygen.js';
import { heygenBodies } from './heygen-body.js';
import { heygenRoutes } from './heygen-routes.js';
import { jobRoutes } from './job-routes.js';
import { JobStore } from './job-store.js';
import { logLine } from './log-line.js';
import { mockBackendOptionsSchema, type MockBackendOptions } from './options.js';
import { Outages } from './outages.js';
import { Problem } from './problem.js';
import { randomHex, seededRandom } from './random.js';
import { refuseUnless } from './refuse.js';
import { Stats, type RequestEntry } from './stats.js';
import type { Webhooks } from './webhooks.js';

/** The mock backend: a Hono app whose `request` serves as a `fetch`, and the handles to look into it and to break it. */
export interface MockBackend extends Hono<{ Bindings: Partial<HttpBindings> }> {
  /** What it was asked for so far. */
  readonly stats: Stats;
  /** All its jobs. */
  readonly jobs: JobStore;
  /** What goes wrong, changeable at any time. */
  readonly faults: Faults;
  /** What was told to receivers, and what is due. */
  readonly webhooks: Webhooks;
  /** Its clock: epoch ms. */
  readonly now: () => number;
  /** The seed it runs with: with it and the same clock and requests, a run can be repeated. */
  readonly seed: number;
}

const dayMs = 86_400_000;

const defaultMix: readonly Fault[] = [
  { kind: 'status', status: 500 },
  { kind: 'html', status: 502 },
  { kind: 'status', status: 503 },
  { kind: 'status', status: 504 },
];

/**
 * Creates a mock backend. It needs no port: pass `app.request` where a `fetch` is asked for.
 *
 * @throws TypeError for an option that is unknown or out of bounds
 */
export const createMockBackend = (options: MockBackendOptions = {}): MockBackend => {
  refuseUnless(mockBackendOptionsSchema, options, 'Cannot create the mock backend');
  const { now = Date.now, seed = Math.floor(Math.random() * 2 ** 31), bulk = true } = options;
  const hasOwnClock = options.now !== undefined;

  const stats = new Stats();
  const jobOptions = {
    processingMs: options.processingMs ?? ([5000, 15_000] as const),
    queueMs: options.queueMs ?? 0,
    errorShare: options.jobErrors ?? 0,
    seed,
    now,
  };
  const jobs = new JobStore(jobOptions);
  const faults = new Faults({
    script: options.script ?? [],
    share: options.faults ?? 0,
    mix: options.faultMix ?? defaultMix,
    latencyMs: options.latencyMs ?? 0,
    outages: new Outages({ windows: options.outages ?? [], now }),
    seed,
  });
  const creating = {
    jobs,
    now,
    createMs: options.createMs ?? 0,
    createRandom: seededRandom(seed, 'creates'),
    idempotencyTtlMs: options.idempotencyTtlMs ?? dayMs,
  };
  const account = heygenAccount({ ...options.heygen, ...creating, seed, hasOwnClock });
  const idRandom = seededRandom(seed, 'request ids');
  const requestId = () => randomHex(idRandom, 32);

  const app = new Hono<{ Bindings: Partial<HttpBindings> }>();
  app.route(
    '/',
    jobRoutes({
      ...creating,
      // Not one of the jobs that anybody created: it has a store of its own.
      implicitJob: new JobStore({ ...jobOptions, seed: seed + 1 }).create(),
      bulk: bulk === false ? 404 : bulk,
      progress: options.progress ?? false,
    }),
  );
  const bodies = heygenBodies(options.heygen?.allowPrivateAddresses ?? false);
  app.route('/', heygenRoutes({ account, bodies, requestId }));
  app.onError((error, c) =>
    error instanceof Problem
      ? error.toResponse()
      : c.json(errorBody(500, 'internal_error', error.message), 500),
  );

  app.fetch = gate(app.fetch, {
    stats,
    faults,
    onRequest: listener(stats, options),
    requestId,
    now,
    hasOwnClock,
  });

  const backend = Object.assign(app, { stats, jobs, faults, webhooks: account.webhooks, now, seed });
  const dashboard = options.dashboard?.(backend);
  app.notFound(async c => {
    const page = await dashboard?.fetch(c.req.raw);
    if (page !== undefined && page.status !== 404) return page;
    return c.json(errorBody(404, 'not_found', `There is no ${c.req.method} ${c.req.path} here.`), 404);
  });
  return backend;
};

const listener = (stats: Stats, { recordRequests = false, log }: MockBackendOptions) =>
  !recordRequests && log === undefined
    ? undefined
    : (entry: RequestEntry) => {
        if (recordRequests) stats.record(entry);
        log?.(logLine(entry));
      };
