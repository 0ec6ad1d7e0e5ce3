import { expect, jest } from '@jest/globals';
import { defer, filter, from, NEVER, take } from 'rxjs';
import { TranslationClient, type BatchError, type BatchSnapshot, type TranslationRequest } from 'heygen-rx';
import { marbles, scriptedTransport, type ScriptedTransport } from 'heygen-rx/testing';
import { smallClient } from '../helpers/small-client.js';
import { afterVirtualTime } from './support/after-virtual-time.js';

describe('createBatchJobs', () => {
  it('takes a count, or requests for several languages', async () => {
    await expect(
      afterVirtualTime(({ client }) => client.createBatchJobs(3), { everyJob: 'p' }),
    ).resolves.toEqual(['job-1', 'job-2', 'job-3']);
    const requests = [{ outputLanguages: ['French', 'German'] }, {}];
    await expect(
      afterVirtualTime(({ client }) => client.createBatchJobs(requests), { everyJob: 'p' }),
    ).resolves.toHaveLength(3);
    await expect(afterVirtualTime(({ client }) => client.createBatchJobs(0), {})).resolves.toEqual([]);
  });

  it('reports the ids that exist when some jobs cannot be created', async () => {
    const attempt = afterVirtualTime(({ client }) => client.createBatchJobs(3), {
      everyJob: 'p',
      creates: '.A.',
    });
    await expect(attempt).rejects.toMatchObject({
      name: 'BatchError',
      created: ['job-1', 'job-2'],
      errors: [{ name: 'AuthenticationError' }],
      message: expect.stringContaining('; `created` has 2 ids'),
    });
  });

  it.each([-1, 1.5, NaN])('refuses a count of %p', async count => {
    await expect(smallClient({}).client.createBatchJobs(count)).rejects.toThrow(
      `whole number from 0 to 100000, got ${count}`,
    );
  });

  it('refuses a list with gaps', async () => {
    await expect(smallClient({}).client.createBatchJobs(new Array(2))).rejects.toThrow(
      'Cannot create a job: a request must be an object, got undefined',
    );
  });

  it('refuses a count that would fill the memory', async () => {
    await expect(smallClient({}).client.createBatchJobs(1e9)).rejects.toThrow(
      'Cannot create jobs: the count must be a whole number from 0 to 100000, got 1000000000',
    );
  });
});

describe('a batch with a key', () => {
  it('creates its jobs once, even if another client repeats it', async () => {
    let transport: ScriptedTransport | undefined;
    const create = ({ client, transport: scripted }: ReturnType<typeof smallClient>) => {
      transport = scripted;
      return client.createBatchJobs([{}, { outputLanguage: 'French' }], { idempotencyKey: 'order-7' });
    };
    const first = await afterVirtualTime(create, { everyJob: 'p' });
    expect(first).toEqual(['job-1', 'job-2']);
    expect(transport!.requests.map(({ key }) => key)).toEqual([
      expect.stringMatching(/^order-7:[0-9a-z]{11}$/),
      expect.stringMatching(/^order-7:[0-9a-z]{11}$/),
    ]);
    marbles(({ flush }) => {
      const other = smallClient(transport!).client;
      let seen: BatchSnapshot | undefined;
      const options = { idempotencyKey: 'order-7', timeoutMs: 5 };
      other.translateBatch([{}, { outputLanguage: 'French' }], options).subscribe(batch => (seen = batch));
      flush();
      expect([...(seen?.entries() ?? [])].map(([jobId]) => jobId)).toEqual(['job-1', 'job-2']);
    });
  });
});

describe('a batch whose creates take until its deadline', () => {
  it('sends no further create', () => {
    let error: unknown;
    marbles(({ flush, scheduler }) => {
      const transport = { ...scriptedTransport(), create: jest.fn(() => NEVER) };
      const { client } = smallClient(transport, { maxConcurrentRequests: 10 });
      client
        .translateBatch(Array(30).fill({}), { timeoutMs: 20 })
        .subscribe({ error: (thrown: unknown) => (error = thrown) });
      flush();
      // Two slots are kept for polls.
      expect(transport.create).toHaveBeenCalledTimes(8);
      expect(scheduler.now()).toBe(20);
    });
    const { errors } = error as BatchError;
    expect(errors.filter(({ name }) => name === 'UnknownOutcomeError')).toHaveLength(8);
    const tooLate = errors.filter(({ name }) => name === 'TimeoutError');
    expect(tooLate.map(({ message }) => message)).toEqual(
      Array(22).fill('No job was created before the deadline'),
    );
  });
});

describe('a request for several languages', () => {
  const languages = ['German', 'Dutch', 'French', 'Dutch'];
  const createAs = async (outputLanguages: readonly string[], idempotencyKey = 'night') => {
    const sent: unknown[] = [];
    const seen = new Map<string, number>();
    const idOf = (language: string): string => {
      seen.set(language, (seen.get(language) ?? 0) + 1);
      return `${language}-${seen.get(language)}`;
    };
    const create = (request: TranslationRequest, key: string) => {
      sent.push([key, request]);
      return from(request.outputLanguages!.map(idOf));
    };
    const client = new TranslationClient({ transport: { create, status: () => NEVER } });
    return { jobIds: await client.createBatchJobs([{ outputLanguages }], { idempotencyKey }), sent };
  };

  it('is the same request in any order of its languages', async () => {
    const { sent } = await createAs(languages);
    expect(sent).toEqual([[expect.any(String), { outputLanguages: ['Dutch', 'Dutch', 'French', 'German'] }]]);
    expect((await createAs([...languages].reverse())).sent).toEqual(sent);
  });

  it('has its jobs in the order in which they are given', async () => {
    expect((await createAs(languages)).jobIds).toEqual(['German-1', 'Dutch-1', 'French-1', 'Dutch-2']);
    expect((await createAs(['French', 'German', 'Dutch'])).jobIds).toEqual([
      'French-1',
      'German-1',
      'Dutch-1',
    ]);
  });
});

describe('a batch that is unsubscribed', () => {
  it('while the jobs of one request become known, starts no watch of the others', () => {
    const connected = jest.fn();
    marbles(({ flush }) => {
      const { client } = smallClient({ everyJob: 'p' }, { wake$: defer(() => (connected(), NEVER)) });
      const first$ = client.translateBatch([{ outputLanguages: ['German', 'French'] }]).pipe(
        filter(batch => [...batch.entries()].length > 0),
        take(1),
      );
      first$.subscribe();
      flush();
    });
    // By the create, and by the watch of the first job.
    expect(connected).toHaveBeenCalledTimes(2);
  });
});

describe('waitForBatchCompletion', () => {
  it('resolves with every status', async () => {
    const statuses = afterVirtualTime(({ client }) => client.waitForBatchCompletion(['a', 'b']), {
      jobs: { a: 'p-c', b: 'p--e' },
    });
    await expect(statuses).resolves.toEqual({ a: 'completed', b: 'error' });
  });

  it('rejects with everything known when a watch was lost', async () => {
    const statuses = afterVirtualTime(({ client }) => client.waitForBatchCompletion(['a', 'b']), {
      jobs: { a: 'p-c', b: 'p--x' },
    });
    await expect(statuses).rejects.toMatchObject({
      name: 'BatchError',
      created: ['a', 'b'],
      statuses: { a: 'completed', b: 'pending' },
      errors: [{ name: 'JobNotFoundError', jobId: 'b' }],
    });
  });

  it('has no status for a job that was lost before its first poll succeeded', async () => {
    const statuses = afterVirtualTime(({ client }) => client.waitForBatchCompletion(['a', 'b']), {
      jobs: { a: 'p-c', b: 'x' },
    });
    const error: unknown = await statuses.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'BatchError', errors: [{ jobId: 'b' }] });
    expect((error as BatchError).statuses).toEqual({ a: 'completed' });
  });
});
