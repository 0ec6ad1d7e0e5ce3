import { backoff } from '../polling/exponential.js';
import { jitter } from '../polling/jitter.js';
import { counted, exceedsRate } from './call-window.js';
import type { CircuitConfig } from './circuit-config.js';
import { closedCircuit, type CircuitState, type Permit } from './circuit-state.js';
import type { Outcome } from './outcome.js';

/** What can happen to a circuit. */
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
  // The lease of a hanging probe has expired; its late response will belong to an old generation.
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
        return closedCircuit(state.generation + 1);
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
