/**
 * Watches and creates that outlive a process: engines, workers and a client.
 *
 * @module heygen-rx/durable
 */

export { durableClient } from './client/durable-client.js';
export type { DurableClientOptions } from './client/client-options.js';
export type { DurableClient } from './client/durable-client.js';
export { wakeFrom } from './wake/wake-from.js';
export { DurableWorker } from './worker/durable-worker.js';
export type { WorkerStats } from './worker/account/worker-stats.js';
export type { DurableWorkerOptions } from './worker/worker-options.js';
export { memoryEngine } from './engine/memory/memory-engine.js';
export type { MemoryEngineOptions } from './engine/memory/memory-engine.js';
export { postgresEngine } from './engine/postgres/postgres-engine.js';
export type { PostgresEngineOptions } from './engine/postgres/postgres-engine.js';
export type { Database, ListenClient, Notification } from './engine/postgres/database.js';
export { sqliteEngine } from './engine/sqlite/sqlite-engine.js';
export type { SqliteEngine, SqliteEngineOptions } from './engine/sqlite/sqlite-engine.js';
export type { DurableEngine } from './engine/engine.js';
export type { Hint } from './engine/hint.js';
export type { ObservedPage } from './engine/observed-page.js';
export type { EngineStats, LaneStats } from './engine/stats.js';
export type {
  CircuitSwap,
  Claim,
  ClaimTerms,
  Lane,
  SilenceReport,
  StoredCircuit,
  WaitReason,
} from './engine/claims.js';
export type {
  ClaimedCreate,
  CreateStatus,
  CreateSettlement,
  KnownJobs,
  NewCreate,
} from './engine/creates.js';
export type {
  ClaimedWatch,
  NewWatch,
  SeenWatch,
  Settlement,
  StoredError,
  StoredTerms,
  StoredWatch,
  WatchChange,
} from './engine/watches.js';
