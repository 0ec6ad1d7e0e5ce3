// Compiled without the types of the DOM.
import { hidden$, offline$, pauseWhen } from 'heygen-rx/browser';
import type { Observable } from 'rxjs';

// rxjs itself names this one.
declare global {
  function setTimeout(): number;
}

type IsAny<T> = 0 extends 1 & T ? true : false;
const isTyped: IsAny<typeof hidden$> = false;

export const paused$: Observable<boolean> = pauseWhen(hidden$, offline$);
export const checks = [isTyped];
