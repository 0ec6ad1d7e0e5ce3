import * as z from 'zod';

/** Whether `GET /status?job_ids=` exists; or the status that refuses it; or `'ignored'`, as by a server that does not know the parameter. */
export type BulkAnswer = boolean | 400 | 404 | 405 | 501 | 'ignored';

/** Checks the option `bulk`. @internal */
export const bulkAnswerSchema: z.ZodType<BulkAnswer> = z.union(
  [z.boolean(), z.literal([400, 404, 405, 501]), z.literal('ignored')],
  { error: "must be true, false, 400, 404, 405, 501 or 'ignored'" },
);
