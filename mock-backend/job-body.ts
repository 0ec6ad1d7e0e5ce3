import { z } from 'zod';
import { durationSchema } from './duration.js';
import { sentence } from './refuse.js';

const text = z.string({ error: 'must be text' }).optional();

/**
 * What `POST /job` takes, all of it optional. Fields beside these are kept with the job and mean nothing here, so that a
 * client may send whatever its users translate with.
 */
const jobBodySchema = z.looseObject(
  {
    video: z.union([z.string(), z.looseObject({})], { error: 'must be an address or an asset' }).optional(),
    language: text,
    title: text,
    /** Overrides the backend's own, for this job. */
    processingMs: durationSchema.optional(),
    outcome: z
      .enum(['completed', 'error', 'stuck'], { error: "must be 'completed', 'error' or 'stuck'" })
      .optional(),
  },
  { error: 'the body must be a JSON object' },
);

/** Reads the body of a `POST /job`; an empty one asks for nothing in particular. */
export const readJobBody = (
  body: string,
): { readonly job: z.infer<typeof jobBodySchema> } | { readonly problem: string } => {
  const value = body.trim() === '' ? {} : parsed(body);
  const result = jobBodySchema.safeParse(value);
  if (result.success) return { job: result.data };
  const issue = result.error.issues[0];
  return { problem: issue === undefined ? 'invalid' : sentence(issue, value) };
};

const parsed = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};
