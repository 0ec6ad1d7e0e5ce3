import { setTimeout as sleep } from 'node:timers/promises';
import { LOOKERS, type LookerName } from './lookers.js';

/** What a client process comes to. */
export interface Rate {
  /** Jobs looked at in each second of its CPU time. */
  readonly looksPerCpuSecond: number;
  readonly looksPerSecond: number;
}

const CONCURRENT = 10;
/** Until the code is compiled as well as it will be: compiling costs CPU of the same process. */
const WARM_UP_MS = 3000;

/** A process of its own for each measurement: `node measure.js <looker> <ms> <address>`. */
async function measure(name: LookerName, forMs: number, baseUrl: string): Promise<Rate> {
  let looks = 0;
  const jobIds = await openJobs(baseUrl);
  LOOKERS[name].looker({ baseUrl, jobIds, concurrent: CONCURRENT, looked: count => (looks += count) });
  await sleep(WARM_UP_MS);
  const [looksBefore, cpuBefore, startedAt] = [looks, process.cpuUsage(), performance.now()];
  await sleep(forMs);
  const { user, system } = process.cpuUsage(cpuBefore);
  const looked = looks - looksBefore;
  return {
    looksPerCpuSecond: (1e6 * looked) / (user + system),
    looksPerSecond: (1000 * looked) / (performance.now() - startedAt),
  };
}

async function openJobs(baseUrl: string): Promise<readonly string[]> {
  const { jobs } = (await (await fetch(`${baseUrl}/control/jobs?open`)).json()) as {
    readonly jobs: readonly { readonly job_id: string }[];
  };
  return jobs.map(({ job_id }) => job_id);
}

const [name, forMs, baseUrl] = process.argv.slice(2);
console.log(JSON.stringify(await measure(name as LookerName, Number(forMs), baseUrl!)));
process.exit();
