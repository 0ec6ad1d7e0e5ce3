import type { Observable } from 'rxjs';
import type { JobId } from '../../model/job.js';
import type { CircuitState } from '../../policy/circuit/circuit-state.js';
import type { CircuitSwap, Claim, ClaimTerms, SilenceReport } from './claims.js';
import type { ClaimedCreate, CreateStatus, CreateSettlement, NewCreate } from './creates.js';
import type { Hint } from './hint.js';
import type { ObservedPage } from './observed-page.js';
import type { EngineStats } from './stats.js';
import type { ClaimedWatch, NewWatch, SeenWatch, Settlement, WatchChange } from './watches.js';

/**
 * Stores durable watches and creates, and ensures that only one worker at a time holds each of them. Implemented for PostgreSQL, SQLite and memory.
 *
 * Each method returns a cold Observable that runs when it is subscribed to, emits one value asynchronously, and completes. Each call is **atomic**: when the value arrives, everything
 * has happened and is durable. An error means that the engine could not be reached; the call may have taken effect nevertheless. Every call may be repeated: `add...`, `read...`,
 * `wake` and `forget` are idempotent; a second `settle...` changes nothing, since the lease is gone; if the result of a claim is lost, what it took is due again when its lease ends.
 * A `RequestError` means that the call would always be refused: with a `code`, regardless of its items; without one, perhaps because of one of them.
 * Only `claimWatches` may be undone by a crash of the engine: its watches are then due again.
 *
 * **Only the engine's clock counts.** It sets every instant, in epoch ms. Callers pass durations, or instants computed from the `now` of a claim.
 *
 * **Leases are fencing tokens.** Each claim has its own lease. When it ends, what was claimed is due again, and settling it with the old lease changes nothing.
 *
 * Accounts share nothing: each has its own watches, creates, rate, silences and circuit. An account has the jobs and keys of one service: the first one that `add...` or a claim names.
 * Those that name another are refused, and change nothing; those that name none are not checked.
 */
export interface DurableEngine {
  /**
   * Hints about one account, for every process.
   *
   * *Emits* `all` as soon as the engine listens, and again after each interruption; otherwise what has changed. An engine that cannot listen emits `all` every few seconds. Never
   * *completes* or *errors*: it reconnects by itself. *On unsubscribe* stops listening.
   */
  hint$(account: string): Observable<Hint>;

  /**
   * Adds watches. Each is due when its state says.
   *
   * A job has one watch. If it exists and is open, it only gets the later of the two deadlines. If its job is settled, it is left unchanged. If it ended with an error, it starts again,
   * with the next version. The emitted value has no meaning: read the watches.
   */
  addWatches(account: string, watches: readonly NewWatch[], service?: string): Observable<unknown>;

  /** Reads the watches whose version is higher than the one seen, in any order. `missing` lists the jobs without a watch: never added, forgotten, or deleted. */
  readWatches(
    account: string,
    seen: readonly SeenWatch[],
  ): Observable<{ readonly changed: readonly WatchChange[]; readonly missing: readonly JobId[] }>;

  /**
   * Makes these watches due now, or as soon as their `notBeforeAt` allows, and restarts them with short intervals (`policy/engine/state-changes`). Without ids, wakes all open watches. A
   * claimed watch is woken when it is settled. Unknown and ended ones are ignored.
   */
  wake(account: string, jobIds?: readonly JobId[]): Observable<unknown>;

  /** Deletes watches, open or ended. The jobs keep running. Settling a deleted watch that was claimed changes nothing. If a watch is added again, its version is higher than before. */
  forget(account: string, jobIds: readonly JobId[]): Observable<unknown>;

  /**
   * Adds creates. They are due at once, and durable before anything is sent.
   *
   * A key has one create. If it exists and is open, it only gets the later of the two deadlines, from its next claim on. If it has succeeded, it is left unchanged. If it failed, it is tried
   * again, with a new deadline; it still remembers which jobs exist or may exist.
   * *Emits* the current status of each, in the same order.
   */
  addCreates(
    account: string,
    creates: readonly NewCreate[],
    service?: string,
  ): Observable<readonly CreateStatus[]>;

  /** Reads the status of these creates. Unknown keys are left out. */
  readCreates(account: string, keys: readonly string[]): Observable<readonly CreateStatus[]>;

  /**
   * Claims watches for one status request.
   *
   * If a watch is due and the account may send (`policy/engine/gate`, lane `poll`), takes the account's next slot and up to `limit` watches: those that are due, and those due next whose
   * `notBeforeAt` has passed (`policy/engine/take`). Each is due again in `leaseMs`. Concurrent claims get different watches and different slots.
   */
  claimWatches(account: string, limit: number, terms: ClaimTerms): Observable<Claim<readonly ClaimedWatch[]>>;

  /**
   * Stores the result of a status request, and releases its watches. Watches that the lease no longer holds are not changed, and nothing is learned from them; the silence is stored in
   * any case. If `addWatches` has set a later deadline in the meantime, it is kept, and the watch does not end with an error: it goes on with its new state. Clients get a hint about what
   * has changed. *Emits* the ids of the watches that were settled as given.
   */
  settleWatches(
    account: string,
    lease: string,
    settlements: readonly Settlement[],
    silence?: SilenceReport,
  ): Observable<readonly JobId[]>;

  /**
   * Claims the create that has been due longest, for one attempt, if the account may send (lane `create`). Before the first attempt is sent, the engine stores when it was claimed; the
   * claim contains the value from before.
   */
  claimCreate(account: string, terms: ClaimTerms): Observable<Claim<ClaimedCreate>>;

  /** Stores how an attempt ended, together with the watches of its jobs, and releases the create. *Emits* whether the lease still held it; if not, only the silence was stored. */
  settleCreate(
    account: string,
    key: string,
    lease: string,
    settlement: CreateSettlement,
    silence?: SilenceReport,
  ): Observable<boolean>;

  /**
   * Replaces the circuit if it still has this version. *Emits* the current circuit: `next` with the next version, or, if it was not swapped, the one to decide again from.
   */
  swapCircuit(account: string, version: number, next: CircuitState): Observable<CircuitSwap>;

  /** Reads what was learned about durations since `cursor`, 256 jobs at most; without a cursor, the last 256. */
  readObserved(account: string, cursor?: string): Observable<ObservedPage>;

  /** Reads the statistics of an account. It costs more than a claim: every few seconds is enough. */
  stats(account: string): Observable<EngineStats>;

  /**
   * Deletes watches and creates that ended longer ago than this, at most `limit` of each, and observed jobs beyond the last 256. *Emits* how many watches and creates it has deleted:
   * repeat until that is 0. A deleted key can be used again like a new one.
   */
  clean(account: string, olderThanMs: number, limit: number): Observable<number>;
}
