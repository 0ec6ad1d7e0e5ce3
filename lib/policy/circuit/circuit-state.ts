import { emptyWindow, type CallWindow } from './call-window.js';

/** The right to send one request. Settled exactly once. */
export interface Permit {
  /** The generation in which it was issued. Results from earlier generations are ignored. */
  readonly generation: number;
  /** Whether the circuit was half-open. */
  readonly isProbe: boolean;
}

/** A union: each field exists only in the states that use it. Each change of state starts a new generation. */
export type CircuitState =
  | {
      readonly state: 'closed';
      /** Its number, which grows with each change of state. */
      readonly generation: number;
      /** Consecutive failures so far. */
      readonly failuresInARow: number;
      /** Counted only if a failure rate is configured. */
      readonly recentCalls: CallWindow;
    }
  | {
      readonly state: 'open';
      /** Its number, which grows with each change of state. */
      readonly generation: number;
      /** When the circuit opened: ms of the breaker's clock. */
      readonly openedAt: number;
      /** When the next request may be sent, as a probe. */
      readonly until: number;
      /** Openings since the circuit was last closed. */
      readonly openings: number;
    }
  | {
      readonly state: 'half-open';
      /** Its number, which grows with each change of state. */
      readonly generation: number;
      /** When the current probe counts as failed; absent while there is none. */
      readonly probeUntil?: number;
      /** Openings since the circuit was last closed. */
      readonly openings: number;
    }
  | { readonly state: 'isolated'; readonly generation: number };

/** One change of state. */
export interface CircuitTransition {
  /** The state before. */
  readonly previous: CircuitState;
  /** The state now. */
  readonly current: CircuitState;
}

/** The circuit just after it has closed. */
export const closedCircuit = (generation: number): CircuitState => ({
  state: 'closed',
  generation,
  failuresInARow: 0,
  recentCalls: emptyWindow,
});

/** The circuit of a new breaker. */
export const initialCircuit: CircuitState = closedCircuit(0);

/** After how many ms to ask for a permit again; `Infinity` if unknown. */
export function waitMs(state: CircuitState, now: number): number {
  switch (state.state) {
    case 'closed':
      return 0;
    case 'open':
      return Math.max(0, state.until - now);
    case 'half-open':
      return Math.max(0, (state.probeUntil ?? now) - now);
    case 'isolated':
      return Infinity;
  }
}

/** The permit that an `asked` event resulted in, given the states before and after it; undefined if it was refused. */
export function permitBetween(before: CircuitState, after: CircuitState): Permit | undefined {
  if (after.state === 'closed') return { generation: after.generation, isProbe: false };
  return after.state === 'half-open' && after !== before
    ? { generation: after.generation, isProbe: true }
    : undefined;
}
