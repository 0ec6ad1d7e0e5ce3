import type { JobId } from '../../model/job.js';
import type { StatusReport } from '../../model/status-report.js';
import type { OpenJob } from '../../policy/polling/polling-strategy.js';
import { findsOpen } from '../../policy/watch/read-report.js';
import type { PendingPoll } from './pending-poll.js';

interface KnownJob extends OpenJob {
  readonly jobId: JobId;
}

/** For a poll whose schedule learns: the other open jobs in the same response, each once, even if two watches poll it. */
export function otherOpenJobs(
  polls: readonly PendingPoll[],
  byId: ReadonlyMap<JobId, StatusReport>,
): (poll: PendingPoll) => readonly OpenJob[] | undefined {
  let open: readonly KnownJob[] | undefined;
  return ({ jobId, subject }) => {
    if (subject.isLearning !== true) return undefined;
    open ??= findOpenJobs(polls, byId);
    return open.filter(other => other.jobId !== jobId);
  };
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
