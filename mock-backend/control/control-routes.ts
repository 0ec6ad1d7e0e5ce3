import { Hono } from 'hono';
import * as z from 'zod';
import type { MockBackend } from '../mock-backend.js';
import { durationSchema } from '../values/duration.js';
import { errorBody } from '../http/error-body.js';
import { faultSchema, lastingFaultSchema } from '../faults/fault.js';
import type { Job } from '../jobs/job.js';
import { parsedJson } from '../values/parsed-json.js';
import { refuseUnless } from '../values/refuse-unless.js';
import { shareSchema } from '../values/share.js';

/**
 * The calls behind the dashboard. They belong to neither API and are exempt from faults.
 *
 * - `GET /control`: the current faults, and counts of jobs and requests.
 * - `GET /control/jobs`: every job and when it will end; `?ended_since=<epoch ms>` only those that ended after that,
 *   `?open` only those that have not ended.
 * - `PATCH /control/faults`: changes the faults, and responds as `GET /control` does.
 */
export const controlRoutes = (backend: MockBackend): Hono => {
  const app = new Hono();

  app.use(async (c, next) => {
    await next();
    c.header('cache-control', 'no-store');
  });
  app.onError((error, c) =>
    error instanceof TypeError
      ? c.json(errorBody(400, 'invalid_parameter', error.message), 400)
      : c.json(errorBody(500, 'internal_error', error.message), 500),
  );

  app.get('/', c => c.json(stateOf(backend)));

  app.get('/jobs', c => {
    const at = backend.now();
    const { open, ended_since: since } = c.req.query();
    if (since !== undefined && !Number.isFinite(Number(since)))
      throw new TypeError(`Cannot list jobs: \`ended_since\` must be epoch ms, got ${JSON.stringify(since)}`);
    const isOpen = (job: Job) => job.endsAt > at;
    const wanted = backend.jobs.list().filter(job => {
      if (open !== undefined) return isOpen(job);
      return since === undefined || (job.endsAt > Number(since) && !isOpen(job));
    });
    return c.json({ now: at, jobs: wanted.map(jobJson) });
  });

  app.patch('/faults', async c => {
    const change = refuseUnless(changeSchema, parsedJson(await c.req.text()), 'Cannot change the faults');
    const { faults } = backend;
    if (change.share !== undefined) faults.share = change.share;
    if (change.latency_ms !== undefined) faults.latencyMs = change.latency_ms;
    if (change.script !== undefined) faults.push(...change.script);
    const { outage } = change;
    if (outage === false) faults.stopOutage();
    else if (outage !== undefined) {
      const { lasts_ms: lastsMs, as } = outage === true ? {} : outage;
      faults.startOutage({ ...(lastsMs !== undefined && { lastsMs }), ...(as !== undefined && { as }) });
    }
    return c.json(stateOf(backend));
  });

  return app;
};

const changeSchema = z.strictObject(
  {
    /** The fraction of requests that meet a random fault, 0 to 1. */
    share: shareSchema.optional(),
    /** Delay added to every request. */
    latency_ms: durationSchema.optional(),
    /** Faults to add to the script. */
    script: z.array(faultSchema, { error: 'must be a list of faults' }).optional(),
    /** True: every request fails from now on; false: ends the outage. */
    outage: z
      .union(
        [
          z.boolean(),
          z.strictObject({
            lasts_ms: z.number().positive('must be more than 0').optional(),
            as: lastingFaultSchema.optional(),
          }),
        ],
        { error: 'must be true, false or { lasts_ms, as }' },
      )
      .optional(),
  },
  { error: issue => (issue.code === 'unrecognized_keys' ? undefined : 'must be an object') },
);

const stateOf = ({ faults, jobs, stats, now, seed }: MockBackend) => ({
  now: now(),
  seed,
  faults: {
    share: faults.share,
    latency_ms: faults.latencyMs,
    outage: faults.inOutage,
    script: faults.script.length,
  },
  jobs: { created: jobs.created, open: jobs.list().filter(job => job.endsAt > now()).length },
  requests: stats.requests,
});

/** A stuck job never ends: `ends_at` is null. */
const jobJson = ({ id, createdAt, endsAt, outcome }: Job) => ({
  job_id: id,
  created_at: createdAt,
  ends_at: endsAt === Infinity ? null : endsAt,
  outcome,
});
