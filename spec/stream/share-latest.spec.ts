import { expect } from '@jest/globals';
import { defer, EMPTY, from, of, Subject, take, tap } from 'rxjs';
import { shareLatest } from '../../lib/stream/share-latest.js';

/** A shared source, and what a second subscriber gets while the first reacts to each value. */
function second(react: (value: number, source: Subject<number>) => void): readonly unknown[] {
  const source = new Subject<number>();
  const shared$ = source.pipe(shareLatest());
  const seen: unknown[] = [];
  shared$.subscribe({ next: value => react(value, source), error: () => undefined });
  shared$.subscribe({
    next: value => seen.push(value),
    error: (error: unknown) => seen.push(String(error)),
    complete: () => seen.push('complete'),
  });
  source.next(1);
  return seen;
}

describe('shareLatest, if a subscriber makes the source', () => {
  it('emit again: the others get the later value only', () => {
    expect(second((value, source) => value === 1 && source.next(2))).toEqual([2]);
  });

  it('emit again and complete: the others get nothing after that', () => {
    const react = (value: number, source: Subject<number>): void => {
      if (value > 1) return;
      source.next(2);
      source.complete();
    };
    expect(second(react)).toEqual([2, 'complete']);
  });

  it('fail: the others get the error only', () => {
    expect(second((_value, source) => source.error(new Error('broken')))).toEqual(['Error: broken']);
  });
});

it('shareLatest stops a source whose first value is all that its subscriber wants, even while it is being subscribed', () => {
  const emitted: number[] = [];
  const source$ = from([1, 2, 3]).pipe(tap(value => emitted.push(value)));
  source$.pipe(shareLatest(), take(1)).subscribe();
  expect(emitted).toEqual([1]);
});

it('shareLatest subscribes again to a source that completed without a value', () => {
  let subscriptions = 0;
  const shared$ = defer(() => (subscriptions++ === 0 ? EMPTY : of(1))).pipe(shareLatest());
  const seen: unknown[] = [];
  shared$.subscribe(value => seen.push(value));
  shared$.subscribe(value => seen.push(value));
  expect(seen).toEqual([1]);
});
