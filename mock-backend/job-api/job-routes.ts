import { Hono, type Context } from 'hono';
import type { PresignedLinks } from '../files/presigned-links.js';
import { canonicalDigest } from '../http/canonical-digest.js';
import type { Env } from '../http/env.js';
import { IdempotencyKeys } from '../http/idempotency-keys.js';
import { originOf } from '../http/origin-of.js';
import { Problem } from '../http/problem.js';
import { progressAt, statusAt, type Job } from '../jobs/job.js';
import type { JobStore } from '../jobs/job-store.js';
import { KeptJobs } from '../jobs/kept-jobs.js';
import type { BulkAnswer } from './bulk-answer.js';
import type { ImplicitJob } from './implicit-job.js';
import { readJobBody } from './job-body.js';

export interface JobRoutesOptions {
  readonly jobs: JobStore;
  readonly implicitJob: ImplicitJob;
  readonly links: PresignedLinks;
  readonly now: () => number;
  readonly bulk: BulkAnswer;
  readonly progress: boolean;
  /** Whether a completed job has the URL of its video. */
  readonly resultAddress: boolean;
  /** Resolves when the response to a create may be sent. */
  readonly createWait: () => Promise<void>;
  readonly idempotencyTtlMs: number;
  /** A file that keeps the jobs. */
  readonly keepIn?: string | undefined;
}

const maxBulk = 100;

/** The job API: `POST /job` and `GET /status`. */
export const jobRoutes = (options: JobRoutesOptions): Hono<{ Bindings: Env }> => {
  const { jobs, implicitJob, links, now, bulk } = options;
  const app = new Hono<{ Bindings: Env }>();
  const keys = new IdempotencyKeys<string>({ now, ttlMs: options.idempotencyTtlMs });

  const kept = options.keepIn === undefined ? undefined : new KeptJobs(options.keepIn);
  for (const { job, key, digest } of kept?.read() ?? []) {
    jobs.restore(job);
    if (key !== undefined) keys.restore(key, { since: job.createdAt, digest, result: job.id });
  }

  app.get('/health', c => c.json({ status: 'ok' }));

  app.post('/job', async c => {
    const key = c.req.header('idempotency-key');
    const body = readJobBody(await c.req.text());
    const digest = key === undefined ? undefined : canonicalDigest(body);
    const jobId = await keys.once({ key, digest }, async () => {
      const { processingMs, outcome, ...request } = body;
      const job = jobs.create({ processingMs, outcome, request });
      try {
        kept?.add({ job, key, digest });
      } catch (thrown) {
        // A repeated create would otherwise make a second job.
        jobs.delete(job.id);
        throw thrown;
      }
      // The job exists from here on, whether or not the client receives the response.
      await options.createWait();
      return job.id;
    });
    return c.json({ job_id: jobId }, 201);
  });

  app.get('/status/:jobId', c => one(c, c.req.param('jobId')));

  app.get('/status', c => {
    if (!c.req.url.includes('?')) return implicit(c);
    const jobId = c.req.query('job_id');
    if (jobId !== undefined) return one(c, jobId);
    const jobIds = c.req.query('job_ids');
    return jobIds === undefined || bulk === 'ignored' ? implicit(c) : many(c, jobIds, bulk);
  });

  const implicit = (c: Context): Response => {
    const job = implicitJob.read();
    if (job === undefined) throw new Problem(404, 'not_found', 'GET /status needs a job id here.');
    return c.json({ result: resultOf(job), ...progressOf(job) });
  };

  const one = (c: Context, jobId: string): Response => {
    const job = jobs.seen(jobId);
    if (job === undefined) throw new Problem(404, 'not_found', `Job ${jobId} does not exist.`);
    return c.json(report(c, job));
  };

  const many = (c: Context, jobIds: string, bulkMode: Exclude<BulkAnswer, 'ignored'>): Response => {
    if (bulkMode !== true)
      throw new Problem(bulkMode || 404, 'not_supported', 'This server has no bulk call.');
    const ids = jobIds.split(',').filter(id => id !== '');
    if (ids.length === 0)
      throw new Problem(400, 'invalid_parameter', '`job_ids` must name at least one job.');
    if (ids.length > maxBulk) {
      const message = `\`job_ids\` must name at most ${maxBulk} jobs, got ${ids.length}.`;
      throw new Problem(400, 'invalid_parameter', message);
    }
    return c.json({
      jobs: ids.map(id => {
        const job = jobs.seen(id);
        return job === undefined ? { job_id: id, result: 'not_found' } : report(c, job);
      }),
    });
  };

  const report = (c: Context, job: Job) => {
    const result = resultOf(job);
    const failure = { error: { code: 'translation_failed', message: job.failure } };
    return {
      job_id: job.id,
      result,
      ...(result === 'error' ? failure : progressOf(job)),
      ...(result === 'completed' &&
        options.resultAddress && { video_url: links.link(originOf(c), job.id, 'video.mp4') }),
    };
  };

  /** The job API has no queue: a job is pending until it ends. */
  const resultOf = (job: Job) => {
    const status = statusAt(job, now());
    return status === 'running' ? 'pending' : status;
  };

  const progressOf = (job: Job) => (options.progress ? { progress: progressAt(job, now()) } : {});

  return app;
};
