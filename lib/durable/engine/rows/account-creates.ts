import { addedCreate, claimedCreate, statusOf, type CreateRow } from '../../policy/engine/create-row.js';
import { isStorable, refuseUnstorable } from '../../storable.js';
import type { Lease } from '../claims.js';
import type { ClaimedCreate, CreateStatus, NewCreate } from '../creates.js';
import type { LaneRows } from './account-rows.js';
import type { ClaimableLane } from './claim-lane.js';

/** The creates of an account. They are claimed one at a time; a claim tells of a create as it was before. */
export class AccountCreates implements ClaimableLane<ClaimedCreate> {
  readonly #rows: LaneRows<CreateRow>;

  constructor(rows: LaneRows<CreateRow>) {
    this.#rows = rows;
  }

  add(creates: readonly NewCreate[], now: number): readonly CreateStatus[] {
    const keys = creates.map(({ key }) => key);
    refuseUnstorable('add a create', 'key', keys);
    return creates.map(create => {
      const { key, digest } = create;
      const before = this.#rows.get(key);
      if (before !== undefined && before.digest !== digest) return { key, type: 'other request' };
      const after = addedCreate(before, create, now);
      if (after !== before) this.#rows.put(after);
      return statusOf(after);
    });
  }

  read(keys: readonly string[]): readonly CreateStatus[] {
    return keys.filter(isStorable).flatMap(key => {
      const row = this.#rows.get(key);
      return row === undefined ? [] : statusOf(row);
    });
  }

  get firstDueAt(): number | undefined {
    return this.#rows.firstDueAt;
  }

  take(_limit: number, lease: Lease, now: number): ClaimedCreate {
    const [row] = this.#rows.claimable(1, now);
    this.#rows.put(claimedCreate(row!, lease, now));
    return row!;
  }

  takeExpired(_limit: number, lease: Lease, now: number): ClaimedCreate | undefined {
    const [row] = this.#rows.expired(1, now);
    if (row === undefined) return undefined;
    this.#rows.claim([row.key], lease);
    return row;
  }
}
