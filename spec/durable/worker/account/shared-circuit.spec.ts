import { expect } from '@jest/globals';
import { of, timer } from 'rxjs';
import { DurableWorker, memoryEngine } from 'heygen-rx/durable';
import { marbles } from 'heygen-rx/testing';
import { SharedCircuit } from '../../../../lib/durable/worker/account/shared-circuit.js';
import type { CircuitState } from '../../../../lib/policy/circuit/circuit-state.js';
import { closedCircuit } from '../../../../lib/policy/circuit/circuit-state.js';
import { resolveCircuitBreaker } from '../../../../lib/options/resolve.js';
import { SMALL_WORKER, runWorker, smallWorker } from '../../support/small-worker.js';

describe('the circuit', () => {
  it('is that of all workers: the failures of one stop the others, and one probe closes it', () => {
    marbles(({ flush }) => {
      const engine = memoryEngine();
      const circuitBreaker = { failureThreshold: 3, resetTimeoutMs: 80 };
      const script = { jobs: { a: 'N 69ms p', b: 'N 69ms p' } };
      const one = smallWorker(script, { engine, circuitBreaker });
      const other = new DurableWorker({ ...SMALL_WORKER, engine, transport: one.transport, circuitBreaker });
      other.start();
      const events = runWorker(one, ['a', 'b'], 120);
      other.event$.subscribe(event => events.push(event));
      timer(120).subscribe(() => void other.stop({ graceMs: 0 }));
      flush();
      const sentAt = one.transport.requests.map(({ at }) => at);
      const open = sentAt.filter(at => at > 10 && at < 80);
      expect(open).toEqual([]);
      expect(events.filter(({ type }) => type === 'CIRCUIT_BREAKER_OPENED').length).toBeGreaterThan(0);
      expect(events.filter(({ type }) => type === 'CIRCUIT_BREAKER_CLOSED')).toHaveLength(1);
      expect(sentAt.some(at => at > 100)).toBe(true);
    });
  });
});

/** The states that a worker writes for one failure after two others, given the state that the engine has after each of its writes; and the changes that it reports. */
function failing(stored: (written: CircuitState, tries: number) => CircuitState) {
  const written: CircuitState[] = [];
  const changes: string[] = [];
  const engine = {
    ...memoryEngine(),
    swapCircuit: (_account: string, version: number, state: CircuitState) => {
      written.push(state);
      const current = stored(state, written.length);
      return of({ version: version + 1, state: current, isSwapped: current === state });
    },
  };
  const config = resolveCircuitBreaker({ failureThreshold: 3, resetTimeoutMs: 80 });
  marbles(({ scheduler }) => {
    const deps = { scheduler, random: () => 0.5, onError: () => undefined };
    const circuit = new SharedCircuit(engine, 'a', config, deps);
    circuit.transition$.subscribe(({ previous, current }) =>
      changes.push(`${previous.state} > ${current.state}`),
    );
    const state = { ...closedCircuit(0), failuresInARow: 2 } as CircuitState;
    circuit.report({ version: 4, state }, 'failure', 10).subscribe();
  });
  return { written, changes };
}

describe('a failure that opens the circuit', () => {
  const opened = { state: 'open', generation: 1, openedAt: 10, until: 90, openings: 1 } as const;

  it('is reported by the worker that has written it, and by one that has written the same', () => {
    expect(failing(written => written)).toEqual({ written: [opened], changes: ['closed > open'] });
    // From JSON of the database.
    expect(failing(written => ({ ...written })).changes).toEqual(['closed > open']);
  });

  it.each<[string, CircuitState, readonly CircuitState[], readonly string[]]>([
    ['opened it until later', { ...opened, until: 95 }, [opened], []],
    ['isolated it', { state: 'isolated', generation: 1 }, [opened], []],
    [
      'had a success',
      closedCircuit(0),
      [opened, { ...closedCircuit(0), failuresInARow: 1 } as CircuitState],
      [],
    ],
  ])('is decided again if another worker has %s meanwhile', (_title, other, written, changes) => {
    expect(failing((state, tries) => (tries === 1 ? other : state))).toEqual({ written, changes });
  });

  it('is counted, although others are reported at the same time', () => {
    marbles(({ scheduler, flush }) => {
      const engine = memoryEngine({ scheduler });
      const config = resolveCircuitBreaker({ failureThreshold: 5 });
      const deps = { scheduler, random: () => 0.5, onError: () => undefined };
      const circuit = new SharedCircuit(engine, 'a', config, deps);
      const stored: CircuitState[] = [];
      const fail = (): void => {
        circuit.report({ version: 0, state: closedCircuit(0) }, 'failure', 10).subscribe();
      };
      const read = (): void => {
        engine.stats('a').subscribe(stats => stored.push(stats.circuit.state));
      };
      for (let requests = 0; requests < 4; requests++) fail();
      timer(10).subscribe(read);
      timer(20).subscribe(fail);
      timer(30).subscribe(read);
      flush();
      expect(stored).toMatchObject([{ state: 'closed', failuresInARow: 4 }, { state: 'open' }]);
    });
  });

  it('is dropped if others are always faster', () => {
    const { written, changes } = failing(() => closedCircuit(0));
    expect(written).toHaveLength(10);
    expect(changes).toEqual([]);
  });
});
