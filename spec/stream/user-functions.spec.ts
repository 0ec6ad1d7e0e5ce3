import { expect } from '@jest/globals';
import { NEVER, throwError, type Observable } from 'rxjs';
import { type ClientEvent, type JobId, type PollingStrategy, type Transport } from 'heygen-rx';
import { marbles, scriptedTransport } from 'heygen-rx/testing';
import { outcomeOf } from '../helpers/outcome.js';
import { smallClient } from '../helpers/small-client.js';

const tick = (): Promise<void> => new Promise(resolve => setImmediate(resolve));

/** An object that cannot be made a string. */
const bare = (): unknown => Object.create(null);

/** Throws it, as some parsers do. */
function throwBare(): never {
  throw bare();
}

/** A scripted service, some of whose calls do something else. */
const serviceWith = (calls: Partial<Transport>) =>
  Object.assign(scriptedTransport({ everyJob: 'p---c', latencyMs: 1 }), calls);

describe('a schedule whose `record`', () => {
  const records: readonly [string, NonNullable<PollingStrategy['record']>][] = [
    ['throws', throwBare],
    ['rejects', () => Promise.reject(new Error('no disk')) as never],
  ];
  it.each(records)('%s ends no watch, and is reported', async (_title, record) => {
    const events: ClientEvent[] = [];
    marbles(({ expectObservable }) => {
      const { client } = smallClient({ everyJob: 'c', ages: true });
      client.on('ERROR_OCCURRED', event => events.push(event));
      const strategy = Object.assign(() => 5, { record });
      expectObservable(client.watch('a', { strategy })).toBe('-(c|)', {
        c: expect.objectContaining({ status: 'completed' }),
      });
    });
    await tick();
    expect(events).toMatchObject([
      {
        error: { message: expect.stringMatching(/^`record` of a schedule threw: (Error: no disk|object)$/) },
      },
    ]);
  });
});

describe('a transport that throws what cannot be made a string', () => {
  it('costs one attempt', () => {
    marbles(({ expectObservable }) => {
      let calls = 0;
      const transport = serviceWith({
        status: jobId => (++calls === 1 ? throwBare() : scriptedTransport({ everyJob: 'c' }).status(jobId)),
      });
      const { client } = smallClient(transport);
      expectObservable(client.watch('a')).toBe('--(c|)', { c: expect.objectContaining({ polls: 1 }) });
    });
  });

  it('refuses a create', async () => {
    const { client } = smallClient(serviceWith({ create: throwBare }), { retry: { maxAttempts: 1 } });
    await expect(client.createJob()).rejects.toThrow('Cannot create a job: the transport threw object');
  });
});

it('an abort for a reason that cannot be made a string rejects at once, with the key', async () => {
  const { client } = smallClient(serviceWith({ create: () => NEVER }));
  const controller = new AbortController();
  const create = client.createJob({}, { signal: controller.signal, idempotencyKey: 'k' });
  const batch = client.createBatchJobs(2, { signal: controller.signal });
  controller.abort(bare());
  await expect(create).rejects.toMatchObject({ name: 'UnknownOutcomeError', idempotencyKey: 'k' });
  await expect(batch).rejects.toMatchObject({ name: 'BatchError', errors: [{}, {}] });
});

it('a handler that throws what cannot be made a string is reported', async () => {
  const { client } = smallClient({ everyJob: 'c' });
  const messages: string[] = [];
  client.on('STATUS_CHANGED', throwBare);
  client.on('ERROR_OCCURRED', ({ error }) => messages.push(error.message));
  await outcomeOf(client.watch('a'));
  await tick();
  expect(messages).toEqual(['A handler of STATUS_CHANGED threw: object']);
});

describe('random numbers that are none', () => {
  const failing = (): Observable<never> => throwError(() => new Error('down'));
  it.each([NaN, -1, Infinity, '0.5', undefined])('stop no timer: %p', random => {
    marbles(({ expectObservable, flush }) => {
      const { client } = smallClient(serviceWith({ status: failing }), {
        random: () => random as number,
        polling: { timeoutMs: 50 },
        retry: { jitterFactor: 0.5 },
      });
      const ended: JobId[] = [];
      for (const jobId of ['a', 'b']) client.watch(jobId).subscribe({ error: () => ended.push(jobId) });
      expectObservable(client.watch('c')).toBe(
        '50ms #',
        {},
        expect.objectContaining({ name: 'TimeoutError' }),
      );
      flush();
      expect(ended).toEqual(['a', 'b']);
    });
  });
});
