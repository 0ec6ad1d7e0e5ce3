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
import { toTranslationError } from '../../model/errors.js';
import type { Clock } from '../../stream/time/clock.js';
import { longTimer } from '../../stream/time/long-timer.js';
import type { Claim, Lane } from '../engine/claims.js';
import { nextClaim, type NextClaim } from '../policy/worker/next-claim.js';
import type { DueHints } from './due-hints.js';
import { callEngine, engineBackoffMs, type EngineCallDeps } from '../engine-calls.js';
import type { Slots } from './slots.js';

/** A claim of something. */
export type HeldClaim<T> = Exclude<Claim<T>, { readonly type: 'wait' }>;

/** What one lane of a worker claims, and does with it. */
export interface LaneWork<T> {
  readonly lane: Lane;
  claim(): Observable<Claim<T>>;
  /** Sends and settles. *Errors* only where a decision throws. */
  work(claim: HeldClaim<T>): Observable<unknown>;
}

/** What the loops of a worker share. */
export interface ClaimLoopDeps extends EngineCallDeps {
  readonly clock: Clock;
  readonly slots: Slots;
  readonly dueHints: DueHints;
  /** *Emits* when nothing is to be claimed any more. */
  readonly stopping$: Observable<unknown>;
  /** No two claims of a lane begin within this time, in ms, whatever the engine answers. */
  readonly gapMs: number;
}

/**
 * Claims, works, and claims again, as often as the engine says and the worker has slots. An engine that fails is called again at growing intervals.
 *
 * ```text
 * slot -> claim -> work, and at the same time: wait -> slot -> claim ...
 * ```
 *
 * *Emits* nothing of interest. *Completes* when it is stopping and the work under way is done. Never *errors*. *On unsubscribe* drops all work.
 */
export function claimLoop<T>(laneWork: LaneWork<T>, deps: ClaimLoopDeps): Observable<unknown> {
  const { slots, clock, scheduler, dueHints, stopping$, gapMs, random } = deps;
  let failures = 0;
  let claimedAt = 0;
  let hints = 0;
  let next: NextClaim = { waitMs: 0, isHinted: false };

  // What has been claimed is still polled and settled when the worker stops.
  const slot$ = slots.take$(laneWork.lane).pipe(takeUntil(stopping$));
  const claim$ = slot$.pipe(
    switchMap(release => {
      claimedAt = clock.now();
      hints = dueHints.count;
      return callEngine(() => laneWork.claim(), deps).pipe(
        tap(answer => {
          failures = 0;
          next = nextClaim(answer);
        }),
        catchError(() => {
          next = { waitMs: engineBackoffMs(++failures, random), isHinted: false };
          release();
          return EMPTY;
        }),
        map(answer => ({ answer, release })),
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
    mergeMap(({ answer, release }) =>
      (answer.type === 'wait' ? EMPTY : defer(() => laneWork.work(answer))).pipe(
        // A schedule of the user's may throw: what was claimed is due again when the lease ends.
        catchError((thrown: unknown) => {
          deps.onError(toTranslationError(thrown));
          return EMPTY;
        }),
        finalize(release),
      ),
    ),
  );
}
