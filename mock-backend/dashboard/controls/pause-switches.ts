import { hidden$, offline$, pauseWhen } from 'heygen-rx/browser';
import { combineLatest, fromEvent, map, of, startWith, switchMap, type Observable } from 'rxjs';
import { byId } from '../page/elements.js';

interface Pausing {
  /** For the clients: whether to hold still. */
  readonly paused$: Observable<boolean>;
  /** For people: why; undefined while nothing is paused. */
  readonly reason$: Observable<string | undefined>;
}

/** The two switches that pause all watches: one by hand, one that leaves it to the browser. */
export const pauseSwitches = (): Pausing => {
  const byHand$ = switchState('pause');
  const isAuto$ = switchState('pause-auto');
  const unseen$ = isAuto$.pipe(switchMap(isOn => (isOn ? pauseWhen(hidden$, offline$) : of(false))));
  return {
    paused$: pauseWhen(byHand$, unseen$),
    reason$: combineLatest([byHand$, isAuto$, hidden$, offline$]).pipe(
      map(([isByHand, isAuto, isHidden, isOffline]) => {
        if (isByHand) return 'by hand';
        if (isAuto && isOffline) return 'while offline';
        return isAuto && isHidden ? 'while hidden' : undefined;
      }),
    ),
  };
};

const switchState = (id: string): Observable<boolean> => {
  const input = byId(id, HTMLInputElement);
  return fromEvent(input, 'change').pipe(
    startWith(undefined),
    map(() => input.checked),
  );
};
