import type { JobId } from '../../../model/job.js';
import { shifted } from '../../policy/engine/shifted.js';
import { takeExpired, takeForRequest } from '../../policy/engine/take.js';
import { woken } from '../../policy/engine/woken.js';
import type { Hint, LaneStats } from '../engine.js';
import type {
  ClaimedWatch,
  NewWatch,
  SeenWatch,
  Settlement,
  StoredTerms,
  StoredWatch,
  WatchChange,
} from '../watches.js';
import type { Lease } from '../claim-lane.js';
import { asJson } from './as-json.js';
import { laneStats } from './lane-stats.js';
import { WatchRow } from './watch-row.js';

/** The watches of an account. */
export class MemoryWatches {
  readonly #rows = new Map<JobId, WatchRow>();
  readonly #open = new Set<WatchRow>();
  readonly #hint: (hint: Hint) => void;
  /** The highest version of a watch that was forgotten. */
  #forgottenVersion = 0;

  constructor(hint: (hint: Hint) => void) {
    this.#hint = hint;
  }

  add(watches: readonly NewWatch[], now: number): void {
    for (const { state, terms } of watches) this.#add({ state: shifted(state, now) }, terms);
    this.#hint({ type: 'due' });
  }

  read(seen: readonly SeenWatch[]): { changed: readonly WatchChange[]; missing: readonly JobId[] } {
    const changed = seen.flatMap(({ jobId, version }): readonly WatchChange[] => {
      const row = this.#rows.get(jobId);
      if (row === undefined || row.version <= version) return [];
      const end = row.end && { error: row.end.error };
      return [{ jobId, version: row.version, state: row.watch.state, end }];
    });
    return { changed, missing: seen.map(({ jobId }) => jobId).filter(jobId => !this.#rows.has(jobId)) };
  }

  wake(jobIds: readonly JobId[] | undefined, now: number): void {
    const rows = jobIds === undefined ? [...this.#open] : jobIds.map(jobId => this.#rows.get(jobId));
    for (const row of rows) {
      if (row === undefined || row.end !== undefined) continue;
      if (row.isClaimed) row.isWoken = true;
      else row.watch = { ...row.watch, state: woken(row.watch.state, now) };
    }
    this.#hint({ type: 'due' });
  }

  forget(jobIds: readonly JobId[]): void {
    for (const jobId of jobIds) {
      this.#forgottenVersion = Math.max(this.#forgottenVersion, this.#rows.get(jobId)?.version ?? 0);
      this.#delete(jobId);
    }
    this.#hint({ type: 'watches', jobIds });
  }

  get firstDueAt(): number | undefined {
    let first: number | undefined;
    for (const { dueAt } of this.#open) if (first === undefined || dueAt < first) first = dueAt;
    return first;
  }

  take(limit: number, lease: Lease, now: number): readonly ClaimedWatch[] {
    return claimed(takeForRequest(this.#inOrder(), limit, now), lease);
  }

  takeExpired(limit: number, lease: Lease, now: number): readonly ClaimedWatch[] | undefined {
    const taken = takeExpired(this.#inOrder(), limit, now);
    return taken.length === 0 ? undefined : claimed(taken, lease);
  }

  /** Returns those that the lease still held. */
  settle(lease: string, settlements: readonly Settlement[], now: number): readonly Settlement[] {
    const settled = settlements.filter(({ state }) => this.#rows.get(state.jobId)?.lease === lease);
    for (const settlement of settled) this.#settle(this.#rows.get(settlement.state.jobId)!, settlement, now);
    const jobIds = settled.filter(({ hasChanged }) => hasChanged).map(({ state }) => state.jobId);
    if (jobIds.length > 0) this.#hint({ type: 'watches', jobIds });
    this.#hint({ type: 'due' });
    return settled;
  }

  clean(before: number, limit: number): number {
    const old = [...this.#rows.values()].filter(({ end }) => end !== undefined && end.at < before);
    for (const { jobId } of old.slice(0, limit)) this.#delete(jobId);
    return Math.min(old.length, limit);
  }

  stats(now: number): Omit<LaneStats, 'silentMs'> {
    return laneStats([...this.#open], now);
  }

  #add(watch: StoredWatch, terms: StoredTerms | undefined): void {
    const before = this.#rows.get(watch.state.jobId);
    if (before !== undefined && before.end === undefined) {
      const { state } = before.watch;
      const deadlineAt = Math.max(state.deadlineAt, watch.state.deadlineAt);
      before.watch = { ...before.watch, state: { ...state, deadlineAt } };
    } else if (before?.end?.error !== undefined || before === undefined) {
      const row = new WatchRow(watch, terms);
      row.version = Math.max(this.#forgottenVersion, before?.version ?? 0) + 1;
      if (before !== undefined) this.#delete(before.jobId);
      this.#rows.set(row.jobId, row);
      this.#open.add(row);
    }
  }

  #settle(row: WatchRow, { hasChanged, end, ...watch }: Settlement, now: number): void {
    const { isWoken } = row;
    row.lease = undefined;
    row.isWoken = false;
    // A later deadline may have been asked for meanwhile.
    const deadlineAt = Math.max(row.deadlineAt, watch.state.deadlineAt);
    row.watch = { ...watch, state: { ...watch.state, deadlineAt } };
    if (hasChanged) row.version++;
    if (end !== undefined) {
      row.end = { at: now, error: asJson(end.error) };
      this.#open.delete(row);
    } else if (isWoken) {
      row.watch = { ...row.watch, state: woken(row.watch.state, now) };
    }
  }

  #delete(jobId: JobId): void {
    const row = this.#rows.get(jobId);
    if (row === undefined) return;
    this.#rows.delete(jobId);
    this.#open.delete(row);
  }

  #inOrder(): readonly WatchRow[] {
    return [...this.#open].sort((a, b) => a.dueAt - b.dueAt);
  }
}

function claimed(rows: readonly WatchRow[], { lease, until }: Lease): readonly ClaimedWatch[] {
  for (const row of rows) {
    row.lease = lease;
    row.dueAt = until;
  }
  return rows.map(({ watch, terms }) => ({ ...watch, terms }));
}
