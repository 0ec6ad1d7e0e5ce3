import * as z from 'zod';
import { faultSchema, lastingFaultSchema } from '../faults/fault.js';
import { outageSchema } from '../faults/outage-window.js';
import { heygenOptionsSchema } from '../heygen/account/heygen-options.js';
import { bulkAnswerSchema } from '../job-api/bulk-answer.js';
import { implicitJobSchema } from '../job-api/implicit-job.js';
import { durationSchema } from '../values/duration.js';
import { seedSchema } from '../values/random.js';
import { shareSchema } from '../values/share.js';
import type { MockBackendOptions } from './mock-backend-options.js';

const functionSchema = <Value>() =>
  z.custom<Value>(value => typeof value === 'function', { error: 'must be a function' }).optional();
const flag = z.boolean({ error: 'must be true or false' }).optional();

/** A host name without scheme, port or path; in lower case, as in a `URL`. */
export const hostNameSchema = z
  .string({ error: 'must be a host name' })
  .refine(name => URL.canParse(`http://${name}`) && new URL(`http://${name}`).hostname === name, {
    error: 'must be a host name without scheme and port, in small letters',
  });

/** Checks all options of a mock backend. */
export const mockBackendOptionsSchema = z.strictObject(
  {
    processingMs: durationSchema.optional(),
    queueMs: durationSchema.optional(),
    jobErrors: shareSchema.optional(),
    progress: flag,
    createMs: durationSchema.optional(),
    idempotencyTtlMs: z.number({ error: 'must be milliseconds' }).min(0, 'must be at least 0').optional(),
    bulk: bulkAnswerSchema.optional(),
    implicitJob: implicitJobSchema.optional(),
    resultAddress: flag,
    linkTtlMs: z.number({ error: 'must be milliseconds' }).min(0, 'must be at least 0').optional(),
    expiredLinkStatus: z.literal([403, 410], { error: 'must be 403 or 410' }).optional(),
    faults: shareSchema.optional(),
    faultMix: z
      .array(lastingFaultSchema, { error: 'must be a list of faults' })
      .min(1, 'must hold at least one fault')
      .optional(),
    script: z.array(faultSchema, { error: 'must be a list of faults' }).optional(),
    latencyMs: durationSchema.optional(),
    outages: z.array(outageSchema, { error: 'must be a list of { startsAfterMs, lastsMs }' }).optional(),
    seed: seedSchema.optional(),
    now: functionSchema<() => number>(),
    maxBodyBytes: z.int({ error: 'must be a whole number of bytes' }).min(1, 'must be at least 1').optional(),
    allowedHosts: z.array(hostNameSchema, { error: 'must be a list of host names' }).optional(),
    keepIn: z.string({ error: 'must be the path of a file' }).min(1, 'must be the path of a file').optional(),
    recordRequests: flag,
    log: functionSchema<(line: string) => void>(),
    heygen: heygenOptionsSchema.optional(),
    dashboard: functionSchema<NonNullable<MockBackendOptions['dashboard']>>(),
  },
  { error: issue => (issue.code === 'unrecognized_keys' ? undefined : 'options must be an object') },
);
