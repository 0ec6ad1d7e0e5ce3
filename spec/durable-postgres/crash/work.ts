import {
  catchError,
  concatMap,
  defer,
  expand,
  map,
  merge,
  mergeMap,
  of,
  timer,
  toArray,
  type Observable,
} from 'rxjs';
import type { Claim } from '../../../lib/durable/engine/claims.js';
import type { ClaimedCreate } from '../../../lib/durable/engine/creates.js';
import type { DurableEngine } from '../../../lib/durable/engine/engine.js';
import type { ClaimedWatch, Settlement } from '../../../lib/durable/engine/watches.js';
import type { StatusReport } from '../../../lib/model/status-report.js';
import { NO_ATTEMPTS } from '../../../lib/policy/retry/retry.js';
import type { Transport } from '../../../lib/transport/transport.js';
import { ACCOUNT, newWatch } from '../support/watches.js';

/** Of these workers. The lease is longer than a request may take. */
export const CRASH_TERMS = { perSecond: 40, leaseMs: 2000, probeMs: 1000 };

/** Between two polls of a job, in ms. */
const INTERVAL_MS = 250;
/** The longest sleep of a worker, and after a failure, in ms. */
const IDLE_MS = 200;

/** The least a worker can be: claims, sends, settles, for ever. */
export const work = (engine: DurableEngine, transport: Transport): Observable<unknown> =>
  merge(
    loop(
      () => engine.claimWatches(ACCOUNT, 100, CRASH_TERMS),
      claim => poll(engine, transport, claim),
    ),
    loop(
      () => engine.claimCreate(ACCOUNT, CRASH_TERMS),
      claim => create(engine, transport, claim),
    ),
  );

type Taken<T> = Exclude<Claim<T>, { type: 'wait' }>;

function loop<T>(
  claim: () => Observable<Claim<T>>,
  use: (claim: Taken<T>) => Observable<unknown>,
): Observable<unknown> {
  const turn = (): Observable<unknown> =>
    defer(claim).pipe(
      mergeMap(answer =>
        answer.type === 'wait' ? timer(Math.min(IDLE_MS, answer.waitMs ?? IDLE_MS)) : use(answer),
      ),
      catchError(() => timer(IDLE_MS)),
    );
  return turn().pipe(expand(turn, 1));
}

function poll(
  engine: DurableEngine,
  transport: Transport,
  claim: Taken<readonly ClaimedWatch[]>,
): Observable<unknown> {
  const { lease, now, taken } = claim;
  const isOver = ({ state }: ClaimedWatch): boolean => state.deadlineAt <= now;
  const late = taken.filter(isOver).map(({ state }) => ended(state.jobId, taken));
  const open = taken.filter(watch => !isOver(watch));
  const reports$: Observable<readonly StatusReport[]> =
    open.length === 0 || claim.type === 'expired'
      ? of([])
      : transport.statuses!(open.map(({ state }) => state.jobId));
  return reports$.pipe(
    map(reports => [...late, ...open.map(watch => settled(watch, reports, now))]),
    // Given back as they are.
    catchError(() => of(taken.map(watch => ({ ...watch, isNews: false })))),
    concatMap(settlements => engine.settleWatches(ACCOUNT, lease, settlements)),
  );
}

const ended = (jobId: string, taken: readonly ClaimedWatch[]): Settlement => ({
  ...taken.find(({ state }) => state.jobId === jobId)!,
  isNews: true,
  end: { error: { name: 'TimeoutError', jobId } },
});

function settled({ state }: ClaimedWatch, reports: readonly StatusReport[], now: number): Settlement {
  const report = reports.find(({ jobId }) => jobId === state.jobId);
  const isDone = report?.status === 'completed';
  const nextPollAt = Math.min(now + INTERVAL_MS, state.deadlineAt);
  const next = { ...state, polls: state.polls + 1, isSeen: true, at: now, nextPollAt, notBeforeAt: now };
  return isDone
    ? { state: { ...next, status: 'completed', result: report.result }, isNews: true, end: {} }
    : { state: { ...next, status: 'running' }, isNews: state.polls === 0 };
}

function create(
  engine: DurableEngine,
  transport: Transport,
  claim: Taken<ClaimedCreate>,
): Observable<unknown> {
  const { lease, now, taken } = claim;
  const { key, request, deadlineAt } = taken;
  return transport.create(request, key).pipe(
    toArray(),
    map(jobIds => ({
      type: 'created' as const,
      jobIds,
      watches: jobIds.map(jobId => newWatch(jobId, { deadlineAt: deadlineAt - now })),
    })),
    catchError(() =>
      of({ type: 'again' as const, dueInMs: IDLE_MS, attempts: NO_ATTEMPTS, isUncertain: true }),
    ),
    concatMap(settlement => engine.settleCreate(ACCOUNT, key, lease, settlement)),
  );
}
