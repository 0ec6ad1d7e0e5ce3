import { setTimeout as sleep } from 'node:timers/promises';
import { POLLERS, type PollerName } from './pollers.js';

/** How fast a client process polls. */
export interface Rate {
  /** Jobs polled per second of its CPU time. */
  readonly pollsPerCpuSecond: number;
  readonly pollsPerSecond: number;
}

const CONCURRENT = 10;
/** Until the code is fully optimized: compiling it takes CPU of the same process, and a client runs for hours. After 3 s, ours costs a third more than after 8 s. */
const WARM_UP_MS = 8000;

/** Runs in its own process: `node measure.js <poller> <ms> <base URL>`. */
async function measure(name: PollerName, forMs: number, baseUrl: string): Promise<Rate> {
  let polls = 0;
  const jobIds = await openJobs(baseUrl);
  POLLERS[name].poller({ baseUrl, jobIds, concurrent: CONCURRENT, polled: count => (polls += count) });
  await sleep(WARM_UP_MS);
  const [pollsBefore, cpuBefore, startedAt] = [polls, process.cpuUsage(), performance.now()];
  await sleep(forMs);
  const { user, system } = process.cpuUsage(cpuBefore);
  const polled = polls - pollsBefore;
  return {
    pollsPerCpuSecond: (1e6 * polled) / (user + system),
    pollsPerSecond: (1000 * polled) / (performance.now() - startedAt),
  };
}

async function openJobs(baseUrl: string): Promise<readonly string[]> {
  const { jobs } = (await (await fetch(`${baseUrl}/control/jobs?open`)).json()) as {
    readonly jobs: readonly { readonly job_id: string }[];
  };
  return jobs.map(({ job_id }) => job_id);
}

const [name, forMs, baseUrl] = process.argv.slice(2);
console.log(JSON.stringify(await measure(name as PollerName, Number(forMs), baseUrl!)));
process.exit();
