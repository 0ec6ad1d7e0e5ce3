import type { HttpBindings } from '@hono/node-server';
import { Hono, type Context } from 'hono';
import { IdempotencyKeys } from '../http/idempotency-keys.js';
import { readJobBody } from './job-body.js';
import { KeptJobs } from '../jobs/kept-jobs.js';
import type { BulkAnswer } from './bulk-answer.js';
import { Problem } from '../http/problem.js';
import { progressAt, statusAt, type Job } from '../jobs/job.js';
import type { JobStore } from '../jobs/job-store.js';

export interface JobRoutesOptions {
  readonly jobs: JobStore;
  /** What `GET /status` alone reports on. */
  readonly implicitJob: Job;
  readonly now: () => number;
  readonly bulk: BulkAnswer;
  readonly progress: boolean;
  /** Lasts as long as the answer to a create is held back. */
  readonly createWait: () => Promise<void>;
  readonly idempotencyTtlMs: number;
  /** A file in which to keep jobs. */
  readonly keepIn?: string | undefined;
}

const maxBulk = 100;

/** The job API: one `POST`, one `GET`. */
export const jobRoutes = (options: JobRoutesOptions): Hono<{ Bindings: Partial<HttpBindings> }> => {
  const { jobs, implicitJob, now, bulk } = options;
  const app = new Hono<{ Bindings: Partial<HttpBindings> }>();
  const keys = new IdempotencyKeys<string>({ now, ttlMs: options.idempotencyTtlMs });

  const kept = options.keepIn === undefined ? undefined : new KeptJobs(options.keepIn);
  for (const { job, key } of kept?.read() ?? []) {
    jobs.restore(job);
    if (key !== undefined) keys.restore(key, job.createdAt, job.id);
  }

  app.get('/health', c => c.json({ status: 'ok' }));

  app.post('/job', async c => {
    const key = c.req.header('idempotency-key');
    const jobId = await keys.once(key, async () => {
      const { processingMs, outcome, ...request } = readJobBody(await c.req.text());
      const job = jobs.create({ processingMs, outcome, request });
      // The job exists from here on, whether or not its creator lives to hear of it.
      kept?.add({ job, key });
      await options.createWait();
      return job.id;
    });
    return c.json({ job_id: jobId }, 201);
  });

  app.get('/status/:jobId', c => one(c, c.req.param('jobId')));

  app.get('/status', c => {
    if (!c.req.url.includes('?')) return c.json({ result: resultOf(implicitJob) });
    const jobId = c.req.query('job_id');
    if (jobId !== undefined) return one(c, jobId);
    const jobIds = c.req.query('job_ids');
    if (jobIds !== undefined && bulk !== 'ignored') return many(c, jobIds);
    return c.json({ result: resultOf(implicitJob) });
  });

  const one = (c: Context, jobId: string): Response => {
    const job = jobs.get(jobId);
    if (job === undefined) throw new Problem(404, 'not_found', `There is no job ${jobId}.`);
    return c.json(report(job));
  };

  const many = (c: Context, jobIds: string): Response => {
    if (bulk !== true)
      throw new Problem(
        typeof bulk === 'number' ? bulk : 404,
        'not_supported',
        'There is no bulk call here.',
      );
    const ids = jobIds.split(',').filter(id => id !== '');
    if (ids.length === 0)
      throw new Problem(400, 'invalid_parameter', '`job_ids` must name at least one job.');
    if (ids.length > maxBulk) {
      const message = `\`job_ids\` must name at most ${maxBulk} jobs, got ${ids.length}.`;
      throw new Problem(400, 'invalid_parameter', message);
    }
    return c.json({
      jobs: ids.map(id => {
        const job = jobs.get(id);
        return job === undefined ? { job_id: id, result: 'not_found' } : report(job);
      }),
    });
  };

  /** The job API knows no queue: a job is pending until it ends. */
  const resultOf = (job: Job) => {
    const status = statusAt(job, now());
    return status === 'running' ? 'pending' : status;
  };

  const report = (job: Job) => {
    const result = resultOf(job);
    if (result === 'error') {
      return { job_id: job.id, result, error: { code: 'translation_failed', message: job.failure } };
    }
    if (!options.progress) return { job_id: job.id, result };
    return { job_id: job.id, result, progress: progressAt(job, now()) };
  };

  return app;
};
