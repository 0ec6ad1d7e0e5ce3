import { isBatchError, isTranslationError, isUnknownOutcomeError, type JobId } from 'heygen-rx';
import type { World } from '../histories/world.js';
import type { Call } from './call.js';

/** What an error tells of jobs that may exist. */
interface Known {
  readonly keys: ReadonlySet<string>;
  readonly jobIds: ReadonlySet<JobId>;
}

/** The error of a failed create names each job that was created all the same. */
export function checkNothingLost(world: World, call: Call, error: unknown): void {
  const { keys, jobIds } = knownOf(error);
  for (const tag of call.tags) {
    const [job] = world.service.madeFor(tag);
    const tagKeys = [...(world.service.keysOf.get(tag) ?? [])];
    if (job === undefined || jobIds.has(job.jobId) || tagKeys.some(key => keys.has(key))) continue;
    world.violate(
      'nothing lost',
      `${call.name}: ${job.jobId} was made, and ${String(error)} names neither id nor key`,
    );
  }
  const [tag] = call.tags;
  const neverLeft = tag !== undefined && !world.service.keysOf.has(tag);
  if (isUnknownOutcomeError(error) && neverLeft) {
    world.violate('no false alarm', `${call.name}: nothing was sent, and yet ${error.message}`);
  }
}

function knownOf(error: unknown): Known {
  const all = isBatchError(error) ? [error, ...error.errors] : isTranslationError(error) ? [error] : [];
  const jobIds = all.flatMap(one => [one.jobId, ...(one.created ?? [])]);
  return {
    keys: new Set(all.flatMap(one => one.idempotencyKey ?? [])),
    jobIds: new Set(jobIds.filter(jobId => jobId !== undefined)),
  };
}
