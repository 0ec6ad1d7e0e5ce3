import { setTimeout as sleep } from 'node:timers/promises';
import type { Contestant, Open } from './contestant.js';
import { CONTESTANTS, type ContestantName } from './contestants.js';
import { Service } from './service.js';

/** What one watch costs. */
export interface Cost {
  /** CPU of the whole process for each poll, its timers and its share of garbage collection included: µs. */
  readonly cpuUs: number;
  /** Heap of a watch that waits for its next polls: bytes. */
  readonly heapBytes: number;
  readonly polls: number;
}

const INTERVAL_MS = 400;

/** A process of its own for each measurement: `node --expose-gc measure.js <contestant> <watches> <ms>`. */
async function measure(name: ContestantName, watches: number, forMs: number): Promise<Cost> {
  const { contestant } = await CONTESTANTS[name].load();
  const service = new Service();
  const open = contestant(service, { intervalMs: INTERVAL_MS });

  await warmUp(contestant);
  const heapBefore = heapUsed();

  await openSpread(open, watches);
  // Until the watches themselves have moved to the old part of the heap: that they do so once is no cost of a poll.
  await sleep(4 * INTERVAL_MS);
  const pollsBefore = service.polls;
  const cpuBefore = process.cpuUsage();
  await sleep(forMs);
  const cpu = process.cpuUsage(cpuBefore);
  const polls = service.polls - pollsBefore;
  return {
    cpuUs: (cpu.user + cpu.system) / polls,
    heapBytes: (heapUsed() - heapBefore) / watches,
    polls,
  };
}

/** Until the code is compiled as well as it will be: some ten thousand polls, and compiling costs more than they do. */
async function warmUp(contestant: Contestant): Promise<void> {
  const open = contestant(new Service(), { intervalMs: INTERVAL_MS / 10 });
  const closes = await openSpread(open, 1000);
  await sleep(3 * INTERVAL_MS);
  for (const close of closes) close();
  await sleep(INTERVAL_MS);
}

let opened = 0;

/** Opens so many watches, spread over one interval, so that they do not all poll at once. */
async function openSpread(open: Open, count: number): Promise<readonly (() => void)[]> {
  const steps = 100;
  const closes: (() => void)[] = [];
  for (let step = 1; step <= steps; step++) {
    while (closes.length < (count * step) / steps) closes.push(open(`job-${++opened}`));
    await sleep(INTERVAL_MS / steps);
  }
  return closes;
}

function heapUsed(): number {
  for (let times = 0; times < 4; times++) globalThis.gc!();
  return process.memoryUsage().heapUsed;
}

const [name, watches, forMs] = process.argv.slice(2);
const cost = await measure(name as ContestantName, Number(watches), Number(forMs));
console.log(JSON.stringify(cost));
process.exit();
