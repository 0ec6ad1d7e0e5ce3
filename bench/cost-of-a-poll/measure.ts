import { setTimeout as sleep } from 'node:timers/promises';
import { heapUsed } from '../report/heap-used.js';
import type { Implementation, Open } from './implementation.js';
import { IMPLEMENTATIONS, type ImplementationName } from './implementations.js';
import { Service } from './service.js';

/** The cost of one watch. */
export interface Cost {
  /** CPU of the whole process per poll, in µs. It includes timers and garbage collection. */
  readonly cpuUs: number;
  /** Heap per watch that waits for its next poll, in bytes. */
  readonly heapBytes: number;
  readonly polls: number;
}

const INTERVAL_MS = 400;
/** As in `over-http`: until all code is optimized, compiling it takes CPU of the same process, and a client runs for hours. */
const WARM_UP_MS = 4000;

/** Runs in its own process: `node --expose-gc measure.js <implementation> <watches> <ms>`. */
async function measure(name: ImplementationName, watches: number, forMs: number): Promise<Cost> {
  const { implementation } = await IMPLEMENTATIONS[name].load();
  const service = new Service();
  const open = implementation(service, { intervalMs: INTERVAL_MS });

  await warmUp(implementation);
  const heapBefore = heapUsed();

  await openSpread(open, watches);
  // Until the watches have moved to the old generation of the heap: this happens once, and is not part of the cost of a poll.
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

/** Runs some ten thousand polls, so that the code is fully optimized before it is measured. */
async function warmUp(implementation: Implementation): Promise<void> {
  const open = implementation(new Service(), { intervalMs: INTERVAL_MS / 10 });
  const closes = await openSpread(open, 1000);
  await sleep(WARM_UP_MS);
  for (const close of closes) close();
  await sleep(INTERVAL_MS);
}

let opened = 0;

/** Opens the watches evenly over one interval, so that they do not all poll at once. */
async function openSpread(open: Open, count: number): Promise<readonly (() => void)[]> {
  const steps = 100;
  const closes: (() => void)[] = [];
  for (let step = 1; step <= steps; step++) {
    while (closes.length < (count * step) / steps) closes.push(open(`job-${++opened}`));
    await sleep(INTERVAL_MS / steps);
  }
  return closes;
}

const [name, watches, forMs] = process.argv.slice(2);
const cost = await measure(name as ImplementationName, Number(watches), Number(forMs));
console.log(JSON.stringify(cost));
process.exit();
