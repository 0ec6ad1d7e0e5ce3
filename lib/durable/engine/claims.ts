import type { CircuitState } from '../../policy/circuit/circuit-state.js';

/** The kind of a request. Each lane has its own silence: a service may refuse creates, because the account runs too many jobs, but still accept polls. */
export type Lane = 'poll' | 'create';

/** How a worker claims. Durations in ms. */
export interface ClaimTerms {
  /** The maximum number of requests per second of the account, creates and polls together. A claim takes one slot. */
  readonly perSecond: number;
  /** How long no other worker can claim what was taken: longer than the request may take. */
  readonly leaseMs: number;
  /** How long a probe of the circuit, or of a silence, holds back all other requests, unless it is settled earlier. */
  readonly probeMs: number;
  /** The worker's service, if it names one. */
  readonly service?: string | undefined;
}

/** A claim's exclusive hold on its watches or its create. @internal */
export interface Lease {
  readonly lease: string;
  /** When it ends, in epoch ms of the engine's clock. */
  readonly until: number;
}

/** The circuit of an account, with a version for `swapCircuit`. */
export interface StoredCircuit {
  /** How often it has been written. */
  readonly version: number;
  /** The circuit as it is now. Instants are epoch ms of the engine's clock. */
  readonly state: CircuitState;
}

/** The circuit after `swapCircuit`. */
export interface CircuitSwap extends StoredCircuit {
  /** Whether this call has replaced it. */
  readonly isSwapped: boolean;
}

/** Why nothing may be sent now. `idle`: nothing is due; `rate`: the next slot is not free yet. */
export type WaitReason = 'idle' | 'rate' | 'silence' | 'circuit';

/** The result of a claim. */
export type Claim<T> =
  | {
      /** One request may be sent now, for what was taken. */
      readonly type: 'send';
      /** The fence: `settle...` changes only what is still held by this lease. */
      readonly lease: string;
      /** The engine's clock, in epoch ms. The worker decides by this time plus the time since the claim. */
      readonly now: number;
      /** The circuit after this claim. If it is half-open, this request is its probe. */
      readonly circuit: StoredCircuit;
      /** What was claimed. */
      readonly taken: T;
    }
  | {
      /** Nothing may be sent, and what was taken is past its deadline: the worker ends it. */
      readonly type: 'expired';
      /** As for `send`. */
      readonly lease: string;
      /** The engine's clock, in epoch ms. */
      readonly now: number;
      /** Why nothing may be sent. */
      readonly reason: Extract<WaitReason, 'silence' | 'circuit'>;
      /** What was claimed. */
      readonly taken: T;
    }
  | {
      /** Nothing was taken. */
      readonly type: 'wait';
      /** The engine's clock, in epoch ms. */
      readonly now: number;
      /** Why nothing may be sent. */
      readonly reason: WaitReason;
      /** When to claim again, in ms from now. Absent: not known. A `due` hint may come earlier. */
      readonly waitMs?: number | undefined;
    };

/**
 * What the response to a request says about the silence of its lane. If the request was a probe, its success ends the silence, and its failure allows the next probe. An object means
 * that the service asks for silence: nothing is sent for `quietMs`, then one probe at a time until `askedMs` have passed.
 */
export type SilenceReport = 'success' | 'failure' | { readonly askedMs: number; readonly quietMs: number };
