import { Hono } from 'hono';
import { isOwnHost } from './control/is-own-host.js';
import { Faults } from './faults/faults.js';
import { loginPage } from './faults/login-page.js';
import { Outages } from './faults/outages.js';
import { fileRoutes } from './files/file-routes.js';
import { PresignedLinks } from './files/presigned-links.js';
import { gate } from './gate/gate.js';
import { logLine } from './gate/log-line.js';
import { Stats, type RequestEntry } from './gate/stats.js';
import { heygenAccount } from './heygen/account/heygen-account.js';
import { heygenRoutes } from './heygen/heygen-routes.js';
import type { Env } from './http/env.js';
import { errorBody } from './http/error-body.js';
import { problemResponse } from './http/problem.js';
import { ImplicitJob } from './job-api/implicit-job.js';
import { jobRoutes } from './job-api/job-routes.js';
import { JobStore } from './jobs/job-store.js';
import type { MockBackend } from './mock-backend.js';
import { backendDefaults } from './options/backend-defaults.js';
import type { MockBackendOptions } from './options/mock-backend-options.js';
import { mockBackendOptionsSchema } from './options/mock-backend-options-schema.js';
import { drawDuration } from './values/duration.js';
import { randomHex, seededRandom } from './values/random.js';
import { refuseUnless } from './values/refuse-unless.js';
import { sleep } from './values/sleep.js';
import { withDefaults } from './values/with-defaults.js';

/**
 * Creates a mock backend. It needs no port: pass `app.request` as the `fetch` of a client.
 *
 * @throws TypeError for an unknown option, or one out of bounds
 * @example
 * const backend = createMockBackend({ processingMs: 100, script: [{ kind: 'status', status: 503 }] });
 * const client = new TranslationClient({ baseUrl: 'http://localhost', fetch: backend.request });
 */
export const createMockBackend = (options: MockBackendOptions = {}): MockBackend => {
  refuseUnless(mockBackendOptionsSchema, options, 'Cannot create the mock backend');
  const chosen = withDefaults(options, backendDefaults);
  const { now, seed = Math.floor(Math.random() * 2 ** 31) } = chosen;
  const hasOwnClock = options.now !== undefined;

  const stats = new Stats();
  const faults = new Faults({ ...chosen, outages: new Outages({ windows: chosen.outages, now }), seed });
  const jobs = new JobStore({ ...chosen, seed });
  const stopping = new AbortController();
  const createRandom = seededRandom(seed, 'creates');
  const createWait = () => sleep(drawDuration(chosen.createMs, createRandom), stopping.signal);
  const links = new PresignedLinks({ ...chosen, seed });
  const shared = { ...chosen, jobs, links, createWait, seed, hasOwnClock };
  const account = heygenAccount(chosen.heygen, shared);
  const idRandom = seededRandom(seed, 'request ids');
  const requestId = () => randomHex(idRandom, 32);

  const app = new Hono<{ Bindings: Env }>();
  // The implicit job has its own store: it is not one of the created jobs.
  const implicitJobs = new JobStore({ ...chosen, seed: seed + 1 });
  const implicitJob = new ImplicitJob({ start: chosen.implicitJob, jobs: implicitJobs, now });
  app.route('/', jobRoutes({ ...shared, implicitJob }));
  app.route('/', fileRoutes(shared));
  app.get('/login', loginPage);
  // Not a `route`: with the paths of both APIs in one app, Hono would use its slower router for all of them.
  const heygen = heygenRoutes({ account, requestId });
  app.all('/v3/*', c => heygen.fetch(c.req.raw, c.env));
  app.onError(problemResponse);
  const onRequest = listener(stats, chosen);
  app.fetch = gate(app.fetch, { ...chosen, stats, faults, jobs, onRequest, requestId, hasOwnClock });

  const { webhooks } = account;
  const stop = () => {
    stopping.abort();
    webhooks.stop();
  };
  const backend = Object.assign(app, { stats, jobs, faults, webhooks, now, seed, stop });
  const dashboard = options.dashboard?.(backend);
  app.notFound(async c => {
    if (dashboard !== undefined && !isOwnHost(c, chosen.allowedHosts)) {
      return c.json(errorBody(403, 'forbidden', foreignHost), 403);
    }
    const page = await dashboard?.fetch(c.req.raw);
    if (page !== undefined && page.status !== 404) return page;
    return c.json(errorBody(404, 'not_found', `There is no ${c.req.method} ${c.req.path} here.`), 404);
  });
  return backend;
};

const foreignHost =
  'The dashboard and /control answer only to localhost and the address they are served at; `allowedHosts` (--allow-host) adds names.';

const listener = (
  stats: Stats,
  { recordRequests, log }: Pick<MockBackendOptions, 'recordRequests' | 'log'>,
) =>
  recordRequests !== true && log === undefined
    ? undefined
    : (entry: RequestEntry) => {
        if (recordRequests === true) stats.record(entry);
        log?.(logLine(entry));
      };
