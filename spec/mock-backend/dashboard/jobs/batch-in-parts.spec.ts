import { expect, it } from '@jest/globals';
import { BatchError, NetworkError, type BatchSnapshot } from 'heygen-rx';
import { completedSnapshot } from 'heygen-rx/testing';
import { concat, lastValueFrom, NEVER, of, throwError, toArray, type Observable } from 'rxjs';
import {
  batchInParts,
  dividedBy,
  type BatchState,
} from '../../../../mock-backend/dashboard/jobs/batch-in-parts.js';

/** A part of so many jobs, one of which has news. */
const part = (total: number, done: number, changed?: string): BatchSnapshot => ({
  total,
  done,
  counts: { pending: total - done, running: 0, completed: done, error: 0, lost: 0 },
  ...(changed !== undefined && { changed }),
  get: jobId => (jobId === changed ? completedSnapshot({ jobId }) : undefined),
  errorOf: () => undefined,
  entries: () => [][Symbol.iterator](),
  jobs: () => [][Symbol.iterator](),
});

const refused = (id: string): BatchError =>
  new BatchError('not created', {
    created: [id],
    statuses: { [id]: 'pending' },
    errors: [new NetworkError(id)],
  });

const all = (batch$: Observable<BatchState>): Promise<BatchState[]> => lastValueFrom(batch$.pipe(toArray()));

it('divides a list', () => {
  expect(dividedBy(2, [1, 2, 3, 4, 5])).toEqual([[1, 2], [3, 4], [5]]);
  expect(dividedBy(2, [])).toEqual([]);
});

it('adds up its parts; jobs of those that have not started are pending', async () => {
  const states = await all(batchInParts([of(part(3, 0)), of(part(2, 0), part(2, 1, 'a'))], 5));
  expect(states.map(({ total, done, counts }) => [total, done, counts.pending, counts.completed])).toEqual([
    [5, 0, 5, 0],
    [5, 0, 5, 0],
    [5, 1, 4, 1],
  ]);
  expect(states[2]).toMatchObject({ changed: 'a' });
  expect(states[2]!.get('a')?.status).toBe('completed');
});

it('starts nothing until subscribed to, and ends every part on the last unsubscribe', () => {
  let started = 0;
  const subscription = batchInParts([concat(of(part(1, 0)), NEVER)], 1).subscribe(() => (started += 1));
  subscription.unsubscribe();
  expect(started).toBe(0);
});

it('lets the other parts continue when one fails, and fails once, at the end', async () => {
  const seen: BatchState[] = [];
  const batch$ = batchInParts(
    [throwError(() => refused('a')), of(part(2, 2)), throwError(() => refused('b'))],
    4,
  );
  const error = await new Promise<unknown>(resolve => {
    batch$.subscribe({ next: state => seen.push(state), error: resolve });
  });
  expect(seen).toHaveLength(1);
  expect(error).toMatchObject({
    name: 'BatchError',
    created: ['a', 'b'],
    statuses: { a: 'pending', b: 'pending' },
    errors: [{ message: 'a' }, { message: 'b' }],
  });
});
