import { withLease } from '../../policy/engine/take.js';
import type { Lease } from '../claims.js';
import type { LaneFigures, LaneRows } from '../rows/account-rows.js';

interface AnyRow {
  readonly dueAt: number;
  readonly lease?: string | undefined;
  readonly end?: { readonly at: number } | undefined;
}

/** What is particular about the rows of a lane. */
export interface RowKind<Row> {
  readonly idOf: (row: Row) => string;
  readonly deadlineOf: (row: Row) => number;
  /** The row as a database would give it back. */
  readonly asStored: (row: Row) => Row;
}

/** The rows of a lane, in memory. */
export class MemoryRows<Row extends AnyRow> implements LaneRows<Row> {
  readonly #kind: RowKind<Row>;
  readonly #rows = new Map<string, Row>();
  readonly #open = new Map<string, Row>();

  constructor(kind: RowKind<Row>) {
    this.#kind = kind;
  }

  get(id: string): Row | undefined {
    return this.#rows.get(id);
  }

  put(row: Row): void {
    const id = this.#kind.idOf(row);
    const stored = this.#kind.asStored(row);
    this.#rows.set(id, stored);
    if (row.end === undefined) this.#open.set(id, stored);
    else this.#open.delete(id);
  }

  claim(ids: readonly string[], lease: Lease): void {
    for (const id of ids) {
      const row = withLease(this.#rows.get(id)!, lease);
      this.#rows.set(id, row);
      this.#open.set(id, row);
    }
  }

  delete(id: string): void {
    this.#rows.delete(id);
    this.#open.delete(id);
  }

  open(): readonly Row[] {
    return [...this.#open.values()];
  }

  get firstDueAt(): number | undefined {
    let first: number | undefined;
    for (const { dueAt } of this.#open.values()) if (first === undefined || dueAt < first) first = dueAt;
    return first;
  }

  claimable(limit: number, now: number): readonly Row[] {
    return this.#first(limit, ({ lease, dueAt }) => lease === undefined || dueAt <= now);
  }

  expired(limit: number, now: number): readonly Row[] {
    return this.#first(limit, row => row.dueAt <= now && this.#kind.deadlineOf(row) <= now);
  }

  deleteEnded(before: number, limit: number): number {
    const old = [...this.#rows.values()].filter(({ end }) => end !== undefined && end.at < before);
    for (const row of old.slice(0, limit)) this.delete(this.#kind.idOf(row));
    return Math.min(old.length, limit);
  }

  figures(now: number): LaneFigures {
    const open = this.open();
    const due = open.filter(({ dueAt }) => dueAt <= now);
    return {
      open: open.length,
      due: due.length,
      claimed: open.filter(({ lease, dueAt }) => lease !== undefined && now < dueAt).length,
      lateMs: due.reduce((most, { dueAt }) => Math.max(most, now - dueAt), 0),
    };
  }

  #first(limit: number, isWanted: (row: Row) => boolean): readonly Row[] {
    return this.open()
      .filter(isWanted)
      .sort((a, b) => a.dueAt - b.dueAt)
      .slice(0, limit);
  }
}
