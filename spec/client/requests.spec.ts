import { expect } from '@jest/globals';
import { mergeMap, NEVER, timer } from 'rxjs';
import { TranslationClient, type TranslationRequest } from 'heygen-rx';
import { marbles } from 'heygen-rx/testing';
import { smallClient } from '../helpers/small-client.js';

describe('input that is not a request or not a list', () => {
  const { client } = smallClient({});
  const jobs = new TranslationClient({ baseUrl: 'http://localhost' });
  it.each<[string, () => unknown, string]>([
    [
      'translate',
      () => client.translate(null as never),
      'Cannot create a job: a request must be an object, got null',
    ],
    ['translateBatch', () => client.translateBatch('x' as never), '`requests` must be an array, got "x"'],
    [
      'translateBatch',
      () => client.translateBatch([{}, 7 as never]),
      'a request must be an object, got 7 (`requests[1]`)',
    ],
    [
      'watchBatch',
      () => client.watchBatch('abc' as never),
      'Cannot watch a batch: `jobIds` must be an array, got "abc"',
    ],
    [
      'translate',
      () => client.translate({ outputLanguages: 'French' as never }),
      'Cannot create a job: `outputLanguages` must be a list of at least one name, got "French"',
    ],
    [
      'translateBatch',
      () => client.translateBatch([{ outputLanguages: { 0: 'French' } as never }]),
      'Cannot create a job: `outputLanguages` must be a list of at least one name, got an object (`requests[0]`)',
    ],
    [
      'translate',
      () => client.translate({ outputLanguages: [] }),
      'Cannot create a job: `outputLanguages` must be a list of at least one name, got an empty array',
    ],
    [
      'watchBatch',
      () => client.watchBatch(['a', 'a', '']),
      'Cannot watch a batch: job id must be a string of 1 to 2048 characters, got "" (`jobIds[2]`)',
    ],
    [
      'watchBatch, over HTTP',
      () => jobs.watchBatch(['a', 'b/c']),
      'must be 1 to 255 characters of A-Z a-z 0-9 . _ : ~ -, got "b/c" (`jobIds[1]`)',
    ],
    [
      'translateBatch, of a transport',
      () => jobs.translateBatch([{}, { title: 5 as never }]),
      'Cannot create a job: `title` must be a string, got 5 (`requests[1]`)',
    ],
    [
      'translateBatch, of a language',
      () => jobs.translateBatch([{}, {}, { outputLanguages: ['French', ''] }]),
      '`outputLanguages[1]` must be a non-empty string, got "" (`requests[2]`)',
    ],
    [
      'translate, without an `await`',
      () => client.translate(Promise.resolve({ outputLanguage: 'French' }) as never),
      'Cannot create a job: a request must be an object, got a promise',
    ],
    [
      'watch, without an `await`',
      () => client.watch(Promise.resolve('job-1') as never),
      'Cannot watch a job: job id must be a string of 1 to 2048 characters, got a promise',
    ],
    [
      'withPolling, without an `await`',
      () => client.withPolling(Promise.resolve({}) as never),
      'Cannot poll: the options must be an object, got a promise',
    ],
    [
      'on',
      () => client.on('JOB_COMPLETE' as never, () => undefined),
      'Cannot listen: unknown event `JOB_COMPLETE`, known are JOB_CREATED, STATUS_CHANGED,',
    ],
    [
      'off',
      () => client.off('completed' as never, () => undefined),
      'Cannot listen: unknown event `completed`',
    ],
    [
      'on',
      () => client.on('TIMEOUT', null as never),
      'Cannot listen: `TIMEOUT` must be a function, got null',
    ],
    [
      'on',
      () => client.on('TIMEOUT', undefined as never),
      'Cannot listen: `TIMEOUT` must be a function, got undefined',
    ],
  ])('is refused by %s', (_name, call, complaint) => {
    expect(call).toThrow(complaint);
  });

  it('is refused by createBatchJobs', async () => {
    await expect(client.createBatchJobs(undefined as never)).rejects.toThrow(
      'must be an array, got undefined',
    );
    await expect(client.createBatchJobs([{}, null as never])).rejects.toThrow('got null (`requests[1]`)');
  });
});

describe('a request that is an object of a class', () => {
  class Video {
    readonly video = 'https://example.com/talk.mp4';
  }
  class Translation extends Video {
    readonly #languages = ['French'];
    // Decorators of MobX and Lit need `accessor`, which compiles to this.
    get outputLanguage() {
      return this.#languages[0];
    }
    get title() {
      return this.#languages[1];
    }
    get isShort() {
      return this.video.length < 10;
    }
  }

  it.each<[string, (client: TranslationClient) => Promise<unknown>]>([
    ['createJob', client => client.createJob(new Translation())],
    ['createBatchJobs', client => client.createBatchJobs([new Translation()])],
  ])('is sent with its getters by %s', async (_name, create) => {
    const bodies: unknown[] = [];
    const fetch = (_url: string, { body }: RequestInit) => {
      bodies.push(JSON.parse(body as string));
      return Response.json({ job_id: 'job-1' });
    };
    await create(new TranslationClient({ baseUrl: 'http://localhost', fetch }));
    expect(bodies).toEqual([{ video: 'https://example.com/talk.mp4', language: 'French' }]);
  });

  it.each(['video', 'outputLanguages'])('is refused if its getter of %s throws', name => {
    const { client } = smallClient({});
    const request = Object.defineProperty({}, name, {
      get: () => {
        throw new Error('not yet');
      },
    });
    expect(() => client.translate(request)).toThrow(
      'Cannot create a job: a request must be convertible to JSON: Error: not yet',
    );
  });
});

describe('a request object that is used again', () => {
  it('is sent as it was at the call, however late that is', () => {
    const sent: TranslationRequest[] = [];
    const create = (request: TranslationRequest) => {
      sent.push(structuredClone(request));
      const jobIds = (request.outputLanguages ?? ['one']).map(language => `${language}-${sent.length}`);
      return timer(1).pipe(mergeMap(() => jobIds));
    };
    marbles(({ flush }) => {
      const client = new TranslationClient({
        transport: { create, status: () => NEVER },
        maxConcurrentRequests: 1,
      });
      const request = { outputLanguage: '', title: 't' };
      for (const outputLanguage of ['French', 'German', 'Greek']) {
        request.outputLanguage = outputLanguage;
        void client.createJob(request);
      }
      const several = { outputLanguages: ['Dutch', 'Danish'] };
      void client.createBatchJobs([several]);
      several.outputLanguages.pop();
      const nested = { extra: { voices: [{ id: 'v1' }], from: new Date(0) } };
      void client.createJob(nested);
      nested.extra.voices[0]!.id = 'v2';
      nested.extra.voices.push({ id: 'v3' });
      flush();
    });
    expect(sent).toEqual([
      { outputLanguage: 'French', title: 't' },
      { outputLanguage: 'German', title: 't' },
      { outputLanguage: 'Greek', title: 't' },
      { outputLanguages: ['Danish', 'Dutch'] },
      { extra: { voices: [{ id: 'v1' }], from: new Date(0) } },
    ]);
  });
});

it('a request that contains itself is refused in one line', async () => {
  const { client } = smallClient({});
  const extra: Record<string, unknown> = {};
  extra.itself = extra;
  await expect(client.createJob({ extra })).rejects.toThrow(
    /^Cannot create a job: a request must be convertible to JSON: TypeError: Converting circular structure to JSON$/,
  );
});
