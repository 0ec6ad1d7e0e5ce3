import type { JobSnapshot, TranslationClient } from 'heygen-rx';
import { combineLatest, map, type Observable } from 'rxjs';

/** What a page that shows a batch needs at each update. */
interface Counts {
  readonly running: number;
  readonly completed: number;
}

/** A way to combine the watches of many jobs. */
type Batch = (client: TranslationClient, jobIds: readonly string[]) => Observable<Counts>;

const ours: Batch = (client, jobIds) => client.watchBatch(jobIds).pipe(map(({ counts }) => counts));

/** One `combineLatest` over the same watches, and a loop that counts. */
const naive: Batch = (client, jobIds) =>
  combineLatest(jobIds.map(jobId => client.watch(jobId))).pipe(map(countsOf));

function countsOf(snapshots: readonly JobSnapshot[]): Counts {
  let running = 0;
  let completed = 0;
  for (const { status } of snapshots) {
    if (status === 'running') running++;
    else if (status === 'completed') completed++;
  }
  return { running, completed };
}

export const BATCHES = { ours, naive } as const;
export type BatchName = keyof typeof BATCHES;
