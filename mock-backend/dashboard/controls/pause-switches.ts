import { hidden$, offline$, pauseWhen } from 'heygen-rx/browser';
import { combineLatest, fromEvent, map, of, startWith, switchMap, type Observable } from 'rxjs';
import { byId } from '../page/elements.js';

interface Pausing {
  /** For the clients: whether polling is paused. */
  readonly paused$: Observable<boolean>;
  /** For people: why it is; undefined while it is not. */
  readonly reason$: Observable<string | undefined>;
}

/** The two switches that pause all watches: manually, or for hidden tabs and lost connections. */
export const pauseSwitches = (): Pausing => {
  const byHand$ = switchState('pause');
  const isAuto$ = switchState('pause-auto');
  const automatic$ = isAuto$.pipe(switchMap(isOn => (isOn ? pauseWhen(hidden$, offline$) : of(false))));
  return {
    paused$: pauseWhen(byHand$, automatic$),
    reason$: combineLatest([byHand$, isAuto$, hidden$, offline$]).pipe(
      map(([isByHand, isAuto, isHidden, isOffline]) => {
        if (isByHand) return 'manually';
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
