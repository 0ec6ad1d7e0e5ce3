import type { JobId } from '../../../model/job.js';
import type { Takeable } from '../../policy/engine/take.js';
import { fromColumns, toColumns, type WatchColumns } from '../../policy/engine/watch-columns.js';
import type { StoredError, StoredTerms, StoredWatch } from '../watches.js';
import { asJson } from './as-json.js';

/** A watch in memory. */
export class WatchRow implements Takeable {
  readonly jobId: JobId;
  terms: StoredTerms | undefined;
  version = 1;
  dueAt: number;
  lease: string | undefined;
  /** Woken while it was claimed. */
  isWoken = false;
  end: { readonly at: number; readonly error?: StoredError | undefined } | undefined;
  #columns: WatchColumns;

  constructor(watch: StoredWatch, terms: StoredTerms | undefined) {
    this.jobId = watch.state.jobId;
    this.terms = asJson(terms);
    this.dueAt = watch.state.nextPollAt;
    this.#columns = asJson(toColumns(watch));
  }

  get watch(): StoredWatch {
    return fromColumns(this.jobId, this.#columns);
  }

  set watch(watch: StoredWatch) {
    this.#columns = asJson(toColumns(watch));
    if (!this.isClaimed) this.dueAt = watch.state.nextPollAt;
  }

  get isClaimed(): boolean {
    return this.lease !== undefined;
  }

  get notBeforeAt(): number {
    return this.#columns.notBeforeAt;
  }

  get deadlineAt(): number {
    return this.#columns.deadlineAt;
  }

  get together(): number | undefined {
    return this.#columns.together ?? undefined;
  }
}
