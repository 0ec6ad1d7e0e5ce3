import type { JobId } from '../../../model/job.js';
import { isStorable, refuseUnstorable } from '../../storable.js';
import { takeForRequest } from '../../policy/engine/take.js';
import {
  addedWatch,
  endsTooEarly,
  settledWatch,
  wokenWatch,
  type WatchRow,
} from '../../policy/engine/watch-row.js';
import type { Lease } from '../claims.js';
import type { ClaimedWatch, NewWatch, SeenWatch, Settlement, WatchChange } from '../watches.js';
import type { AccountRows } from './account-rows.js';
import type { ClaimableLane } from './claim-lane.js';

/** A settlement that was stored. `goesOn`: without its end, because the watch has a later deadline by now. */
export type SettledWatch = Settlement & { readonly goesOn?: true };

/** The watches of an account. */
export class AccountWatches implements ClaimableLane<readonly ClaimedWatch[]> {
  readonly #rows: AccountRows['watches'];
  readonly #account: AccountRows;

  constructor(account: AccountRows) {
    this.#rows = account.watches;
    this.#account = account;
  }

  add(watches: readonly NewWatch[], now: number): void {
    const jobIds = watches.map(({ state }) => state.jobId);
    refuseUnstorable('add a watch', 'job id', jobIds);
    for (const watch of watches) {
      const before = this.#rows.get(watch.state.jobId);
      const after = addedWatch(before, watch, this.#account.forgottenVersion, now);
      if (after !== before) this.#rows.put(after);
    }
  }

  read(seen: readonly SeenWatch[]): { changed: readonly WatchChange[]; missing: readonly JobId[] } {
    const changed: WatchChange[] = [];
    const missing: JobId[] = [];
    for (const { jobId, version } of seen) {
      const row = isStorable(jobId) ? this.#rows.get(jobId) : undefined;
      if (row === undefined) missing.push(jobId);
      else if (row.version > version) changed.push(changeOf(row));
    }
    return { changed, missing };
  }

  wake(jobIds: readonly JobId[] | undefined, now: number): void {
    const rows = jobIds?.filter(isStorable).map(jobId => this.#rows.get(jobId)) ?? this.#rows.open();
    for (const row of rows) {
      const after = row && wokenWatch(row, now);
      if (after !== undefined && after !== row) this.#rows.put(after);
    }
  }

  forget(jobIds: readonly JobId[]): void {
    for (const jobId of jobIds.filter(isStorable)) {
      const version = this.#rows.get(jobId)?.version ?? 0;
      if (version > this.#account.forgottenVersion) this.#account.forgottenVersion = version;
      this.#rows.delete(jobId);
    }
  }

  get firstDueAt(): number | undefined {
    return this.#rows.firstDueAt;
  }

  take(limit: number, lease: Lease, now: number): readonly ClaimedWatch[] {
    return this.#claim(takeForRequest(this.#rows.claimable(limit, now), limit, now), lease);
  }

  takeExpired(limit: number, lease: Lease, now: number): readonly ClaimedWatch[] | undefined {
    const expired = this.#rows.expired(limit, now);
    return expired.length === 0 ? undefined : this.#claim(expired, lease);
  }

  /** Returns those that the lease still held. */
  settle(lease: string, settlements: readonly Settlement[], now: number): readonly SettledWatch[] {
    return settlements.flatMap(settlement => {
      const row = this.#rows.get(settlement.state.jobId);
      if (row?.lease !== lease) return [];
      this.#rows.put(settledWatch(row, settlement, now));
      return endsTooEarly(row, settlement)
        ? { ...settlement, observed: undefined, goesOn: true }
        : settlement;
    });
  }

  #claim(rows: readonly WatchRow[], lease: Lease): readonly ClaimedWatch[] {
    const jobIds = rows.map(({ state }) => state.jobId);
    this.#rows.claim(jobIds, lease);
    return rows.map(({ state, together, bulkLimit, terms }) => ({ state, together, bulkLimit, terms }));
  }
}

function changeOf({ state, version, end }: WatchRow): WatchChange {
  return { jobId: state.jobId, version, state, end: end && { error: end.error } };
}
