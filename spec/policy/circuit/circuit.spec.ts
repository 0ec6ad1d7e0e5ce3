import { expect } from '@jest/globals';
import fc from 'fast-check';
import type { CircuitConfig } from '../../../lib/policy/circuit/circuit-config.js';
import {
  initialCircuit,
  permitBetween,
  waitMs,
  type CircuitState,
  type Permit,
} from '../../../lib/policy/circuit/circuit-state.js';
import { transition, type CircuitEvent } from '../../../lib/policy/circuit/circuit.js';
import type { Outcome } from '../../../lib/policy/circuit/outcome.js';

const CONFIG: CircuitConfig = {
  failureThreshold: 3,
  resetTimeoutMs: 100,
  failureRate: 1,
  minimumCalls: 20,
  windowMs: 1000,
  growth: 2,
  maxResetTimeoutMs: 350,
  jitterFactor: 0.1,
  probeTimeoutMs: 50,
};

const closed = (generation: number, failuresInARow = 0): CircuitState => ({
  state: 'closed',
  generation,
  failuresInARow,
  recentCalls: [],
});
const open = (generation: number, until: number, openings = 1): CircuitState => ({
  state: 'open',
  generation,
  openedAt: until - 100,
  until,
  openings,
});
const halfOpen = (generation: number, probeUntil?: number, openings = 1): CircuitState => ({
  state: 'half-open',
  generation,
  openings,
  ...(probeUntil !== undefined && { probeUntil }),
});
const isolated = (generation: number): CircuitState => ({ state: 'isolated', generation });

const settled = (generation: number, outcome: Outcome, isProbe = false): CircuitEvent => ({
  type: 'settled',
  permit: { generation, isProbe },
  outcome,
});
const asked: CircuitEvent = { type: 'asked' };

describe('transition', () => {
  it.each<[string, CircuitState, CircuitEvent, number, object]>([
    // what happens, from, event, at, to
    [
      'a failure counts',
      closed(4),
      settled(4, 'failure'),
      10,
      { state: 'closed', generation: 4, failuresInARow: 1 },
    ],
    [
      'a success ends the row',
      closed(4, 2),
      settled(4, 'success'),
      10,
      { state: 'closed', generation: 4, failuresInARow: 0 },
    ],
    ['a neutral result says nothing', closed(4, 2), settled(4, 'neutral'), 10, closed(4, 2)],
    ['the last failure in a row opens it', closed(4, 2), settled(4, 'failure'), 10, open(5, 110)],
    ['a result of another generation changes nothing', closed(4, 2), settled(3, 'failure'), 10, closed(4, 2)],
    ['open refuses', open(5, 110), asked, 109, open(5, 110)],
    ['at the end of an opening a probe is let through', open(5, 110), asked, 110, halfOpen(6, 160)],
    ['half open refuses while the probe is out', halfOpen(6, 160), asked, 159, halfOpen(6, 160)],
    ['a free place is taken', halfOpen(6), asked, 140, halfOpen(6, 190)],
    [
      'a probe that went well closes',
      halfOpen(6, 160),
      settled(6, 'success', true),
      120,
      { state: 'closed', generation: 7, failuresInARow: 0 },
    ],
    [
      'one that failed opens for longer',
      halfOpen(6, 160),
      settled(6, 'failure', true),
      120,
      { state: 'open', generation: 7, until: 320, openings: 2 },
    ],
    [
      'but never longer than the longest',
      halfOpen(6, 160, 9),
      settled(6, 'failure', true),
      120,
      { state: 'open', until: 470, openings: 10 },
    ],
    [
      'one that was cancelled gives its place back',
      halfOpen(6, 160),
      settled(6, 'neutral', true),
      120,
      halfOpen(6),
    ],
    [
      'one that hangs has failed',
      halfOpen(6, 160),
      asked,
      160,
      { state: 'open', generation: 7, until: 360, openings: 2 },
    ],
    ['its late success is stale', open(7, 360, 2), settled(6, 'success', true), 200, open(7, 360, 2)],
    ['isolated by hand', closed(4), { type: 'isolated' }, 10, isolated(5)],
    ['isolated stays isolated', isolated(5), asked, 1e9, isolated(5)],
    [
      'released is open, and due for a probe',
      isolated(5),
      { type: 'released' },
      70,
      { state: 'open', generation: 6, until: 70 },
    ],
    ['a release of nothing', closed(4), { type: 'released' }, 70, closed(4)],
  ])('%s', (_name, from, event, now, to) => {
    expect(transition(from, event, CONFIG, { now, random: () => 0.5 })).toMatchObject(to);
  });

  it.each([
    // The first opening is exact; later ones are jittered by ±10 %.
    [1, 0, 100],
    [1, 1, 100],
    [2, 0, 180],
    [2, 1, 220],
  ])('opening %d at a chance of %d lasts %d ms', (openings, chance, lastsMs) => {
    const from = openings === 1 ? closed(0, 2) : halfOpen(0, 50, openings - 1);
    const to = transition(from, settled(0, 'failure'), CONFIG, { now: 0, random: () => chance });
    expect(to).toMatchObject({ state: 'open', until: lastsMs });
  });

  it('after a cancelled probe has a free place', () => {
    const event = settled(6, 'neutral', true);
    const after = transition(halfOpen(6, 160), event, CONFIG, { now: 120, random: () => 0.5 });
    expect(after).toStrictEqual(halfOpen(6));
  });

  it.each<[string, CircuitState, CircuitEvent]>([
    ['a success of a healthy service', closed(4), settled(4, 'success')],
    ['a neutral result', closed(4, 2), settled(4, 'neutral')],
    ['a result of another generation', closed(4), settled(3, 'failure')],
    ['a request while closed', closed(4), asked],
    ['a request while open', open(5, 110), asked],
    ['isolated once more', isolated(5), { type: 'isolated' }],
  ])('%s leaves the same state', (_name, from, event) => {
    expect(transition(from, event, CONFIG, { now: 10, random: () => 0.5 })).toBe(from);
  });

  it.each([
    // outcomes, failureRate, state
    ['xxx.', 0.5, 'closed'], // a success does not trip it, even if it is the call that was missing
    ['xxx.x', 0.5, 'open'],
    ['xxxxxxxx', 1, 'closed'], // 1 switches the rate off
  ] as const)('after %s with a failure rate of %d is %s', (outcomes, failureRate, expected) => {
    const config = { ...CONFIG, failureThreshold: 100, failureRate, minimumCalls: 4 };
    const { state } = outcomes.split('').reduce<CircuitState>((before, outcome) => {
      const event = settled(before.generation, outcome === 'x' ? 'failure' : 'success');
      return transition(before, event, config, { now: 10, random: () => 0.5 });
    }, initialCircuit);
    expect(state).toBe(expected);
  });

  it('opens at a share of failures, once there were enough calls in the window', () => {
    const config = { ...CONFIG, failureThreshold: 100, failureRate: 0.5, minimumCalls: 4 };
    const run = (outcomes: string, everyMs: number): string => {
      let state = initialCircuit;
      outcomes.split('').forEach((outcome, i) => {
        const event = settled(state.generation, outcome === 'x' ? 'failure' : 'success');
        state = transition(state, event, config, { now: i * everyMs, random: () => 0.5 });
      });
      return state.state;
    };
    expect(run('x.x', 10)).toBe('closed'); // too few calls
    expect(run('x..x', 10)).toBe('open');
    expect(run('....x.xx', 10)).toBe('closed'); // three of eight
    expect(run('....xxxx', 10)).toBe('open');
    expect(run('xx..........', 400)).toBe('closed');
    // Only what lies within the window counts.
    expect(run('......xx', 400)).toBe('closed'); // two of three: too few
    expect(run('......xx', 300)).toBe('open'); // two of four
  });
});

describe('the wait for a permit', () => {
  it.each<[CircuitState, number, number]>([
    [closed(1), 0, 0],
    [open(1, 100), 40, 60],
    [open(1, 100), 100, 0],
    [open(1, 100), 140, 0],
    [halfOpen(1), 0, 0],
    [halfOpen(1, 100), 40, 60],
    [halfOpen(1, 100), 140, 0],
    [isolated(1), 0, Infinity],
  ])('%j at %d: %d ms', (state, now, expected) => {
    expect(waitMs(state, now)).toBe(expected);
  });
});

describe('a permit', () => {
  it.each<[string, CircuitState, CircuitState, Permit | undefined]>([
    ['of a closed circuit', closed(4), closed(4), { generation: 4, isProbe: false }],
    ['of the first probe', open(5, 110), halfOpen(6, 160), { generation: 6, isProbe: true }],
    ['of the next one', halfOpen(6), halfOpen(6, 160), { generation: 6, isProbe: true }],
    ['is not given while open', open(5, 110), open(5, 110), undefined],
    ['is not given while isolated', isolated(5), isolated(5), undefined],
    ['is not given for the probe that hung', halfOpen(6, 160), open(7, 360, 2), undefined],
  ])('%s', (_name, before, after, permit) => {
    expect(permitBetween(before, after)).toEqual(permit);
  });

  it('is not given beside the probe', () => {
    const state = halfOpen(6, 160);
    expect(permitBetween(state, state)).toBeUndefined();
  });
});

/** What a crowd may do to a breaker. `pick` chooses among the permits that are out. */
const step = fc.oneof(
  fc.record({ do: fc.constant('ask' as const), afterMs: fc.nat(200) }),
  fc.record({
    do: fc.constant('settle' as const),
    afterMs: fc.nat(200),
    pick: fc.nat(),
    outcome: fc.constantFrom<Outcome>('success', 'failure', 'neutral'),
  }),
  fc.record({ do: fc.constantFrom('isolate' as const, 'release' as const), afterMs: fc.nat(200) }),
);

describe('a crowd', () => {
  it('cannot break the invariants', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 200 }),
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        (steps, chances) => {
          let now = 0;
          let state = initialCircuit;
          const out: Permit[] = [];
          const random = (): number => chances.next().value as number;
          const apply = (event: CircuitEvent): CircuitState => {
            const before = state;
            state = transition(before, event, CONFIG, { now, random });
            // A state changes only with its generation, and generations only grow, one at a time.
            expect(state.generation - before.generation).toBe(state.state === before.state ? 0 : 1);
            return before;
          };
          for (const one of steps) {
            now += one.afterMs;
            switch (one.do) {
              case 'ask': {
                // Asking about a probe that hangs opens the circuit again.
                const hasProbe = state.state === 'half-open' && state.probeUntil !== undefined;
                const mayAsk = waitMs(state, now) === 0 && !hasProbe;
                const permit = permitBetween(apply({ type: 'asked' }), state);
                expect(permit !== undefined).toBe(mayAsk);
                if (permit !== undefined) out.push(permit);
                break;
              }
              case 'settle': {
                const [permit] = out.splice(one.pick % Math.max(1, out.length), 1);
                if (permit === undefined) break;
                const before = apply({ type: 'settled', permit, outcome: one.outcome });
                if (permit.generation !== before.generation) expect(state).toBe(before);
                if (one.outcome === 'neutral') expect(state.state).toBe(before.state);
                break;
              }
              case 'isolate':
                apply({ type: 'isolated' });
                break;
              case 'release':
                apply({ type: 'released' });
            }
            // One probe at most holds the place.
            const probes = out.filter(
              ({ isProbe, generation }) => isProbe && generation === state.generation,
            );
            expect(probes.length).toBeLessThanOrEqual(1);
            // No state lasts for ever but by hand: an open circuit has an end, a probe a lease.
            if (state.state === 'open') expect(state.until - now).toBeLessThanOrEqual(350 * 1.1);
            if (state.state === 'half-open' && probes.length === 1) expect(state.probeUntil).toBeDefined();
          }
          // Left alone long enough, a breaker that nobody isolated lets somebody through.
          if (state.state === 'isolated') return;
          now += 1000;
          const before = apply({ type: 'asked' });
          if (permitBetween(before, state) === undefined) {
            now += 1000;
            expect(permitBetween(apply({ type: 'asked' }), state)).toBeDefined();
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
