import type { BatchCounts, BatchJob, BatchSnapshot } from '../../model/batch.js';
import type { TranslationError } from '../../model/errors.js';
import type { JobId, JobSnapshot } from '../../model/job.js';

/** Children per node: a change of one job needs few comparisons per level, and there are few levels. */
export const FAN_OUT = 16;

/** One job's place in a batch. */
export interface Leaf {
  /** Absent until the job has been created. */
  readonly jobId?: JobId;
  readonly snapshot?: JobSnapshot;
  /** Why it could not be created, or why its watch ended without a result. */
  readonly error?: TranslationError;
}

/** A part of a batch, with the counts of all jobs below it. Immutable: a change makes new nodes along one path only. */
export interface Branch {
  readonly children: readonly Tree[];
  readonly counts: BatchCounts;
  /** The job whose change made this node. */
  readonly changed?: JobId;
}

/** One job, or a part of a batch. */
export type Tree = Leaf | Branch;

const none: BatchCounts = { pending: 0, running: 0, completed: 0, error: 0, lost: 0 };

/** The counts of one job. */
const ONE: Readonly<Record<keyof BatchCounts, BatchCounts>> = {
  pending: { ...none, pending: 1 },
  running: { ...none, running: 1 },
  completed: { ...none, completed: 1 },
  error: { ...none, error: 1 },
  lost: { ...none, lost: 1 },
};

/** A batch without jobs. */
export const emptyBranch: Branch = { children: [], counts: none };

const isBranch = (tree: Tree): tree is Branch => 'children' in tree;

function countsOf(tree: Tree): BatchCounts {
  if (isBranch(tree)) return tree.counts;
  return ONE[tree.error === undefined ? (tree.snapshot?.status ?? 'pending') : 'lost'];
}

/** The node over these children, given the node before: only changed children are counted again. */
export function joined(before: Branch | undefined, children: readonly Tree[]): Branch {
  let { counts } = before ?? emptyBranch;
  let changed: JobId | undefined;
  for (let place = 0; place < children.length; place++) {
    const child = children[place]!;
    const old = before?.children[place];
    if (old === child) continue;
    counts = recounted(counts, old === undefined ? none : countsOf(old), countsOf(child));
    changed = isBranch(child) ? child.changed : child.jobId;
  }
  return before !== undefined && changed !== undefined ? { children, counts, changed } : { children, counts };
}

/** The same object if no count has changed, as with most changes. */
function recounted(counts: BatchCounts, removed: BatchCounts, added: BatchCounts): BatchCounts {
  if (removed === added) return counts;
  return {
    pending: counts.pending - removed.pending + added.pending,
    running: counts.running - removed.running + added.running,
    completed: counts.completed - removed.completed + added.completed,
    error: counts.error - removed.error + added.error,
    lost: counts.lost - removed.lost + added.lost,
  };
}

/** The place of each job in the tree: filled as the ids become known, shared by all snapshots of a batch. */
export type Places = ReadonlyMap<JobId, number>;

/** The request and the language of each job of a batch, in the order of its places. */
export type RequestedJobs = readonly Pick<BatchJob, 'requestIndex' | 'language'>[];

/** A batch as users see it: a view of one root, read on demand. */
export class BatchView implements BatchSnapshot {
  readonly #root: Branch;
  readonly #places: Places;
  readonly #requested: RequestedJobs;
  readonly total: number;
  readonly counts: BatchCounts;
  readonly done: number;
  declare readonly changed?: JobId;

  constructor(root: Branch, total: number, places: Places, requested: RequestedJobs = []) {
    this.#root = root;
    this.#places = places;
    this.#requested = requested;
    this.total = total;
    this.counts = root.counts;
    this.done = root.counts.completed + root.counts.error + root.counts.lost;
    if (root.changed !== undefined) this.changed = root.changed;
  }

  get(jobId: JobId): JobSnapshot | undefined {
    return this.#leafOf(jobId)?.snapshot;
  }

  errorOf(jobId: JobId): TranslationError | undefined {
    return this.#leafOf(jobId)?.error;
  }

  *entries(): IterableIterator<readonly [JobId, JobSnapshot | undefined]> {
    for (const { jobId, snapshot } of leavesOf(this.#root)) {
      if (jobId !== undefined) yield [jobId, snapshot];
    }
  }

  *jobs(): IterableIterator<BatchJob> {
    let place = 0;
    for (const leaf of leavesOf(this.#root)) yield { ...this.#requested[place++], ...leaf };
  }

  /** Every subtree but the last of a level is full, so the digits of a place in base `FAN_OUT` are the path to it. */
  #leafOf(jobId: JobId): Leaf | undefined {
    const place = this.#places.get(jobId);
    if (place === undefined) return undefined;
    let span = FAN_OUT;
    while (span < this.total) span *= FAN_OUT;
    let tree: Tree | undefined = this.#root;
    while (tree !== undefined && isBranch(tree)) {
      span /= FAN_OUT;
      tree = tree.children[Math.floor(place / span) % FAN_OUT];
    }
    return tree;
  }
}

function* leavesOf(tree: Tree): IterableIterator<Leaf> {
  if (!isBranch(tree)) yield tree;
  else for (const child of tree.children) yield* leavesOf(child);
}
