import type { BatchCounts, BatchJob, BatchSnapshot } from '../../model/batch.js';
import type { TranslationError } from '../../model/errors.js';
import type { JobId, JobSnapshot } from '../../model/job.js';

/** Children of a node: small, so that one job's news costs few comparisons a level, and few levels. */
export const FAN_OUT = 16;

/** One job's place in a batch. */
export interface Leaf {
  /** Absent until the job has been created. */
  readonly jobId?: JobId;
  readonly snapshot?: JobSnapshot;
  /** Why the watch, or the create, was lost. */
  readonly error?: TranslationError;
}

/** A part of a batch, with the counts of all below it. Immutable: news makes new nodes along one path only. */
export interface Branch {
  readonly children: readonly Tree[];
  readonly counts: BatchCounts;
  /** The job whose news made this node. */
  readonly changed?: JobId;
}

export type Tree = Leaf | Branch;

const none: BatchCounts = { pending: 0, running: 0, completed: 0, error: 0, lost: 0 };

/** What one job counts for. */
const ONE: Readonly<Record<keyof BatchCounts, BatchCounts>> = {
  pending: { ...none, pending: 1 },
  running: { ...none, running: 1 },
  completed: { ...none, completed: 1 },
  error: { ...none, error: 1 },
  lost: { ...none, lost: 1 },
};

export const emptyBranch: Branch = { children: [], counts: none };

const isBranch = (tree: Tree): tree is Branch => 'children' in tree;

function countsOf(tree: Tree): BatchCounts {
  if (isBranch(tree)) return tree.counts;
  return ONE[tree.error === undefined ? (tree.snapshot?.status ?? 'pending') : 'lost'];
}

/** The node over these children, given the node before: only what differs is counted anew. */
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

/** The same counts where nothing has moved, as with most news. */
function recounted(counts: BatchCounts, gone: BatchCounts, come: BatchCounts): BatchCounts {
  if (gone === come) return counts;
  return {
    pending: counts.pending - gone.pending + come.pending,
    running: counts.running - gone.running + come.running,
    completed: counts.completed - gone.completed + come.completed,
    error: counts.error - gone.error + come.error,
    lost: counts.lost - gone.lost + come.lost,
  };
}

/** Where each job stands in the tree: filled as the ids become known, shared by all snapshots of a batch. */
export type Places = ReadonlyMap<JobId, number>;

/** Which request, and which of its languages, each place of a batch stands for. */
export type Slots = readonly Pick<BatchJob, 'requestIndex' | 'language'>[];

/** A batch as its users see it: a view of one root, read only when asked. */
export class BatchView implements BatchSnapshot {
  readonly #root: Branch;
  readonly #places: Places;
  readonly #slots: Slots;
  readonly total: number;
  readonly counts: BatchCounts;
  readonly done: number;
  declare readonly changed?: JobId;

  constructor(root: Branch, total: number, places: Places, slots: Slots = []) {
    this.#root = root;
    this.#places = places;
    this.#slots = slots;
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
    for (const leaf of leavesOf(this.#root)) yield { ...this.#slots[place++], ...leaf };
  }

  /** Every subtree but the last of a level is full, so a place in base `FAN_OUT` is the path to it. */
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
