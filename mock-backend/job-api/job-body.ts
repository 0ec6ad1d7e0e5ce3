import * as z from 'zod';
import { durationSchema } from '../values/duration.js';
import { parsedJson } from '../values/parsed-json.js';
import { Problem } from '../http/problem.js';
import { sentence } from '../values/refuse-unless.js';

const text = z.string({ error: 'must be text' }).optional();

/**
 * The body of `POST /job`, all of it optional. Other fields are kept with the job and have no effect, so that a client may send
 * what another service needs.
 */
const jobBodySchema = z.looseObject(
  {
    video: z.union([z.string(), z.looseObject({})], { error: 'must be a URL or an asset' }).optional(),
    language: text,
    title: text,
    /** Overrides the option of the backend for this job. */
    processingMs: durationSchema.optional(),
    outcome: z
      .enum(['completed', 'error', 'stuck'], { error: "must be 'completed', 'error' or 'stuck'" })
      .optional(),
  },
  { error: 'the body must be a JSON object' },
);

/**
 * Reads the body of a `POST /job`; an empty one is `{}`.
 *
 * @throws Problem 400
 */
export const readJobBody = (body: string): z.infer<typeof jobBodySchema> => {
  const value = body.trim() === '' ? {} : parsedJson(body);
  const result = jobBodySchema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new Problem(400, 'invalid_parameter', issue === undefined ? 'invalid' : sentence(issue, value));
};
