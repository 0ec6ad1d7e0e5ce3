import { ReplaySubject, share, type MonoTypeOperatorFunction } from 'rxjs';

/**
 * One source for however many subscribers; late ones get the latest value first. The last unsubscribe and an error reset it; after completion it
 * keeps the last value. (`shareReplay(1)` would go on polling after the last subscriber has left.)
 */
export function shareLatest<T>(): MonoTypeOperatorFunction<T> {
  return share({ connector: () => new ReplaySubject(1), resetOnComplete: false });
}
