import { expect } from '@jest/globals';
import { map } from 'rxjs';
import { CircuitBreaker } from 'heygen-rx';
import { marbles } from 'heygen-rx/testing';
import { smallClient } from '../../helpers/small-client.js';
import { ids, sent } from './support.js';

describe('polls while the circuit is open', () => {
  it('wait and cost no attempt; then one is the probe, and the rest spread out', () => {
    marbles(({ flush }) => {
      const script = { everyJob: 'N 39ms c', latencyMs: 1 };
      const { client, transport } = smallClient(script, {
        circuitBreaker: { failureThreshold: 3, resetTimeoutMs: 50, spreadMs: 20 },
      });
      client.watchBatch(['a', 'b', 'c']).subscribe();
      flush();
      expect(sent(transport)).toEqual([
        ...['0: status a', '0: status b', '0: status c'],
        '51: status a', // the probe
        ...['62: status b', '62: status c'], // half of the spread later
      ]);
    });
  });

  it('in bulk wait as one', () => {
    marbles(({ flush }) => {
      const script = { everyJob: 'N 39ms c', latencyMs: 1, bulk: true };
      const { client, transport } = smallClient(script, {
        circuitBreaker: { failureThreshold: 1, resetTimeoutMs: 50, spreadMs: 20 },
      });
      client.watchBatch(ids(300)).subscribe();
      flush();
      // Three requests are in flight when the first fails; then comes the probe, for one job, and the rest spread out.
      expect(transport.requests.map(({ at, jobIds }) => `${at}: ${jobIds.length}`)).toEqual([
        '0: 100',
        '0: 100',
        '0: 100',
        '51: 1',
        '62: 100',
        '62: 100',
        '62: 99',
      ]);
    });
  });

  it('probe with the next one when a probe is cancelled', () => {
    marbles(({ expectObservable, flush }) => {
      const script = { jobs: { a: 'N', b: 'N 40ms c' }, latencyMs: 4 };
      const { client, transport } = smallClient(script, {
        circuitBreaker: { failureThreshold: 2, resetTimeoutMs: 20 },
      });
      expectObservable(client.watch('a'), '^ 25ms !').toBe('');
      expectObservable(client.watch('b').pipe(map(({ status }) => status))).toBe('74ms (c|)', {
        c: 'completed',
      });
      flush();
      // The probe for a is sent at 24 and cancelled at 26: b's replaces it at once.
      expect(sent(transport).slice(0, 4)).toEqual([
        '0: status a',
        '0: status b',
        '24: status a',
        '26: status b',
      ]);
    });
  });

  it('end at the deadline without another request', () => {
    marbles(({ expectObservable, flush }) => {
      const options = {
        polling: { timeoutMs: 30 },
        circuitBreaker: { failureThreshold: 1, resetTimeoutMs: 50 },
      };
      const { client, transport } = smallClient({ everyJob: 'N' }, options);
      expectObservable(client.watch('a')).toBe(
        '30ms #',
        undefined,
        expect.objectContaining({ name: 'TimeoutError', jobId: 'a' }),
      );
      flush();
      expect(transport.requests).toHaveLength(1);
    });
  });

  it.each([
    ['', false],
    [' in bulk', true],
  ])('cancel their timers when unsubscribed%s', (_, bulk) => {
    marbles(({ expectObservable, scheduler, flush }) => {
      const { client } = smallClient(
        { everyJob: 'N', bulk },
        { circuitBreaker: { failureThreshold: 1, resetTimeoutMs: 50_000 } },
      );
      expectObservable(client.watch('a'), '^ 99ms !').toBe('');
      expectObservable(client.watch('b'), '^ 199ms !').toBe('');
      flush();
      expect(scheduler.now()).toBe(200);
    });
  });

  it('leave the queue if they are one-shots and aborted', () => {
    marbles(({ flush, scheduler }) => {
      const script = { jobs: { a: 'N---c' }, everyJob: 'p', latencyMs: 5 };
      const options = {
        maxConcurrentRequests: 1,
        retry: { maxAttempts: 1 },
        circuitBreaker: { failureThreshold: 1, resetTimeoutMs: 5 },
      };
      const { client, transport } = smallClient(script, options);
      const controller = new AbortController();
      client.getStatus('a').catch(() => undefined); // fails at 5: open until 10
      // The probe takes the only slot at 12; the one-shot behind it is aborted at 14.
      scheduler.schedule(() => client.watch('b', { timeoutMs: 3 }).subscribe({ error: () => undefined }), 12);
      scheduler.schedule(
        () => void client.getStatus('c', { signal: controller.signal }).catch(() => undefined),
        13,
      );
      scheduler.schedule(() => controller.abort(), 14);
      flush();
      expect(sent(transport)).toEqual(['0: status a', '12: status b']);
    });
  });

  it.each([true, false])('fail at once if they are one-shots (of a service with a bulk call: %s)', bulk => {
    const told: string[] = [];
    marbles(({ flush, scheduler }) => {
      const circuitBreaker = new CircuitBreaker({ scheduler });
      const { client, transport } = smallClient({ everyJob: 'p', bulk }, { circuitBreaker });
      circuitBreaker.isolate();
      client.on('ERROR_OCCURRED', ({ error, jobId }) =>
        told.push(`${scheduler.now()}: ${jobId} ${error.name}`),
      );
      client.getStatus('a').catch(() => undefined);
      flush();
      expect(transport.requests).toEqual([]);
    });
    expect(told).toEqual(['0: a CircuitBreakerError']);
  });

  it('fail if they are one-shots and queued when it opens', async () => {
    let outcome: Promise<unknown> | undefined;
    marbles(({ flush }) => {
      const options = {
        maxConcurrentRequests: 1,
        retry: { maxAttempts: 1 },
        circuitBreaker: { failureThreshold: 1, resetTimeoutMs: 50 },
      };
      const { client, transport } = smallClient({ jobs: { a: 'N', b: 'c' }, latencyMs: 5 }, options);
      client.getStatus('a').catch(() => undefined);
      outcome = client.getStatus('b').catch((error: unknown) => error);
      flush();
      expect(sent(transport)).toEqual(['0: status a']);
    });
    expect(await outcome).toMatchObject({ name: 'CircuitBreakerError', jobId: 'b', retryAfterMs: 50 });
  });
});
