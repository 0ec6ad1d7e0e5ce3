import { type MonoTypeOperatorFunction, ReplaySubject, share } from 'rxjs';

/** Shares one subscription; later subscribers get the current value at once. */
export const shareCurrent = <T>(): MonoTypeOperatorFunction<T> =>
  share({ connector: () => new ReplaySubject<T>(1), resetOnComplete: false });
