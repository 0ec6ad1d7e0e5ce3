import { BatchError, isBatchError, type BatchCounts, type BatchSnapshot } from 'heygen-rx';
import {
  asyncScheduler,
  catchError,
  concat,
  defer,
  EMPTY,
  from,
  map,
  mergeMap,
  subscribeOn,
  throwError,
  type Observable,
} from 'rxjs';

/** What the page needs to know of a batch. */
export type BatchState = Pick<BatchSnapshot, 'total' | 'done' | 'counts' | 'changed' | 'get' | 'errorOf'>;

/** How many jobs a part has. Starting 500 at once would block the page of a busy machine for more than 50 ms. */
export const partSize = 100;

/** Divides a list into lists of at most `size`. */
export const dividedBy = <T>(size: number, list: readonly T[]): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, part) =>
    list.slice(part * size, (part + 1) * size),
  );

/**
 * One batch of `total` jobs, in parts that are started in tasks of their own.
 *
 * *Emits* their sum when a part has news. *Completes* after the last of them; *errors* then if jobs could not be created, with one `BatchError` for all parts.
 * *On unsubscribe* ends every part.
 */
export const batchInParts = (
  parts: readonly Observable<BatchSnapshot>[],
  total: number,
): Observable<BatchState> =>
  defer(() => {
    const latest = new Map<number, BatchSnapshot>();
    const errors: unknown[] = [];
    const news$ = from(parts).pipe(
      mergeMap((part$, place) =>
        part$.pipe(
          subscribeOn(asyncScheduler),
          map(snapshot => {
            latest.set(place, snapshot);
            return sumOf([...latest.values()], snapshot, total);
          }),
          catchError((error: unknown) => {
            errors.push(error);
            return EMPTY;
          }),
        ),
      ),
    );
    return concat(
      news$,
      defer(() => (errors.length === 0 ? EMPTY : throwError(() => oneOf(errors)))),
    );
  });

/** Jobs of parts that have not been started count as pending. */
const sumOf = (parts: readonly BatchSnapshot[], news: BatchSnapshot, total: number): BatchState => {
  const sum = (value: (part: BatchSnapshot) => number): number =>
    parts.reduce((before, part) => before + value(part), 0);
  const count = (status: keyof BatchCounts): number => sum(({ counts }) => counts[status]);
  return {
    total,
    done: sum(({ done }) => done),
    counts: {
      pending: count('pending') + total - sum(part => part.total),
      running: count('running'),
      completed: count('completed'),
      error: count('error'),
      lost: count('lost'),
    },
    ...(news.changed !== undefined && { changed: news.changed }),
    get: jobId => news.get(jobId),
    errorOf: jobId => news.errorOf(jobId),
  };
};

const oneOf = (errors: readonly unknown[]): unknown => {
  const ofBatches = errors.filter(isBatchError);
  const [first] = ofBatches;
  if (first === undefined || ofBatches.length < errors.length) return errors[0];
  return new BatchError(first.message, {
    created: ofBatches.flatMap(({ created }) => created),
    statuses: Object.assign({}, ...ofBatches.map(({ statuses }) => statuses)) as BatchError['statuses'],
    errors: ofBatches.flatMap(error => error.errors),
  });
};
