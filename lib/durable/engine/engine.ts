import type { Observable } from 'rxjs';
import type { JobId } from '../../model/job.js';
import type { CircuitState } from '../../policy/circuit/circuit.js';
import type { Claim, ClaimTerms, SilenceReport, StoredCircuit } from './claims.js';
import type { ClaimedCreate, CreateStatus, CreateSettlement, NewCreate } from './creates.js';
import type { Hint } from './hint.js';
import type { ObservedPage } from './observed-page.js';
import type { EngineStats } from './stats.js';
import type { ClaimedWatch, NewWatch, SeenWatch, Settlement, WatchChange } from './watches.js';

/**
 * Where durable watches and creates are stored, and what makes sure that each is done by one worker at a time: PostgreSQL, SQLite, or memory.
 *
 * Each method returns a cold Observable that runs once when it is subscribed, emits one value asynchronously, and completes. Each is **atomic**: all of it has happened
 * and is durable when the value comes, or nothing has. An error says that the engine could not be reached; the call may then have happened. Every call may be repeated:
 * `add...`, `read...`, `wake` and `forget` by nature; a repeated `settle...` changes nothing, since the lease has been given up; a claim whose answer was lost is due
 * again when its lease ends. A claim alone need not survive a crash of the engine: its watches are then due again.
 *
 * **Only the engine's clock counts**: it sets every instant, in epoch ms, and goes on while processes come and go. Callers pass durations, or instants that are
 * computed from the `now` of a claim.
 *
 * **The fence** is the lease: each claim gets one of its own, and what it took is due again when that ends. Settling without the lease changes
 * nothing.
 *
 * Accounts have nothing in common: each has its own watches, creates, slots, silences and circuit.
 */
export interface DurableEngine {
  /**
   * Hints about one account, to all processes.
   *
   * *Emits* `all` as soon as the engine listens, and again after each interruption, and what happens in between. An engine that cannot listen emits `all` every
   * few seconds instead. Never *completes* or *errors*: it reconnects by itself. *On unsubscribe* stops listening.
   */
  hint$(account: string): Observable<Hint>;

  /**
   * Adds watches; due at once, or when their state says.
   *
   * One job has one watch: if it is open already, it stays as it is, but for a later deadline. If it is settled, it stays settled. If it ended with an error, it
   * begins anew, with the next version. *Emits* nothing of interest: read.
   */
  addWatches(account: string, watches: readonly NewWatch[]): Observable<unknown>;

  /** Reads those watches that have a higher version than was seen, in any order. A job without a watch is reported in `missing`: it was never added, was forgotten, or was deleted. */
  readWatches(
    account: string,
    seen: readonly SeenWatch[],
  ): Observable<{ readonly changed: readonly WatchChange[]; readonly missing: readonly JobId[] }>;

  /**
   * Makes these open watches due now, or as soon as their `notBeforeAt` allows, and begins with short intervals again (see `policy/woken`). Without ids, all open
   * watches. A watch that is claimed is woken when it is settled. Unknown and ended ones are ignored.
   */
  wake(account: string, jobIds?: readonly JobId[]): Observable<unknown>;

  /** Deletes watches, open or ended. The job keeps running. A claim of one of them settles nothing. If it is added again, its version is higher than it was. */
  forget(account: string, jobIds: readonly JobId[]): Observable<unknown>;

  /**
   * Adds creates; due at once. They are committed before anything is sent.
   *
   * One key has one create: if it is open or created, it stays as it is; if it failed, it is tried again, with a new deadline and what is known of earlier attempts. *Emits*
   * where each stands now, in the same order.
   */
  addCreates(account: string, creates: readonly NewCreate[]): Observable<readonly CreateStatus[]>;

  /** Where these creates stand. Unknown keys are left out. */
  readCreates(account: string, keys: readonly string[]): Observable<readonly CreateStatus[]>;

  /**
   * Claims watches for one status request.
   *
   * If the first watch is due and the account may send (`policy/gate`, lane `poll`), takes the account's slot and, of the first `limit` watches in the order of their
   * time, those that may be polled: all that are due, and those due next whose `notBeforeAt` has passed (`policy/take`). Each is then due again in `leaseMs`. Of several
   * claims at the same time each gets its own watches and its own slot.
   */
  claimWatches(account: string, limit: number, terms: ClaimTerms): Observable<Claim<readonly ClaimedWatch[]>>;

  /**
   * Stores what a status request has brought, and gives the watches up. Those that the lease no longer holds are not changed, and nothing is learned from them; what the answer
   * says about the lane's silence counts all the same. A deadline that was moved meanwhile, by `addWatches`, stays. Clients get a hint of what has changed. *Emits* the ids that
   * were changed.
   */
  settleWatches(
    account: string,
    lease: string,
    settlements: readonly Settlement[],
    silence?: SilenceReport,
  ): Observable<readonly JobId[]>;

  /**
   * Claims the create that has been due for longest, for one attempt, if the account may send (lane `create`). For a `send` claim the engine notes when the first attempt
   * was claimed, before it is sent; the claim tells what was noted before.
   */
  claimCreate(account: string, terms: ClaimTerms): Observable<Claim<ClaimedCreate>>;

  /** Stores how an attempt ended, together with the watches of its jobs, and gives the create up. *Emits* whether the lease still held it: if not, only the silence was noted. */
  settleCreate(
    account: string,
    key: string,
    lease: string,
    settlement: CreateSettlement,
    silence?: SilenceReport,
  ): Observable<boolean>;

  /**
   * Replaces the circuit if it still has this version. *Emits* the circuit as it is now: with `next` and the next version if it was replaced; otherwise decide again
   * from that one.
   */
  swapCircuit(account: string, version: number, next: CircuitState): Observable<StoredCircuit>;

  /** What has been learned about durations since `cursor`; without one, the last 256 jobs. At most 256 at once. */
  readObserved(account: string, cursor?: string): Observable<ObservedPage>;

  /** Figures of an account. Costs more than a claim: every few seconds is enough. */
  stats(account: string): Observable<EngineStats>;

  /**
   * Deletes watches and creates that ended longer ago than this, at most `limit` of each, and observed jobs beyond the last 256. *Emits* how many watches and creates were
   * deleted; repeat until it is 0. A key that was deleted is a new key.
   */
  clean(account: string, olderThanMs: number, limit: number): Observable<number>;
}
