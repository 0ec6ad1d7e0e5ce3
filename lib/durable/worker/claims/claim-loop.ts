import {
  catchError,
  combineLatest,
  defer,
  EMPTY,
  finalize,
  map,
  merge,
  mergeMap,
  repeat,
  switchMap,
  take,
  takeUntil,
  tap,
  type Observable,
} from 'rxjs';
import type { Clock } from '../../../stream/time/clock.js';
import { longTimer } from '../../../stream/time/long-timer.js';
import type { Claim, Lane } from '../../engine/claims.js';
import { nextClaim, type NextClaim } from '../../policy/worker/next-claim.js';
import type { DueHints } from './due-hints.js';
import { callEngine, engineBackoffMs, failed, type EngineCallDeps } from '../../engine-calls.js';
import type { Slots } from './slots.js';

/** A claim that took something. */
export type HeldClaim<T> = Exclude<Claim<T>, { readonly type: 'wait' }>;

/** What a worker claims in one lane, and what it does with it. */
export interface LaneWork<T> {
  readonly lane: Lane;
  claim(): Observable<Claim<T>>;
  /** Sends and settles. *Errors* only if a decision throws. */
  work(claim: HeldClaim<T>): Observable<unknown>;
}

/** What the loops of a worker share. */
export interface ClaimLoopDeps extends EngineCallDeps {
  readonly clock: Clock;
  readonly slots: Slots;
  readonly dueHints: DueHints;
  /** *Emits* when the worker stops claiming. */
  readonly stopping$: Observable<unknown>;
  /** The shortest time between two claims of a lane, in ms, whatever the engine returns. */
  readonly gapMs: number;
}

/**
 * Claims and works repeatedly, as often as the engine says and free slots allow. While the engine fails, it is called at growing intervals.
 *
 * ```text
 * slot -> claim -> work, and at the same time: wait -> slot -> claim ...
 * ```
 *
 * *Emits* nothing of interest. *Completes* after `stopping$`, once its open work is done. Never *errors*. *On unsubscribe* abandons all work.
 */
export function claimLoop<T>(laneWork: LaneWork<T>, deps: ClaimLoopDeps): Observable<unknown> {
  const { slots, clock, scheduler, dueHints, stopping$, gapMs, random } = deps;
  let failures = 0;
  let claimedAt = 0;
  let hints = 0;
  let next: NextClaim = { waitMs: 0, isHinted: false };

  // When the worker stops, what it has claimed is still polled and settled.
  const slot$ = slots.take$(laneWork.lane).pipe(takeUntil(stopping$));
  const claim$ = slot$.pipe(
    switchMap(release => {
      claimedAt = clock.now();
      hints = dueHints.count;
      return callEngine(() => laneWork.claim(), deps).pipe(
        tap(claim => {
          failures = 0;
          next = nextClaim(claim);
        }),
        catchError(() => {
          next = { waitMs: engineBackoffMs(++failures, random), isHinted: false };
          release();
          return EMPTY;
        }),
        map(claim => ({ claim, release })),
      );
    }),
  );
  const nextTime$ = defer(() => {
    const gap$ = longTimer(Math.max(0, Math.floor(claimedAt + gapMs - clock.now())), scheduler);
    const wait$ = longTimer(next.waitMs, scheduler);
    const wanted$ = next.isHinted ? merge(wait$, dueHints.after(hints)).pipe(take(1)) : wait$;
    return combineLatest([gap$, wanted$]).pipe(takeUntil(stopping$));
  });
  return claim$.pipe(
    repeat({ delay: () => nextTime$ }),
    mergeMap(({ claim, release }) =>
      (claim.type === 'wait' ? EMPTY : defer(() => laneWork.work(claim))).pipe(
        // Values from a custom engine may make a decision throw. What was claimed is then due again when the lease ends.
        catchError((thrown: unknown) => {
          deps.onError(failed('The worker', thrown));
          return EMPTY;
        }),
        finalize(release),
      ),
    ),
  );
}
