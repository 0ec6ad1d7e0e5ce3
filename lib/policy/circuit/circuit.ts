import { counted, emptyWindow, exceedsRate, type CallWindow } from './call-window.js';
import type { Outcome } from './outcome.js';

/** What opens a breaker, and how it recovers. */
export interface CircuitConfig {
  /** Consecutive failures that open the circuit; at least 1. */
  readonly failureThreshold: number;
  /** How long the circuit first stays open, in ms; without jitter. */
  readonly resetTimeoutMs: number;
  /** Failure rate, 0 to 1, that opens the circuit too, once `minimumCalls` were made within `windowMs`; 1 switches it off. */
  readonly failureRate: number;
  /** How many calls within `windowMs` are needed before `failureRate` counts. */
  readonly minimumCalls: number;
  /** The time over which `failureRate` is measured, in ms. */
  readonly windowMs: number;
  /** Each time a probe fails, the circuit stays open this many times longer. */
  readonly growth: number;
  /** The longest time that the circuit stays open before jitter, in ms. */
  readonly maxResetTimeoutMs: number;
  /** All but the first opening vary at random by up to ± this fraction. */
  readonly jitterFactor: number;
  /** A probe that is not answered within this time has failed, in ms. */
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
export interface Circumstances {
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

/** May a request be sent now? If not, after how many ms is it worth asking again (absent: unknown)? */
export type Admission =
  { readonly admitted: true } | { readonly admitted: false; readonly retryAfterMs?: number };

export function admits(state: CircuitState, now: number): Admission {
  switch (state.state) {
    case 'closed':
      return { admitted: true };
    case 'open':
      return now >= state.until ? { admitted: true } : { admitted: false, retryAfterMs: state.until - now };
    case 'half-open':
      return state.probeUntil === undefined
        ? { admitted: true }
        : { admitted: false, retryAfterMs: Math.max(0, state.probeUntil - now) };
    case 'isolated':
      return { admitted: false };
  }
}

/** The permit that an `asked` event resulted in, given the states before and after it; undefined if it was refused. */
export function permitBetween(before: CircuitState, after: CircuitState): Permit | undefined {
  if (after.state === 'closed') return { generation: after.generation, isProbe: false };
  return after.state === 'half-open' && after !== before
    ? { generation: after.generation, isProbe: true }
    : undefined;
}

export function transition(
  state: CircuitState,
  event: CircuitEvent,
  config: CircuitConfig,
  { now, random }: Circumstances,
): CircuitState {
  switch (event.type) {
    case 'asked':
      return asked(state, config, now, random);
    case 'settled':
      return event.permit.generation === state.generation
        ? settled(state, event.outcome, config, now, random)
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

function asked(state: CircuitState, config: CircuitConfig, now: number, random: () => number): CircuitState {
  if (state.state === 'open' && now >= state.until)
    return probing(state.generation + 1, state.openings, config, now);
  if (state.state !== 'half-open') return state;
  if (state.probeUntil === undefined) return { ...state, probeUntil: now + config.probeTimeoutMs };
  // The probe hangs: its lease has expired, and a late answer will belong to an old generation.
  return now >= state.probeUntil ? opened(state.generation, state.openings + 1, config, now, random) : state;
}

function settled(
  state: CircuitState,
  outcome: Outcome,
  config: CircuitConfig,
  now: number,
  random: () => number,
): CircuitState {
  if (state.state === 'half-open') {
    switch (outcome) {
      case 'success':
        return closed(state.generation + 1);
      case 'failure':
        return opened(state.generation, state.openings + 1, config, now, random);
      case 'neutral':
        return { state: 'half-open', generation: state.generation, openings: state.openings };
    }
  }
  if (state.state !== 'closed' || outcome === 'neutral') return state;
  const failuresInARow = outcome === 'failure' ? state.failuresInARow + 1 : 0;
  const { failureThreshold, failureRate, minimumCalls, windowMs } = config;
  const countsRate = failureRate < 1;
  const recentCalls = countsRate ? counted(state.recentCalls, outcome, windowMs, now) : state.recentCalls;
  if (failuresInARow === state.failuresInARow && !countsRate) return state;
  const opens =
    failuresInARow >= failureThreshold ||
    (countsRate && outcome === 'failure' && exceedsRate(recentCalls, failureRate, minimumCalls));
  return opens ? opened(state.generation, 1, config, now, random) : { ...state, failuresInARow, recentCalls };
}

function probing(generation: number, openings: number, config: CircuitConfig, now: number): CircuitState {
  return { state: 'half-open', generation, openings, probeUntil: now + config.probeTimeoutMs };
}

function opened(
  generation: number,
  openings: number,
  config: CircuitConfig,
  now: number,
  random: () => number,
): CircuitState {
  const { resetTimeoutMs, growth, maxResetTimeoutMs, jitterFactor } = config;
  const grown = Math.min(
    Math.max(maxResetTimeoutMs, resetTimeoutMs),
    resetTimeoutMs * growth ** (openings - 1),
  );
  const lastsMs =
    openings === 1 ? resetTimeoutMs : Math.round(grown * (1 + jitterFactor * (2 * random() - 1)));
  return { state: 'open', generation: generation + 1, openedAt: now, until: now + lastsMs, openings };
}
