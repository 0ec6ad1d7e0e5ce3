import { z } from 'zod';
import { endpointOf } from '../http/endpoint.js';
import { timeMs } from './time-ms.js';

/** The calls that a fault can be aimed at by name, in both dialects. */
const calls = {
  create: ['POST /job', 'POST /v3/video-translations', 'POST /v3/video-translations/batches'],
  single: ['GET /status', 'GET /status/:jobId', 'GET /status?job_id', 'GET /v3/video-translations/:id'],
  bulk: ['GET /status?job_ids', 'GET /v3/video-translations/statuses'],
};

const isCall = (on: string): on is keyof typeof calls => Object.hasOwn(calls, on);

const onSchema = z
  .string({ error: "must be text like 'POST /job'" })
  .refine(on => isCall(on) || /^((GET|HEAD|POST|PUT|PATCH|DELETE)( \/.*)?|\/.*)$/.test(on), {
    error: "must begin with a method or a path, or be 'create', 'single' or 'bulk'",
  });

export const count = z.int({ error: 'must be a whole number of at least 1' }).min(1, 'must be at least 1');

/** Which requests a fault affects, and how often. Every kind of fault has these. */
export const aim = {
  /**
   * Only these requests: those that start with it (`'POST'`, `'/status'`, `'POST /job'`), or those of one call in both dialects:
   * `'create'`, `'single'` (status of one job) or `'bulk'` (status of many).
   * @default every request
   */
  on: onSchema.optional(),
  /**
   * Only requests that name this job. A fault that rewrites a bulk answer changes the report on this job only.
   * @default any job
   */
  job: z.string({ error: 'must be the id of a job' }).min(1, 'must not be empty').optional(),
  /**
   * Only requests that name more jobs than this.
   * @default 0
   */
  moreThan: count.optional(),
  /**
   * How many requests; `Infinity` for all from now on.
   * @default 1
   */
  times: z
    .union([count, z.literal(Infinity)], { error: 'must be a whole number of at least 1, or Infinity' })
    .optional(),
  /**
   * How long, from the first request that meets it, in ms. Instead of `times`.
   * @default none
   */
  forMs: timeMs.optional(),
  /**
   * `'after'`: the request is carried out, then its answer is lost or replaced: the job exists.
   * `'before'`: it is not carried out. Faults that change the real answer are always `'after'`.
   * @default 'before'
   */
  when: z.enum(['before', 'after'], { error: "must be 'before' or 'after'" }).optional(),
};

/** The fields of a fault that say which requests it affects. */
export interface Aim {
  readonly on?: string | undefined;
  readonly job?: string | undefined;
  readonly moreThan?: number | undefined;
}

/** Whether a request is one of those. */
export const isAimedAt = ({ on, job, moreThan }: Aim, method: string, target: string): boolean => {
  if (on !== undefined && !isOn(on, method, target)) return false;
  if (job === undefined && moreThan === undefined) return true;
  const ids = idsIn(target);
  return (job === undefined || ids.includes(job)) && ids.length > (moreThan ?? 0);
};

const isOn = (on: string, method: string, target: string): boolean =>
  isCall(on)
    ? calls[on].includes(endpointOf(method, target))
    : target.startsWith(on) || `${method} ${target}`.startsWith(on);

/** The jobs that a request names, in its query or at the end of its path. */
const idsIn = (target: string): readonly string[] => {
  const { pathname, searchParams } = new URL(target, 'http://localhost');
  const inQuery = ['job_id', 'job_ids', 'video_translation_ids'].flatMap(
    name => searchParams.get(name)?.split(',') ?? [],
  );
  const inPath = decodeURIComponent(pathname.slice(pathname.lastIndexOf('/') + 1));
  return inQuery.length > 0 ? inQuery.filter(id => id !== '') : [inPath];
};
