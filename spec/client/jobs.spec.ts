import { expect } from '@jest/globals';
import { isTimeoutError } from 'heygen-rx';
import { marbles } from 'heygen-rx/testing';
import { smallClient } from '../helpers/small-client.js';
import { afterVirtualTime } from './support/after-virtual-time.js';

describe('createJob', () => {
  it('resolves with the job id', async () => {
    await expect(
      afterVirtualTime(({ client }) => client.createJob({ title: 'A' }), { everyJob: 'p' }),
    ).resolves.toBe('job-1');
  });

  it('retries, but does not wait for an open circuit', async () => {
    await expect(
      afterVirtualTime(({ client }) => client.createJob(), { everyJob: 'p', creates: 'NN.' }),
    ).resolves.toBe('job-1');
    const options = { circuitBreaker: { failureThreshold: 1, resetTimeoutMs: 70 } };
    const attempt = afterVirtualTime(
      ({ client }) => client.createJob(),
      { everyJob: 'p', creates: 'N' },
      options,
    );
    // The first attempt may have got through.
    await expect(attempt).rejects.toMatchObject({
      name: 'UnknownOutcomeError',
      cause: { name: 'CircuitBreakerError', retryAfterMs: 68 },
    });
  });

  it('refuses a request that cannot be one job', async () => {
    await expect(
      afterVirtualTime(({ client }) => client.createJob({ outputLanguages: ['a', 'b'] }), {}),
    ).rejects.toThrow('one language, got 2');
  });
});

describe('getStatus', () => {
  it.each([
    ['p', 'pending'],
    ['r', 'running'],
    ['c', 'completed'],
    ['e', 'error'],
    ['u', 'running'],
  ])('of %s is %s', async (job, status) => {
    await expect(afterVirtualTime(({ client }) => client.getStatus('a'), { jobs: { a: job } })).resolves.toBe(
      status,
    );
  });

  it('retries, and rejects once the attempts are used up', async () => {
    await expect(
      afterVirtualTime(({ client }) => client.getStatus('a'), { jobs: { a: 'N-r' } }),
    ).resolves.toBe('running');
    await expect(
      afterVirtualTime(({ client }) => client.getStatus('a'), { jobs: { a: 'N' } }),
    ).rejects.toMatchObject({ name: 'NetworkError', jobId: 'a' });
  });

  it('fails at once while the circuit is open, and serves as the probe once it is half open', async () => {
    const circuitBreaker = { failureThreshold: 1, resetTimeoutMs: 10 };
    const outcomes: unknown[] = [];
    marbles(({ flush, scheduler }) => {
      const { client } = smallClient(
        { jobs: { a: 'N----r' } },
        { circuitBreaker, retry: { maxAttempts: 1 } },
      );
      for (const at of [0, 3, 20]) {
        scheduler.schedule(() => {
          client.getStatus('a').then(
            status => outcomes.push(status),
            (error: unknown) => outcomes.push((error as Error).name),
          );
        }, at);
      }
      flush();
    });
    await new Promise(setImmediate);
    expect(outcomes).toEqual(['NetworkError', 'CircuitBreakerError', 'running']);
  });

  // Any other form is up to the transport.
  it.each(['', 'x'.repeat(2049), 7 as unknown as string])('refuses the id %j', async id => {
    await expect(smallClient({}).client.getStatus(id)).rejects.toThrow('Cannot get a status: job id');
    expect(() => smallClient({}).client.watch(id)).toThrow('Cannot watch a job: job id');
  });
});

describe('waitForCompletion', () => {
  it('resolves with the final status, even if it is error', async () => {
    await expect(
      afterVirtualTime(({ client }) => client.waitForCompletion('a'), { jobs: { a: 'p-c' } }),
    ).resolves.toBe('completed');
    await expect(
      afterVirtualTime(({ client }) => client.waitForCompletion('a'), { jobs: { a: 'p-e' } }),
    ).resolves.toBe('error');
  });

  it('rejects at the deadline with what is needed to continue', async () => {
    const attempt = afterVirtualTime(({ client }) => client.waitForCompletion('a', { timeoutMs: 9 }), {
      jobs: { a: 'p' },
    });
    const error: unknown = await attempt.catch((thrown: unknown) => thrown);
    expect(isTimeoutError(error)).toBe(true);
    expect(error).toMatchObject({ jobId: 'a', snapshot: { status: 'pending', polls: 3 } });
  });
});
