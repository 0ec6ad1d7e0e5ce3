import type { JobId } from '../../../model/job.js';
import type { ClaimedCreate, CreateStatus, CreateSettlement, NewCreate } from '../creates.js';
import type { Hint, LaneStats } from '../engine.js';
import type { StoredError } from '../watches.js';
import type { Lease } from '../claim-lane.js';
import { asJson } from './as-json.js';
import { CreateRow } from './create-row.js';
import { laneStats } from './lane-stats.js';
import type { MemoryWatches } from './memory-watches.js';

/** The creates of an account. */
export class MemoryCreates {
  readonly #rows = new Map<string, CreateRow>();
  readonly #open = new Set<CreateRow>();
  readonly #hint: (hint: Hint) => void;
  readonly #watches: MemoryWatches;

  constructor(hint: (hint: Hint) => void, watches: MemoryWatches) {
    this.#hint = hint;
    this.#watches = watches;
  }

  add(creates: readonly NewCreate[], now: number): readonly CreateStatus[] {
    const status = creates.map(create => this.#add(create, now));
    this.#hint({ type: 'due' });
    return status;
  }

  read(keys: readonly string[]): readonly CreateStatus[] {
    return keys.flatMap(key => this.#rows.get(key)?.status ?? []);
  }

  get firstDueAt(): number | undefined {
    return this.#inOrder()[0]?.dueAt;
  }

  take(_limit: number, lease: Lease, now: number): ClaimedCreate {
    const [row] = this.#inOrder();
    const create = claimed(row!, lease);
    row!.firstSentAt ??= now;
    return create;
  }

  takeExpired(_limit: number, lease: Lease, now: number): ClaimedCreate | undefined {
    const row = this.#inOrder().find(({ dueAt, deadlineAt }) => dueAt <= now && deadlineAt <= now);
    return row && claimed(row, lease);
  }

  /** Returns whether the lease still held it. */
  settle(key: string, lease: string, settlement: CreateSettlement, now: number): boolean {
    const row = this.#rows.get(key);
    if (row?.lease !== lease) return false;
    row.lease = undefined;
    if (settlement.type !== 'created' && !settlement.isUncertain) row.firstSentAt = undefined;
    if (settlement.type === 'again') {
      row.attempts = settlement.attempts;
      row.dueAt = now + settlement.dueInMs;
    } else {
      row.end = asJson({ at: now, ...outcomeOf(settlement) });
      this.#open.delete(row);
      if (settlement.type === 'created') this.#watches.add(settlement.watches, now);
      this.#hint({ type: 'creates', keys: [row.key] });
    }
    this.#hint({ type: 'due' });
    return true;
  }

  clean(before: number, limit: number): number {
    const old = [...this.#rows.values()].filter(({ end }) => end !== undefined && end.at < before);
    for (const { key } of old.slice(0, limit)) this.#rows.delete(key);
    return Math.min(old.length, limit);
  }

  stats(now: number): Omit<LaneStats, 'silentMs'> {
    return laneStats([...this.#open], now);
  }

  #add(create: NewCreate, now: number): CreateStatus {
    const { key } = create;
    let row = this.#rows.get(key);
    if (row === undefined) row = new CreateRow(create, now);
    else if (row.digest !== create.digest) return { key, type: 'other request' };
    else if (row.status.type === 'failed') row.begin(create, now);
    else return row.status;
    this.#rows.set(key, row);
    this.#open.add(row);
    return row.status;
  }

  #inOrder(): readonly CreateRow[] {
    return [...this.#open].sort((a, b) => a.dueAt - b.dueAt);
  }
}

const outcomeOf = (
  settlement: Exclude<CreateSettlement, { type: 'again' }>,
): { jobIds: readonly JobId[] } | { error: StoredError } =>
  settlement.type === 'created' ? { jobIds: settlement.jobIds } : { error: settlement.error };

function claimed(row: CreateRow, { lease, until }: Lease): ClaimedCreate {
  const { key, request, terms, attempts, startedAt, deadlineAt, firstSentAt } = row;
  row.lease = lease;
  row.dueAt = until;
  return { key, request, terms, attempts, startedAt, deadlineAt, firstSentAt };
}
