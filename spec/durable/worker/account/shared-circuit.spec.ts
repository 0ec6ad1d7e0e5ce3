import { expect } from '@jest/globals';
import { timer } from 'rxjs';
import { DurableWorker, memoryEngine } from 'heygen-rx/durable';
import { marbles } from 'heygen-rx/testing';
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
