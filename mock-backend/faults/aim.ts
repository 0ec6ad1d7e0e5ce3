import * as z from 'zod';
import { endpointOf } from '../http/endpoint.js';
import type { FaultAim } from './fault-kinds.js';
import { timeMs } from './time-ms.js';

/** The calls that a fault can be aimed at by name, in both APIs. */
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

/** Checks which requests a fault affects, and how often: see `FaultAim`. */
export const aim = {
  on: onSchema.optional(),
  job: z.string({ error: 'must be the id of a job' }).min(1, 'must not be empty').optional(),
  moreThan: count.optional(),
  times: z
    .union([count, z.literal(Infinity)], { error: 'must be a whole number of at least 1, or Infinity' })
    .optional(),
  forMs: timeMs.optional(),
  when: z.enum(['before', 'after'], { error: "must be 'before' or 'after'" }).optional(),
};

/** Whether a fault with this aim affects a request. */
export const isAimedAt = (
  { on, job, moreThan }: Pick<FaultAim, 'on' | 'job' | 'moreThan'>,
  method: string,
  target: string,
): boolean => {
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
  const inPath = pathname.slice(pathname.lastIndexOf('/') + 1);
  return inQuery.length > 0 ? inQuery.filter(id => id !== '') : [decoded(inPath)];
};

/** As Hono decodes a part of a path: `%zz` stays as it is. */
const decoded = (part: string): string => {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
};
