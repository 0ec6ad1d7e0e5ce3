import { defer, tap, type Observable } from 'rxjs';
import type { Claim } from '../../../lib/durable/engine/claims.js';
import type { DurableEngine } from '../../../lib/durable/engine/engine.js';
import type { Transport } from '../../../lib/transport/transport.js';

/** Where a worker process can die. */
export const WORKER_KILL_POINTS = [
  'poll: before the claim',
  'poll: after the claim',
  'poll: in mid-request',
  'poll: after the answer',
  'poll: after the settle',
  'create: before the claim',
  'create: after the claim',
  'create: in mid-request',
  'create: after the answer',
  'create: after the settle',
] as const;

/** Where the process that asks for a create can die. */
export const CLIENT_KILL_POINTS = ['create: before the INSERT', 'create: after the INSERT'] as const;

export type KillPoint = (typeof WORKER_KILL_POINTS)[number] | (typeof CLIENT_KILL_POINTS)[number];

/** Is told of what a process does. */
export interface Witness {
  /** Comes to this point; it may be killed here. */
  reached(point: KillPoint): void;
  /** May send a request, at this time of the engine. */
  claimed?(at: number): void;
  /** Has settled so many watches, and changed so many. */
  settled?(of: number, changed: number): void;
}

/** Half of the mock backend's latency in these specs, in ms: the request has arrived, and is not answered. */
const MID_REQUEST_MS = 40;

/** An engine whose calls come to kill points, and whose leases are this long. */
export function engineWithKillPoints(
  engine: DurableEngine,
  leaseMs: number,
  witness: Witness,
): DurableEngine {
  const before = <T>(point: KillPoint, call: () => Observable<T>): Observable<T> =>
    defer(() => {
      witness.reached(point);
      return call();
    });
  const claimed = <T>(point: KillPoint) =>
    tap((claim: Claim<T>) => {
      if (claim.type === 'wait') return;
      if (claim.type === 'send') witness.claimed?.(claim.now);
      witness.reached(point);
    });
  const overrides: Partial<DurableEngine> = {
    addCreates: (...args) =>
      before('create: before the INSERT', () => engine.addCreates(...args)).pipe(
        tap(() => witness.reached('create: after the INSERT')),
      ),
    claimWatches: (account, limit, terms) =>
      before('poll: before the claim', () => engine.claimWatches(account, limit, { ...terms, leaseMs })).pipe(
        claimed('poll: after the claim'),
      ),
    settleWatches: (account, lease, settlements, silence) =>
      engine.settleWatches(account, lease, settlements, silence).pipe(
        tap(changed => {
          witness.settled?.(settlements.length, changed.length);
          witness.reached('poll: after the settle');
        }),
      ),
    claimCreate: (account, terms) =>
      before('create: before the claim', () => engine.claimCreate(account, { ...terms, leaseMs })).pipe(
        claimed('create: after the claim'),
      ),
    settleCreate: (...args) =>
      engine.settleCreate(...args).pipe(tap(() => witness.reached('create: after the settle'))),
  };
  return new Proxy(engine, {
    get: (target, name: keyof DurableEngine) => overrides[name] ?? target[name].bind(target),
  });
}

/** A transport whose requests come to kill points. */
export function transportWithKillPoints(transport: Transport, witness: Witness): Transport {
  const call = <T>(lane: 'poll' | 'create', call$: () => Observable<T>): Observable<T> =>
    defer(() => {
      const timer = setTimeout(() => witness.reached(`${lane}: in mid-request`), MID_REQUEST_MS);
      return call$().pipe(
        tap({
          next: () => witness.reached(`${lane}: after the answer`),
          finalize: () => clearTimeout(timer),
        }),
      );
    });
  return {
    ...transport,
    create: (request, key) => call('create', () => transport.create(request, key)),
    status: jobId => call('poll', () => transport.status(jobId)),
    statuses: ids => call('poll', () => transport.statuses!(ids)),
  };
}
