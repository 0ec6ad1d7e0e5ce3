import { TranslationClient } from 'heygen-rx';
import { Subject, type Subscription } from 'rxjs';
import { heapUsed } from '../report/heap-used.js';
import { BATCHES, type BatchName } from './batches.js';
import { Service } from './service.js';

/** The cost of a batch. */
export interface Cost {
  /** CPU from `subscribe` until every job has been polled once, in ms. */
  readonly subscribeMs: number;
  /** CPU of the whole process per update, in µs. It includes the poll and garbage collection. */
  readonly updateUs: number;
  /** Heap per job in the batch, including its watch, in bytes. */
  readonly heapBytes: number;
  readonly updates: number;
}

/** Jobs that change together: as many as one bulk request covers. */
const BULK_SIZE = 100;
const MOST_UPDATES = 20_000;
const HOUR_MS = 3_600_000;

/** A batch whose jobs all wait for a second poll that is an hour away: only a wake polls them earlier. */
class OpenBatch {
  readonly #jobIds: readonly string[];
  readonly #wakeSubject = new Subject<string>();
  readonly #client: TranslationClient;
  readonly #service = new Service();
  #subscription: Subscription | undefined;
  #updates = 0;
  #woken = 0;
  #target = Infinity;
  #reached: () => void = () => undefined;

  constructor(jobIds: readonly string[]) {
    this.#jobIds = jobIds;
    this.#client = new TranslationClient({
      transport: this.#service,
      polling: { strategy: () => HOUR_MS, timeoutMs: 2 * HOUR_MS },
      wake$: this.#wakeSubject,
      minIntervalMs: 1,
      maxRequestsPerSecond: 1_000_000,
      maxConcurrentRequests: 100_000,
    });
  }

  get updates(): number {
    return this.#updates;
  }

  /** Subscribes, and resolves when every job has been polled. */
  async open(name: BatchName): Promise<void> {
    const jobs = this.#jobIds.length;
    await new Promise<void>(resolve => {
      this.#subscription = BATCHES[name](this.#client, this.#jobIds).subscribe(({ running }) => {
        if (running === jobs) resolve();
        if (++this.#updates >= this.#target) this.#reached();
      });
    });
    if (this.#service.reports !== jobs)
      throw new Error(`${jobs} jobs were polled ${this.#service.reports} times`);
  }

  /** Polls some jobs, each of which causes one update. */
  async update(): Promise<void> {
    this.#target = this.#updates + BULK_SIZE;
    const reached = new Promise<void>(resolve => (this.#reached = resolve));
    for (let count = 0; count < BULK_SIZE; count++) {
      this.#wakeSubject.next(this.#jobIds[this.#woken++ % this.#jobIds.length]!);
    }
    await reached;
  }

  close(): void {
    this.#subscription?.unsubscribe();
    this.#client.close();
  }
}

/** Runs in its own process: `node --expose-gc measure.js <batch> <jobs> <ms>`. */
async function measure(name: BatchName, jobs: number, forMs: number): Promise<Cost> {
  // The compiled code itself is not part of the cost of a batch.
  const warmUp = new OpenBatch(idsOf(1000));
  await warmUp.open(name);
  for (let round = 0; round < 50; round++) await warmUp.update();
  warmUp.close();

  const jobIds = idsOf(jobs);
  const heapBefore = heapUsed();
  const openedAt = cpuMs();
  const batch = new OpenBatch(jobIds);
  await batch.open(name);
  const subscribeMs = cpuMs() - openedAt;
  const heapBytes = (heapUsed() - heapBefore) / jobs;

  await batch.update();
  const [updatesBefore, cpuBefore, startedAt] = [batch.updates, cpuMs(), performance.now()];
  const updates = (): number => batch.updates - updatesBefore;
  while (updates() < MOST_UPDATES && performance.now() - startedAt < forMs) await batch.update();
  return { subscribeMs, heapBytes, updateUs: (1000 * (cpuMs() - cpuBefore)) / updates(), updates: updates() };
}

const idsOf = (jobs: number): readonly string[] => Array.from({ length: jobs }, (_, job) => `job-${job}`);

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

const [name, jobs, forMs] = process.argv.slice(2);
console.log(JSON.stringify(await measure(name as BatchName, Number(jobs), Number(forMs))));
process.exit();
