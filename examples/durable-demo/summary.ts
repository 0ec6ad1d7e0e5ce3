import type { MockBackend } from 'heygen-rx/mock-backend';
import type { Progress } from './follow-jobs.js';
import { mostWithinASecond } from './most-within-a-second.js';

/** The results, counted by the subscribers and at the server. */
export interface Summary {
  readonly keys: number;
  /** Jobs at the server. */
  readonly created: number;
  readonly settled: number;
  readonly lost: number;
  /** Jobs beyond one for each key, and settled snapshots beyond one for each job. */
  readonly doubled: number;
  readonly requests: number;
  /** The most requests within one second. */
  readonly worstSecond: number;
  readonly maxRequestsPerSecond: number;
  /** Mean number of jobs in a status request. */
  readonly jobsPerRequest: number;
  /** From the end of a job until its subscriber knew: half of the jobs, 99 of 100, and all, in ms. */
  readonly latenessMs: { readonly half: number; readonly most: number; readonly all: number };
}

interface Observations {
  readonly jobs: number;
  readonly progress: Progress;
  readonly backend: Pick<MockBackend, 'jobs' | 'stats'>;
  readonly maxRequestsPerSecond: number;
}

export function summaryOf({ jobs, progress, backend, maxRequestsPerSecond }: Observations): Summary {
  const { log, total } = backend.stats;
  const lateness = progress.snapshots
    .flatMap(({ jobId, at }) => {
      const job = backend.jobs.get(jobId);
      return job === undefined ? [] : [Math.max(0, at - job.endsAt)];
    })
    .sort((one, other) => one - other);
  const share = (fraction: number): number => lateness[Math.ceil(lateness.length * fraction) - 1] ?? 0;
  const polled = log.filter(({ method }) => method === 'GET').map(({ target }) => idsIn(target));
  return {
    keys: jobs,
    created: backend.jobs.created,
    settled: progress.settled,
    lost: progress.lost,
    doubled: backend.jobs.created - jobs + progress.repeated,
    requests: total,
    worstSecond: mostWithinASecond(log.map(({ at }) => at)),
    maxRequestsPerSecond,
    jobsPerRequest: polled.reduce((sum, ids) => sum + ids, 0) / Math.max(1, polled.length),
    latenessMs: { half: share(0.5), most: share(0.99), all: share(1) },
  };
}

/** How many jobs a status request is for: `/status?job_ids=a,b,c` or `/status/a`. */
const idsIn = (target: string): number => decodeURIComponent(target).split(',').length;

export function summaryText(summary: Summary): string {
  const { keys, created, settled, lost, doubled, requests, worstSecond, maxRequestsPerSecond } = summary;
  const { half, most, all } = summary.latenessMs;
  const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
  return `
  jobs made        ${created} for ${keys} keys
  settled          ${settled}
  lost             ${lost}
  doubled          ${doubled}
  requests         ${requests}; ${summary.jobsPerRequest.toFixed(0)} jobs in a status request on average
  worst second     ${worstSecond} requests at the server, of at most ${maxRequestsPerSecond}
  lateness         ${seconds(half)} for half of the jobs, ${seconds(most)} for 99 of 100, ${seconds(all)} at most:
                   from a job's end until its subscriber knew
`;
}
