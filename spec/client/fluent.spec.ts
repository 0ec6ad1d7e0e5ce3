import { expect } from '@jest/globals';
import { map } from 'rxjs';
import { marbles } from 'heygen-rx/testing';
import { smallClient } from '../helpers/small-client.js';

const letter = map(({ status }: { readonly status: string }) => status.charAt(0));

describe('withPolling', () => {
  it('changes the schedule, and leaves the client that it was called on as it is', () => {
    marbles(({ expectObservable }) => {
      const { client } = smallClient({ jobs: { a: 'p 8ms c', b: 'p 8ms c' } });
      const slow = client.withPolling({ initialIntervalMs: 30, maxIntervalMs: 30 });
      expectObservable(client.watch('a').pipe(letter)).toBe('-p 13ms (c|)');
      expectObservable(slow.watch('b').pipe(letter)).toBe('-p 30ms (c|)');
    });
  });

  it('keeps the retries', () => {
    marbles(({ flush }) => {
      const { client, transport } = smallClient({ jobs: { a: 'N' } });
      client
        .withPolling({ timeoutMs: 500 })
        .getStatus('a')
        .catch(() => undefined);
      flush();
      expect(transport.requests).toHaveLength(3);
    });
  });

  it('keeps the options that are not given: a strategy too', () => {
    marbles(({ expectObservable, flush, scheduler }) => {
      const strategy = () => 20;
      const { client } = smallClient({ jobs: { a: 'p 8ms c', b: 'p' } }, { polling: { strategy } });
      const impatient = client.withPolling({ timeoutMs: 50 });
      expectObservable(impatient.watch('a').pipe(letter)).toBe('-p 20ms (c|)');
      let endedAt = 0;
      impatient.watch('b').subscribe({ error: () => (endedAt = scheduler.now()) });
      flush();
      // The last poll is sent at the deadline.
      expect(endedAt).toBe(51);
    });
  });
});

describe('withRetry', () => {
  it('changes the retries, and keeps the schedule', () => {
    marbles(({ expectObservable, flush }) => {
      const { client, transport } = smallClient({ jobs: { a: 'N', b: 'N', c: 'p 8ms c' } });
      const impatient = client.withRetry({ maxAttempts: 1 });
      client.getStatus('a').catch(() => undefined);
      impatient.getStatus('b').catch(() => undefined);
      expectObservable(impatient.watch('c').pipe(letter)).toBe('-p 13ms (c|)');
      flush();
      const attempts = (jobId: string) => transport.requests.filter(({ jobIds }) => jobIds.includes(jobId));
      expect([attempts('a').length, attempts('b').length]).toEqual([3, 1]);
    });
  });
});

describe('withCircuitBreaker', () => {
  it('has a circuit of its own, and keeps the schedule, the retries and the events', () => {
    marbles(({ expectObservable, flush }) => {
      const { client, transport } = smallClient(
        { jobs: { a: 'N', b: 'p 8ms c' } },
        { retry: { maxAttempts: 2 } },
      );
      const guarded = client.withCircuitBreaker({ failureThreshold: 2, resetTimeoutMs: 70 });
      const opened: number[] = [];
      client.on('CIRCUIT_BREAKER_OPENED', ({ at }) => opened.push(at));
      guarded.getStatus('a').catch(() => undefined);
      expectObservable(client.withCircuitBreaker({}).watch('b').pipe(letter)).toBe('-p 13ms (c|)');
      flush();
      expect(transport.requests.filter(({ jobIds }) => jobIds.includes('a'))).toHaveLength(2);
      expect(opened).toEqual([4]);
      expect(guarded.circuitBreaker).not.toBe(client.circuitBreaker);
      expect(client.circuitBreaker.state).toBe('closed');
    });
  });
});
