import type { CreateRow } from '../../policy/engine/create-row.js';
import { openGate } from '../../policy/engine/gate.js';
import { fromColumns, toColumns } from '../../policy/engine/watch-columns.js';
import type { WatchRow } from '../../policy/engine/watch-row.js';
import { fromJson, toJson } from '../json.js';
import type { AccountRows } from '../rows/account-rows.js';
import { MemoryObserved } from './memory-observed.js';
import { MemoryRows } from './memory-rows.js';

/** The rows of one account, in memory. They go through columns and JSON, as in a database. */
export class MemoryAccount implements AccountRows {
  readonly watches = new MemoryRows<WatchRow>({
    idOf: ({ state }) => state.jobId,
    deadlineOf: ({ state }) => state.deadlineAt,
    asStored: row => ({
      ...asJson({ ...row, state: undefined, bulkLimit: undefined }),
      ...fromColumns(row.state.jobId, asJson(toColumns(row))),
    }),
  });
  readonly creates = new MemoryRows<CreateRow>({
    idOf: ({ key }) => key,
    deadlineOf: ({ deadlineAt }) => deadlineAt,
    asStored: asJson,
  });
  readonly observed = new MemoryObserved();
  gate = openGate;
  forgottenVersion = 0;
  #leases = 0;

  newLease(): string {
    return String(++this.#leases);
  }
}

/** A plain value as a database would give it back: a copy, without undefined fields. */
const asJson = <T>(value: T): T => fromJson<T>(toJson(value)) as T;
