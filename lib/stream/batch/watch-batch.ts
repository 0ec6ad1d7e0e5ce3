import { combineLatest, map, Observable, of, scan, type Observer, type Subscriber } from 'rxjs';
import { toTranslationError } from '../../model/errors.js';
import type { JobId, JobSnapshot } from '../../model/job.js';
import {
  BatchView,
  emptyBranch,
  FAN_OUT,
  joined,
  type Branch,
  type Leaf,
  type Places,
  type RequestedJobs,
  type Tree,
} from './batch-tree.js';

/**
 * Merges jobs into one batch with `combineLatest`, in a tree: a change of one job costs O(log N).
 *
 * *Emits* a snapshot at once with all jobs pending, then one for each change of a job. *Completes* when every job is settled or lost. Never *errors*. *On unsubscribe*
 * ends all watches.
 */
export function watchBatch(
  leaves: readonly Observable<Leaf>[],
  places: Places,
  requested?: RequestedJobs,
): Observable<BatchView> {
  return treeOf(leaves).pipe(map(root => new BatchView(root, leaves.length, places, requested)));
}

/** Builds the levels from the leaves up to one root. */
function treeOf(leaves: readonly Observable<Leaf>[]): Observable<Branch> {
  let level = branchesOver(leaves);
  while (level.length > 1) level = branchesOver(level);
  return level[0] ?? of(emptyBranch);
}

function branchesOver(trees: readonly Observable<Tree>[]): readonly Observable<Branch>[] {
  const branches: Observable<Branch>[] = [];
  for (let from = 0; from < trees.length; from += FAN_OUT) {
    branches.push(
      combineLatest(trees.slice(from, from + FAN_OUT)).pipe(
        scan<Tree[], Branch, undefined>(joined, undefined),
      ),
    );
  }
  return branches;
}

/**
 * A job as a leaf of a batch.
 *
 * *Emits* at once without a snapshot, then with each snapshot; if the watch errors, a lost leaf. *Completes* with the watch. Never *errors*. *On unsubscribe* ends
 * the watch.
 */
export function leafOf(jobId: JobId, watch: (jobId: JobId) => Observable<JobSnapshot>): Observable<Leaf> {
  return new Observable(subscriber => {
    subscriber.next({ jobId });
    return watch(jobId).subscribe(new LeafObserver(jobId, subscriber));
  });
}

class LeafObserver implements Observer<JobSnapshot> {
  #leaf: Leaf;
  readonly #subscriber: Subscriber<Leaf>;

  constructor(jobId: JobId, subscriber: Subscriber<Leaf>) {
    this.#leaf = { jobId };
    this.#subscriber = subscriber;
  }

  next(snapshot: JobSnapshot): void {
    this.#leaf = { jobId: snapshot.jobId, snapshot };
    this.#subscriber.next(this.#leaf);
  }

  error(thrown: unknown): void {
    this.#subscriber.next({ ...this.#leaf, error: toTranslationError(thrown) });
    this.#subscriber.complete();
  }

  complete(): void {
    this.#subscriber.complete();
  }
}
