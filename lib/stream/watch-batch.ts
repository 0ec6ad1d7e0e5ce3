import { combineLatest, map, Observable, of, scan } from 'rxjs';
import { toTranslationError } from '../model/errors.js';
import type { JobId, JobSnapshot } from '../model/job.js';
import {
  BatchView,
  emptyBranch,
  FAN_OUT,
  joined,
  type Branch,
  type Leaf,
  type Places,
  type Tree,
} from './batch-tree.js';

/**
 * Merges jobs into one batch with combineLatest, in a tree: one job's news costs O(log N).
 *
 * *Emits* a snapshot at once with all jobs pending, then one for each job's news. *Completes* when every job is settled or lost; never *errors*
 * because a job does. *On unsubscribe* ends all watches.
 */
export function watchBatch(leaves: readonly Observable<Leaf>[], places: Places): Observable<BatchView> {
  return treeOf(leaves).pipe(map(root => new BatchView(root, leaves.length, places)));
}

/** Level by level, until one node stands over all. */
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
 * *Emits* at once, unseen, then with each snapshot; a watch that errs becomes a lost leaf. *Completes* with the watch; never *errors*.
 */
export function leafOf(jobId: JobId, snapshot$: Observable<JobSnapshot>): Observable<Leaf> {
  return new Observable(subscriber => {
    let leaf: Leaf = { jobId };
    subscriber.next(leaf);
    return snapshot$.subscribe({
      next: snapshot => subscriber.next((leaf = { jobId, snapshot })),
      error: (thrown: unknown) => {
        subscriber.next({ ...leaf, error: toTranslationError(thrown) });
        subscriber.complete();
      },
      complete: () => subscriber.complete(),
    });
  });
}
