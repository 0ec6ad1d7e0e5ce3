import type { JobId } from '../../model/job.js';
import type { StatusReport } from '../../model/status-report.js';
import type { OpenJob } from '../../policy/polling/polling-strategy.js';
import { findsOpen } from '../../policy/watch/read-report.js';
import type { PendingPoll } from './pending-poll.js';

interface KnownJob extends OpenJob {
  readonly jobId: JobId;
}

/** The open jobs in a bulk answer, for schedules that learn: each once, even if two watches poll it. Computed on the first call. */
export function openJobsOf(
  polls: readonly PendingPoll[],
  byId: ReadonlyMap<JobId, StatusReport>,
): () => readonly KnownJob[] {
  let open: readonly KnownJob[] | undefined;
  return () => (open ??= findOpenJobs(polls, byId));
}

function findOpenJobs(
  polls: readonly PendingPoll[],
  byId: ReadonlyMap<JobId, StatusReport>,
): readonly KnownJob[] {
  const found = new Map<JobId, KnownJob>();
  for (const { jobId, subject } of polls) {
    if (subject.openJob !== undefined && findsOpen(byId.get(jobId)))
      found.set(jobId, { jobId, ...subject.openJob() });
  }
  return [...found.values()];
}
