import { parsedJson } from '../../values/parsed-json.js';
import type { ServeTable } from './fault-call.js';

/** Faults of a job that was just created: status calls know it, or report its end, too late. Batches are not affected. */
export const jobFaults: ServeTable<'replica-lag' | 'early-webhook'> = {
  'replica-lag': async ({ ms }, { next, jobs, now }) => {
    const created = await next();
    const unseenUntil = now() + ms;
    for (const jobId of await createdIds(created)) jobs.setLag(jobId, { unseenUntil });
    return created;
  },

  'early-webhook': async ({ ms }, { next, jobs }) => {
    const created = await next();
    for (const jobId of await createdIds(created)) jobs.setLag(jobId, { endsLaterMs: ms });
    return created;
  },
};

/** The jobs that a response to a create names, in either API. */
const createdIds = async (response: Response): Promise<readonly string[]> => {
  const body = parsedJson(await response.clone().text()) as {
    readonly job_id?: string;
    readonly data?: { readonly video_translation_ids?: readonly string[] };
  };
  return body.job_id === undefined ? (body.data?.video_translation_ids ?? []) : [body.job_id];
};
