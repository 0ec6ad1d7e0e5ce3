import type { CircuitState } from '../../policy/circuit/circuit.js';

/** Creates and polls are silenced apart: a service may refuse creates, because the account runs too many jobs, and still answer polls. */
export type Lane = 'poll' | 'create';

/** How a worker claims. Durations in ms. */
export interface ClaimTerms {
  /** The most requests a second of the account, creates and polls together. A claim takes one slot. */
  readonly perSecond: number;
  /** For how long what is claimed belongs to this claim alone: longer than the request may take. */
  readonly leaseMs: number;
  /** For how long a probe of the circuit, or of a silence, keeps all others waiting, unless it is settled before. */
  readonly probeMs: number;
}

/** What a claim holds its watches or its create by. @internal */
export interface Lease {
  readonly lease: string;
  /** When it ends, in epoch ms of the engine's clock. */
  readonly until: number;
}

/** The circuit of an account, and how often it has been written: for `swapCircuit`. */
export interface StoredCircuit {
  /** How often it has been written. */
  readonly version: number;
  /** The circuit as it is now. Instants are epoch ms of the engine's clock. */
  readonly state: CircuitState;
}

/** Why nothing may be sent now. `idle`: nothing is due; `rate`: the next slot is not free yet. */
export type WaitReason = 'idle' | 'rate' | 'silence' | 'circuit';

/** What a claim got. */
export type Claim<T> =
  | {
      /** One request may be sent now, for what was taken. */
      readonly type: 'send';
      /** The fence: `settle...` changes only what is still held by this lease. */
      readonly lease: string;
      /** The engine's clock, in epoch ms: the worker decides by this, plus the time since it got the claim. */
      readonly now: number;
      /** The circuit after this claim. Half-open: this request is its probe. */
      readonly circuit: StoredCircuit;
      /** What was claimed. */
      readonly taken: T;
    }
  | {
      /** Nothing may be sent, and the deadlines of what was taken have passed: the worker ends it. */
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
      /** When it is worth claiming again, in ms. Absent: not known. A `due` hint may come before. */
      readonly waitMs?: number | undefined;
    };

/**
 * What the answer to a claim's request says about the silence of its lane. A success of a silence's probe ends it, a failure lets the next probe go. With an object the service has asked for silence: nothing is to be sent for `quietMs`;
 * from then on, until `askedMs` have passed, only one probe at a time.
 */
export type SilenceReport = 'success' | 'failure' | { readonly askedMs: number; readonly quietMs: number };
