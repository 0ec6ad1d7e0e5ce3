import { TranslationClient } from 'heygen-rx';
import { Subject, type Subscription } from 'rxjs';
import { BATCHES, type BatchName } from './batches.js';
import { Service } from './service.js';

/** What a batch costs. */
export interface Cost {
  /** From `subscribe` until every job has been seen once: ms of CPU. */
  readonly subscribeMs: number;
  /** CPU of the whole process for each update, the poll that brought it and its share of garbage collection included: µs. */
  readonly updateUs: number;
  /** Heap of a job in the batch, its watch included: bytes. */
  readonly heapBytes: number;
  readonly updates: number;
}

/** Jobs that have news together: what one bulk request brings. */
const TOGETHER = 100;
const MOST_UPDATES = 20_000;
const HOUR_MS = 3_600_000;

/** A batch whose jobs are all waiting for their second poll, far off; only a wake-up brings news. */
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

  /** Subscribes; resolves once every job has been seen. */
  async open(name: BatchName): Promise<void> {
    const jobs = this.#jobIds.length;
    await new Promise<void>(resolve => {
      this.#subscription = BATCHES[name](this.#client, this.#jobIds).subscribe(({ running }) => {
        if (running === jobs) resolve();
        if (++this.#updates >= this.#target) this.#reached();
      });
    });
    if (this.#service.reports !== jobs) throw new Error(`${this.#service.reports} polls ${jobs} jobs`);
  }

  /** News of some jobs, each an update of its own. */
  async news(): Promise<void> {
    this.#target = this.#updates + TOGETHER;
    const reached = new Promise<void>(resolve => (this.#reached = resolve));
    for (let count = 0; count < TOGETHER; count++) {
      this.#wakeSubject.next(this.#jobIds[this.#woken++ % this.#jobIds.length]!);
    }
    await reached;
  }

  close(): void {
    this.#subscription?.unsubscribe();
    this.#client.close();
  }
}

/** A process of its own for each measurement: `node --expose-gc measure.js <batch> <jobs> <ms>`. */
async function measure(name: BatchName, jobs: number, forMs: number): Promise<Cost> {
  // What the code itself takes, once compiled, is no cost of a batch.
  const warm = new OpenBatch(idsOf(1000));
  await warm.open(name);
  for (let round = 0; round < 50; round++) await warm.news();
  warm.close();

  const jobIds = idsOf(jobs);
  const heapBefore = heapUsed();
  const openedAt = cpuMs();
  const batch = new OpenBatch(jobIds);
  await batch.open(name);
  const subscribeMs = cpuMs() - openedAt;
  const heapBytes = (heapUsed() - heapBefore) / jobs;

  await batch.news();
  const [updatesBefore, cpuBefore, startedAt] = [batch.updates, cpuMs(), performance.now()];
  const updates = (): number => batch.updates - updatesBefore;
  while (updates() < MOST_UPDATES && performance.now() - startedAt < forMs) await batch.news();
  return { subscribeMs, heapBytes, updateUs: (1000 * (cpuMs() - cpuBefore)) / updates(), updates: updates() };
}

const idsOf = (jobs: number): readonly string[] => Array.from({ length: jobs }, (_, job) => `job-${job}`);

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function heapUsed(): number {
  for (let times = 0; times < 4; times++) globalThis.gc!();
  return process.memoryUsage().heapUsed;
}

const [name, jobs, forMs] = process.argv.slice(2);
console.log(JSON.stringify(await measure(name as BatchName, Number(jobs), Number(forMs))));
process.exit();
