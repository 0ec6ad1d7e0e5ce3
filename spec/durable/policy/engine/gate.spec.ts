import { expect } from '@jest/globals';
import fc from 'fast-check';
import {
  admit,
  afterSilenceReport,
  ofService,
  openGate,
  permitOf,
  swapped,
  type AccountGate,
  type GateRequest,
} from '../../../../lib/durable/policy/engine/gate.js';
import {
  initialCircuit,
  permitBetween,
  type CircuitState,
} from '../../../../lib/policy/circuit/circuit-state.js';
import { transition } from '../../../../lib/policy/circuit/circuit.js';
import { resolveCircuitBreaker } from '../../../../lib/options/resolve.js';

const NOW = 1000;
const REQUEST: GateRequest = { lane: 'poll', lease: 'mine', now: NOW, perSecond: 50, probeMs: 300 };
const withCircuit = (state: CircuitState): AccountGate => ({ ...openGate, circuit: { version: 4, state } });
const withSilence = (quietUntil: number, askedUntil: number): AccountGate => ({
  ...openGate,
  silences: { ...openGate.silences, poll: { quietUntil, askedUntil } },
});
const open = { state: 'open', generation: 3, openedAt: 0, until: 1500, openings: 2 } as const;
const halfOpen = { state: 'half-open', generation: 4, openings: 2 } as const;

describe('the gate of an account', () => {
  const ofHeygen = { ...openGate, service: 'heygen' };

  it.each([
    ['belongs to the first service that is named', openGate, 'heygen', ofHeygen],
    ['belongs to none while none is named', openGate, undefined, openGate],
    ['admits its own service', ofHeygen, 'heygen', ofHeygen],
    ['admits those that name none', ofHeygen, undefined, ofHeygen],
  ])('%s', (_, gate, service, after) => {
    expect(ofService(gate, service)).toEqual(after);
  });

  it('refuses another service', () => {
    const refused = expect.objectContaining({
      name: 'RequestError',
      code: 'account_of_another_service',
      message: expect.stringContaining('it belongs to heygen, got mock;'),
    });
    expect(() => ofService(ofHeygen, 'mock')).toThrow(refused);
  });
});

describe('the gate of an account refuses', () => {
  it.each([
    ['before the next slot', { ...openGate, slotAt: 1019 }, 'rate', 19],
    ['in a silence', withSilence(1600, 9000), 'silence', 600],
    ['while the circuit is open', withCircuit(open), 'circuit', 500],
    ['while a probe is in flight', withCircuit({ ...halfOpen, probeUntil: 1100 }), 'circuit', 100],
    [
      'while the circuit is isolated',
      withCircuit({ state: 'isolated', generation: 1 }),
      'circuit',
      undefined,
    ],
    ['and names the silence before the rest', { ...withSilence(1600, 1600), slotAt: 1019 }, 'silence', 600],
  ] as const)('%s', (_, gate, reason, waitMs) => {
    expect(admit(gate, REQUEST)).toEqual({ type: 'refused', reason, waitMs });
  });
});

describe('the gate of an account admits', () => {
  it('one request for each slot, and saves none up', () => {
    expect(admit({ ...openGate, slotAt: 3 }, REQUEST)).toEqual({
      type: 'admitted',
      gate: { ...openGate, slotAt: 1020 },
    });
  });

  it('the next one when its slot comes', () => {
    expect(admitted({ ...openGate, slotAt: NOW }).slotAt).toBe(1020);
  });

  it('one probe once the quiet time is over, until the time that was asked for has passed', () => {
    const { silences } = admitted(withSilence(NOW, 9000));
    expect(silences.poll).toEqual({ quietUntil: 1300, askedUntil: 9000, probe: 'mine' });
    expect(silences.create).toBe(openGate.silences.create);
  });

  it('all, once the silence is over', () => {
    expect(admitted(withSilence(NOW, NOW)).silences).toEqual(withSilence(NOW, NOW).silences);
  });

  it.each([
    ['open for long enough', { ...open, until: NOW }],
    ['half-open with its place free', halfOpen],
    ['half-open, and its probe lost', { ...halfOpen, probeUntil: NOW }],
  ])('a probe while the circuit is %s', (_, state) => {
    const { circuit } = admitted(withCircuit(state));
    expect(circuit).toEqual({ version: 5, state: { ...halfOpen, probeUntil: 1300 } });
    expect(permitOf(circuit)).toEqual({ generation: 4, isProbe: true });
  });

  it('as the breaker of one process does, where no probe is lost', () => {
    const config = { ...resolveCircuitBreaker(), probeTimeoutMs: REQUEST.probeMs };
    const state: fc.Arbitrary<CircuitState> = fc.oneof(
      fc.constant(initialCircuit),
      fc.integer({ min: 900, max: 1100 }).map(until => ({ ...open, until })),
      fc.constant<CircuitState>(halfOpen),
      fc.integer({ min: NOW + 1, max: 1100 }).map(probeUntil => ({ ...halfOpen, probeUntil })),
      fc.constant<CircuitState>({ state: 'isolated', generation: 2 }),
    );
    fc.assert(
      fc.property(state, before => {
        const after = transition(before, { type: 'asked' }, config, { now: NOW, random: () => 0.5 });
        const permit = permitBetween(before, after);
        const admission = admit(withCircuit(before), REQUEST);
        expect(admission.type).toBe(permit === undefined ? 'refused' : 'admitted');
        if (admission.type === 'admitted') {
          expect(admission.gate.circuit.state).toEqual(after);
          expect(permitOf(admission.gate.circuit)).toEqual(permit);
        }
      }),
    );
  });
});

describe('a silence', () => {
  const silence = { quietUntil: 1300, askedUntil: 9000, probe: 'mine' };

  it.each([
    ['is over when its probe succeeds', 'mine', 'success', { quietUntil: 0, askedUntil: 0 }],
    ['gives way to the next probe when one fails', 'mine', 'failure', { quietUntil: NOW, askedUntil: 9000 }],
    ['does not care about others that succeed', 'other', 'success', silence],
    ['does not care about others that fail', 'other', 'failure', silence],
    ['does not care where nothing was sent', 'mine', undefined, silence],
    ['begins anew', 'mine', { quietMs: 60, askedMs: 70 }, { quietUntil: 1060, askedUntil: 9000 }],
    ['is never shortened', 'other', { quietMs: 60, askedMs: 70 }, { quietUntil: 1300, askedUntil: 9000 }],
    ['is prolonged', 'other', { quietMs: 500, askedMs: 9000 }, { quietUntil: 1500, askedUntil: 10_000 }],
  ] as const)('%s', (_, lease, report, expected) => {
    expect(afterSilenceReport(silence, lease, report, NOW)).toEqual(expected);
  });
});

it('the circuit is replaced only if it has not changed in the meantime', () => {
  const circuit = { version: 4, state: open };
  expect(swapped(circuit, 4, halfOpen)).toEqual({ version: 5, state: halfOpen, isSwapped: true });
  expect(swapped(circuit, 3, halfOpen)).toEqual({ ...circuit, isSwapped: false });
});

function admitted(gate: AccountGate): AccountGate {
  const admission = admit(gate, REQUEST);
  if (admission.type === 'refused') throw new Error(`refused: ${admission.reason}`);
  return admission.gate;
}
