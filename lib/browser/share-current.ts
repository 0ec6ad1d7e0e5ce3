import { type MonoTypeOperatorFunction, ReplaySubject, share } from 'rxjs';

/** One subscription for all; who comes later gets the current value at once. */
export const shareCurrent = <T>(): MonoTypeOperatorFunction<T> =>
  share({ connector: () => new ReplaySubject<T>(1), resetOnComplete: false });
