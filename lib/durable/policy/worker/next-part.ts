import type { JobId } from '../../../model/job.js';
import type { CreatePart } from '../../../transport/transport.js';
import type { KnownJobs } from '../../engine/creates.js';

/** The next request of a create. */
export interface NextPart extends CreatePart {
  /** The ids that the requests before it have returned. */
  readonly before: readonly JobId[];
  readonly isLast: boolean;
}

/** The first request of a create that was not answered. One that makes all jobs is sent whole, whatever other workers have done. */
export function nextPart(parts: readonly CreatePart[], known: KnownJobs | undefined): NextPart {
  const answered = known !== undefined && known.answered < parts.length ? known.answered : 0;
  const before = known?.jobIds.slice(0, answered) ?? [];
  return { ...parts[answered]!, before, isLast: answered === parts.length - 1 };
}

/** The jobs that are known to exist after an attempt has returned some ids and failed. */
export function withFound(known: KnownJobs | undefined, found: readonly JobId[] = []): KnownJobs | undefined {
  const { jobIds = [], answered = 0 } = known ?? {};
  const others = new Set([...jobIds.slice(answered), ...found]);
  for (const jobId of jobIds.slice(0, answered)) others.delete(jobId);
  return jobIds.length + others.size === 0
    ? undefined
    : { jobIds: [...jobIds.slice(0, answered), ...others], answered };
}

/** The jobs that are known to exist after one more request was answered. */
export const withAnswered = (known: KnownJobs | undefined, jobIds: readonly JobId[]): KnownJobs | undefined =>
  withFound({ jobIds, answered: jobIds.length }, known?.jobIds);
