import { backoff } from '../polling/exponential.js';
import { jitter } from '../polling/jitter.js';
import { counted, emptyWindow, exceedsRate, type CallWindow } from './call-window.js';
import type { Outcome } from './outcome.js';

/** What opens a breaker, and how it recovers. */
export interface CircuitConfig {
  /**
   * Consecutive failures that open the circuit; at least 1.
   * @default 5
   */
  readonly failureThreshold: number;
  /**
   * How long the circuit first stays open, in ms; without jitter.
   * @default 60000
   */
  readonly resetTimeoutMs: number;
  /**
   * Failure rate, 0 to 1, that opens the circuit too, once `minimumCalls` were made within `windowMs`; 1 switches it off.
   * @default 1
   */
  readonly failureRate: number;
  /**
   * How many calls within `windowMs` are needed before `failureRate` counts; at least 1.
   * @default 20
   */
  readonly minimumCalls: number;
  /**
   * The time over which `failureRate` is measured, in ms.
   * @default 60000
   */
  readonly windowMs: number;
  /**
   * Each time a probe fails, the circuit stays open this many times longer; at least 1.
   * @default 2
   */
  readonly growth: number;
  /**
   * The longest time that the circuit stays open before jitter, in ms.
   * @default 600000
   */
  readonly maxResetTimeoutMs: number;
  /**
   * All but the first opening vary at random by up to ± this fraction; 0 to 1.
   * @default 0.1
   */
  readonly jitterFactor: number;
  /**
   * A probe that is not answered within this time has failed, in ms.
   * @default 30000; for a client's own breaker, its `requestTimeoutMs`
   */
  readonly probeTimeoutMs: number;
}

/** The right to send one request. Settled exactly once. */
export interface Permit {
  /** The generation in which it was given: a result from an earlier one changes nothing. */
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

export type CircuitEvent =
  | { readonly type: 'asked' }
  | { readonly type: 'settled'; readonly permit: Permit; readonly outcome: Outcome }
  | { readonly type: 'isolated' }
  | { readonly type: 'released' };

/** The injected time and random numbers. */
export interface CircuitContext {
  readonly now: number;
  readonly random: () => number;
}

const closed = (generation: number): CircuitState => ({
  state: 'closed',
  generation,
  failuresInARow: 0,
  recentCalls: emptyWindow,
});

export const initialCircuit: CircuitState = closed(0);

/** In how many ms it is worth asking for a permit; `Infinity` if that is not known. */
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

/** The state after an event: the same object if nothing changes. */
export function transition(
  state: CircuitState,
  event: CircuitEvent,
  config: CircuitConfig,
  context: CircuitContext,
): CircuitState {
  const { now } = context;
  switch (event.type) {
    case 'asked':
      return asked(state, config, context);
    case 'settled':
      return event.permit.generation === state.generation
        ? settled(state, event.outcome, config, context)
        : state;
    case 'isolated':
      return state.state === 'isolated' ? state : { state: 'isolated', generation: state.generation + 1 };
    case 'released':
      // Not straight to closed: the first request after an isolation is a probe.
      return state.state === 'isolated'
        ? { state: 'open', generation: state.generation + 1, openedAt: now, until: now, openings: 1 }
        : state;
  }
}

function asked(state: CircuitState, config: CircuitConfig, context: CircuitContext): CircuitState {
  const { now } = context;
  const probeUntil = now + config.probeTimeoutMs;
  if (state.state === 'open' && now >= state.until) {
    const { generation, openings } = state;
    return { state: 'half-open', generation: generation + 1, openings, probeUntil };
  }
  if (state.state !== 'half-open') return state;
  if (state.probeUntil === undefined) return { ...state, probeUntil };
  // The probe hangs: its lease has expired, and a late answer will belong to an old generation.
  return now >= state.probeUntil ? opened(state, config, context) : state;
}

function settled(
  state: CircuitState,
  outcome: Outcome,
  config: CircuitConfig,
  context: CircuitContext,
): CircuitState {
  if (state.state === 'half-open') {
    switch (outcome) {
      case 'success':
        return closed(state.generation + 1);
      case 'failure':
        return opened(state, config, context);
      case 'neutral':
        return { state: 'half-open', generation: state.generation, openings: state.openings };
    }
  }
  if (state.state !== 'closed' || outcome === 'neutral') return state;
  const failuresInARow = outcome === 'failure' ? state.failuresInARow + 1 : 0;
  const { failureThreshold, failureRate, minimumCalls, windowMs } = config;
  const countsRate = failureRate < 1;
  if (failuresInARow === state.failuresInARow && !countsRate) return state;
  const recentCalls = countsRate
    ? counted(state.recentCalls, outcome, windowMs, context.now)
    : state.recentCalls;
  const opens =
    failuresInARow >= failureThreshold ||
    (countsRate && outcome === 'failure' && exceedsRate(recentCalls, failureRate, minimumCalls));
  return opens ? opened(state, config, context) : { ...state, failuresInARow, recentCalls };
}

/** Opens the circuit: for longer, each time a probe fails. */
function opened(
  before: Extract<CircuitState, { readonly state: 'closed' | 'half-open' }>,
  { resetTimeoutMs, growth, maxResetTimeoutMs, jitterFactor }: CircuitConfig,
  { now, random }: CircuitContext,
): CircuitState {
  const openings = before.state === 'closed' ? 1 : before.openings + 1;
  const longestMs = Math.max(maxResetTimeoutMs, resetTimeoutMs);
  const lastsMs =
    openings === 1
      ? resetTimeoutMs
      : jitter(backoff(resetTimeoutMs, growth, longestMs, openings), jitterFactor, random());
  return { state: 'open', generation: before.generation + 1, openedAt: now, until: now + lastsMs, openings };
}
