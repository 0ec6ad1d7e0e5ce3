import pg from 'pg';
import { startMockBackend, type RunningMockBackend } from '../../../mock-backend/index.js';
import type { DurableEngine } from '../../../lib/durable/engine/engine.js';
import { postgresEngine } from '../../../lib/durable/engine/postgres/postgres-engine.js';
import { startPostgres, type PostgresServer } from '../support/postgres-server.js';
import { until } from '../../helpers/until.js';
import { ACCOUNT, run, sleep } from '../support/watches.js';
import { newCreate } from './creates.js';
import type { KillPoint } from './kill-points.js';
import type { ToParent } from './messages.js';
import { compileProcesses, dieCreating, WorkerProcess } from './processes.js';
import { Subscriber } from './subscriber.js';

/** The clocks of the three workers, in ms: an hour apart. */
const CLOCKS_MS = [0, 3_600_000, -3_600_000] as const;

/** How long the mock backend takes for an answer, in ms: time to die in. */
const LATENCY_MS = 80;

/** A database, a mock backend, three worker processes, and two subscribers of which one gets no hints. */
export class CrashWorld {
  readonly server: PostgresServer;
  readonly backend: RunningMockBackend;
  readonly engine: DurableEngine;
  readonly pool: pg.Pool;
  readonly workers: readonly WorkerProcess[];
  readonly subscribers: readonly Subscriber[];
  /** The engine's time of each request that a worker was allowed. */
  readonly claimedAt: number[] = [];
  /** Settles of which the engine has changed less than asked for. */
  fenced = 0;
  readonly keys: string[] = [];

  private constructor(
    server: PostgresServer,
    backend: RunningMockBackend,
    pool: pg.Pool,
    engine: DurableEngine,
  ) {
    this.server = server;
    this.backend = backend;
    this.pool = pool;
    this.engine = engine;
    const database = server.config;
    this.workers = CLOCKS_MS.map(
      clockOffsetMs =>
        new WorkerProcess({ database, url: backend.url, clockOffsetMs }, message => this.#note(message)),
    );
    this.subscribers = [new Subscriber(engine), new Subscriber(postgresEngine({ database: pool }), false)];
  }

  static async start(): Promise<CrashWorld> {
    await compileProcesses();
    const server = await startPostgres({ isDurable: true });
    const backend = await startMockBackend({
      processingMs: [200, 1500],
      latencyMs: LATENCY_MS,
      recordRequests: true,
      seed: 1,
    });
    const pool = new pg.Pool({ ...server.config, max: 6 });
    const engine = postgresEngine({ database: pool, listen: () => pool.connect() });
    await run(engine.stats(ACCOUNT));
    const world = new CrashWorld(server, backend, pool, engine);
    await Promise.all(world.workers.map(worker => worker.start()));
    return world;
  }

  /** Adds creates, as often as the database is not there. */
  async create(...keys: string[]): Promise<void> {
    this.keys.push(...keys.filter(key => !this.keys.includes(key)));
    await until('the creates are stored', () =>
      run(this.engine.addCreates(ACCOUNT, keys.map(newCreate))).catch(() => undefined),
    );
  }

  /** A client process asks for a create and dies at this point; then another one asks with the same key. */
  async dieCreating(point: KillPoint, key: string): Promise<void> {
    const options = { database: this.server.config, url: this.backend.url, clockOffsetMs: 0 };
    await dieCreating(options, point, key);
    await this.create(key);
  }

  /** Lets a worker die at this point; then another one takes its place. */
  async dieWorking(worker: WorkerProcess, point: KillPoint, name: string): Promise<void> {
    worker.arm(point);
    await this.createUntil(() => worker.isDead, name);
    await worker.start();
  }

  /** Adds creates, so that there is work to do, until something has happened. */
  async createUntil(hasHappened: () => boolean, name: string): Promise<void> {
    for (let index = 0; !hasHappened(); index++) {
      await this.create(`${name}-${index}`);
      await sleep(200);
    }
  }

  /** Until every create is created, and every subscriber has seen every job end. */
  async allSettled(): Promise<void> {
    await until('every job is settled', async () => {
      const found = await run(this.engine.readCreates(ACCOUNT, this.keys)).catch(() => []);
      const jobIds = found.flatMap(create => (create.type === 'created' ? create.jobIds : []));
      for (const subscriber of this.subscribers) for (const jobId of jobIds) subscriber.watch(jobId);
      return jobIds.length === this.keys.length && this.subscribers.every(({ open }) => open === 0);
    });
  }

  async stop(): Promise<void> {
    for (const subscriber of this.subscribers) subscriber.stop();
    for (const worker of this.workers) worker.signal('SIGKILL');
    await this.backend.close();
    await this.pool.end();
    await this.server.remove();
  }

  #note(message: ToParent): void {
    if (message.type === 'claimed') this.claimedAt.push(message.at);
    if (message.type === 'settled' && message.changed < message.of) this.fenced++;
  }
}
