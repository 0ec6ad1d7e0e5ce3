import type { Observable } from 'rxjs';
import type { ClientEvent } from '../../model/events.js';
import type { RetryTokens } from '../../policy/retry/retry-tokens.js';
import type { ClaimTerms } from '../engine/claims.js';
import type { ClaimLoopDeps } from './claims/claim-loop.js';
import type { SharedCircuit } from './account/shared-circuit.js';
import type { ResolvedWorker } from './worker-options.js';
import type { WorkerRules } from './worker-rules.js';

/** What the parts of a worker share. */
export interface WorkerDeps extends ClaimLoopDeps {
  readonly worker: ResolvedWorker;
  readonly rules: WorkerRules;
  readonly circuit: SharedCircuit;
  /** The retry budget of all watches that this worker polls. */
  readonly retryTokens: RetryTokens;
  readonly emit: (event: ClientEvent) => void;
  /** Called when a request is sent. */
  readonly onSent: () => void;
  /** *Emits* when the worker aborts its open requests. */
  readonly aborting$: Observable<unknown>;
}

/** How long a worker has to settle a claim after its request, in ms. */
const SETTLE_MS = 15_000;

/** How a worker claims, for requests with this time limit in ms. */
export const claimTermsOf = ({ limits, service }: ResolvedWorker, timeLimitMs: number): ClaimTerms => ({
  perSecond: limits.maxRequestsPerSecond,
  leaseMs: timeLimitMs + SETTLE_MS,
  probeMs: timeLimitMs + SETTLE_MS,
  service,
});

/** How long a worker tries to settle a claim, in ms: then the lease has ended. */
export const settlePatienceMs = (timeLimitMs: number): number => timeLimitMs + SETTLE_MS;
