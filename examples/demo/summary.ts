import { isSettled, type BatchSnapshot, type CircuitStateName, type ClientEvent } from 'heygen-rx';
import type { JobStore, Stats } from 'heygen-rx/mock-backend';

export interface Summary {
  readonly jobs: number;
  /** Jobs at the server: more than `jobs` would mean that one was created twice. */
  readonly jobsAtServer: number;
  readonly completed: number;
  readonly failed: number;
  readonly lost: number;
  readonly requests: number;
  readonly failedRequests: number;
  readonly retries: number;
  /** How often the circuit opened. */
  readonly openings: number;
  /** The state of the circuit at the end. */
  readonly circuit: CircuitStateName;
  /** Mean time between a job's end at the server and the client noticing it. */
  readonly noticedAfterMs: number;
}

interface Observations {
  readonly batch: BatchSnapshot;
  readonly events: readonly ClientEvent[];
  readonly jobs: Pick<JobStore, 'created' | 'get'>;
  readonly stats: Pick<Stats, 'total' | 'faults'>;
  readonly circuit: CircuitStateName;
}

export function summaryOf({ batch, events, jobs, stats, circuit }: Observations): Summary {
  const delaysMs = [...batch.entries()].flatMap(([jobId, snapshot]) => {
    const job = jobs.get(jobId);
    return job && snapshot && isSettled(snapshot) ? [snapshot.at - job.endsAt] : [];
  });
  const count = (type: ClientEvent['type']) => events.filter(event => event.type === type).length;
  return {
    jobs: batch.total,
    jobsAtServer: jobs.created,
    completed: batch.counts.completed,
    failed: batch.counts.error,
    lost: batch.counts.lost,
    requests: stats.total,
    failedRequests: sum(Object.values(stats.faults)),
    retries: count('RETRY_ATTEMPTED'),
    openings: count('CIRCUIT_BREAKER_OPENED'),
    circuit,
    noticedAfterMs: sum(delaysMs) / delaysMs.length,
  };
}

export function summaryText(summary: Summary): string {
  const { jobs, jobsAtServer, completed, failed, lost, requests, failedRequests, retries, openings } =
    summary;
  const twice = jobsAtServer - jobs;
  return `
  jobs            ${jobs}, and ${jobsAtServer} at the server: ${twice === 0 ? 'none' : twice} created twice
  outcomes        ${completed} completed, ${failed} failed, ${lost} lost
  requests        ${requests}, of which ${failedRequests} failed
  retries         ${retries}: counted per job, though several share a request
  circuit         opened ${openings === 1 ? 'once' : `${openings} times`}, ${summary.circuit} at the end
  time to notice  ${(summary.noticedAfterMs / 1000).toFixed(1)} s from a job's end until the client noticed, on average, outage included
`;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
