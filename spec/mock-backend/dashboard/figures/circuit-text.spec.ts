import { expect, it } from '@jest/globals';
import type { CircuitState } from 'heygen-rx';
import { initialCircuit } from '../../../../lib/policy/circuit/circuit-state.js';
import { circuitSentence, circuitText } from '../../../../mock-backend/dashboard/figures/circuit-text.js';

const open = { ...initialCircuit, state: 'open', openedAt: 1000, until: 4000, openings: 1 } as CircuitState;

it.each<[CircuitState, boolean, string]>([
  [open, true, 'open, next request in 2.5 s'],
  // Nothing waits for the circuit: no request will follow.
  [open, false, 'open'],
  [{ ...open, state: 'half-open' } as CircuitState, true, 'half-open'],
  [{ ...open, state: 'isolated' }, true, 'opened manually'],
])('%j (something waits: %s) is %s', (circuit, willSend, text) => {
  expect(circuitText(circuit, { now: 1500, willSend })).toBe(text);
});

it('says for how long nothing is sent, and that it lasts longer each time', () => {
  expect(circuitSentence(open)).toBe('Nothing is sent for 3.0 s.');
  expect(circuitSentence({ ...open, openings: 2 } as CircuitState)).toMatch(/Opened 2 times in a row/);
});
