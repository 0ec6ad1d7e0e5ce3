import { expect } from '@jest/globals';
import type { ClientEvent } from '../../../lib/model/events.js';
import type { CircuitState, CircuitTransition } from '../../../lib/policy/circuit/circuit-state.js';
import { breakerEvents } from '../../../lib/stream/breaker/breaker-events.js';
import { marbles } from 'heygen-rx/testing';

const base = { generation: 1, failures: 0, openings: 1 };
const closed = { ...base, state: 'closed' } as unknown as CircuitState;
const open = { ...base, state: 'open', until: 70 } as unknown as CircuitState;
const halfOpen = { ...base, state: 'half-open' } as unknown as CircuitState;
const isolated = { ...base, state: 'isolated' } as unknown as CircuitState;

describe('the events of a breaker', () => {
  it.each<[string, CircuitState, CircuitState, ClientEvent | undefined]>([
    [
      'opens',
      closed,
      open,
      { type: 'CIRCUIT_BREAKER_OPENED', at: 10, previousState: 'closed', currentState: 'open', delayMs: 60 },
    ],
    [
      'opens again',
      halfOpen,
      open,
      {
        type: 'CIRCUIT_BREAKER_OPENED',
        at: 10,
        previousState: 'half-open',
        currentState: 'open',
        delayMs: 60,
      },
    ],
    [
      'is isolated, nobody knows for how long',
      closed,
      isolated,
      { type: 'CIRCUIT_BREAKER_OPENED', at: 10, previousState: 'closed', currentState: 'isolated' },
    ],
    [
      'closes',
      halfOpen,
      closed,
      { type: 'CIRCUIT_BREAKER_CLOSED', at: 10, previousState: 'half-open', currentState: 'closed' },
    ],
    ['lets a probe through: none', open, halfOpen, undefined],
  ])('that %s', (_title, previous, current, event) => {
    marbles(({ hot, expectObservable }) => {
      const transition$ = hot<CircuitTransition>('--t', { t: { previous, current } });
      expectObservable(breakerEvents({ transition$ }, () => 10)).toBe(event === undefined ? '' : '--e', {
        e: event,
      });
    });
  });
});

it('that fails is one error', () => {
  marbles(({ cold, expectObservable }) => {
    const transition$ = cold<CircuitTransition>('--#', undefined, new Error('boom'));
    expectObservable(breakerEvents({ transition$ }, () => 10)).toBe('--(e|)', {
      e: {
        type: 'ERROR_OCCURRED',
        at: 10,
        error: expect.objectContaining({ message: expect.stringContaining('`transition$`') }),
      },
    });
  });
});
