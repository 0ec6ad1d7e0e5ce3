import { describe, expect, it } from '@jest/globals';
import { firstValueFrom, tap } from 'rxjs';
import { TranslationClient, type JobSnapshot } from 'heygen-rx';
import type { TranslationRequest } from '../../../lib/model/request.js';
import { jobApi } from '../../../lib/transport/job-api/job-api.js';
import { bulkFailureOf } from '../../../lib/policy/bulk/bulk-failure.js';
import { errorOf, outcomeOf } from '../../helpers/outcome.js';
import { scriptedFetch, type Scripted } from '../../helpers/scripted-fetch.js';

function answering(...answers: readonly Scripted[]) {
  const { fetch, sent } = scriptedFetch(...answers);
  return { api: jobApi({ baseUrl: 'http://localhost', fetch }), sent };
}

describe('POST /job', () => {
  it.each<[TranslationRequest, object]>([
    [{}, {}],
    [
      { video: 'https://x/v.mp4', outputLanguage: 'German', title: 't' },
      { video: 'https://x/v.mp4', language: 'German', title: 't' },
    ],
    [
      { video: { assetId: 'a1' }, outputLanguages: ['German'], srt: { assetId: 'a2' } },
      { video: { asset_id: 'a1' }, language: 'German', srt: { asset_id: 'a2' } },
    ],
    [
      { processingMs: 20, outcome: 'error' },
      { processingMs: 20, outcome: 'error' },
    ],
    [
      { mode: 'precision', speakerNum: 2, callbackId: 'c', enableCaption: false, keepTheSameFormat: true },
      {
        mode: 'precision',
        speaker_num: 2,
        callback_id: 'c',
        enable_caption: false,
        keep_the_same_format: true,
      },
    ],
  ])('sends %j as %j', async (request, body) => {
    const { api, sent } = answering(Response.json({ job_id: 'j1' }, { status: 201 }));
    expect(await outcomeOf(api.create(request, 'k'))).toEqual(['j1']);
    expect(sent).toEqual([{ method: 'POST', path: '/job', key: 'k', body }]);
  });

  it('creates a job for each language, in order, each with its own key', async () => {
    const { api, sent } = answering({ job_id: 'j1' }, { job_id: 'j2' });
    expect(await outcomeOf(api.create({ outputLanguages: ['German', 'French'] }, 'k'))).toEqual(['j1', 'j2']);
    expect(sent.map(({ body }) => (body as { language: string }).language)).toEqual(['German', 'French']);
    expect(new Set(sent.map(({ key }) => key)).size).toBe(2);
    for (const { key } of sent) expect(key).toMatch(/^k:[0-9a-z]{11}$/);
  });

  it('derives those keys from the languages, not from their positions', async () => {
    const keysFor = async (outputLanguages: readonly string[]) => {
      const { api, sent } = answering(...outputLanguages.map((_, i) => ({ job_id: `j${i}` })));
      await outcomeOf(api.create({ outputLanguages, title: 't' }, 'night'));
      return sent.map(({ key }) => key);
    };
    const [german, french] = await keysFor(['German', 'French']);
    expect(await keysFor(['French', 'Dutch', 'German'])).toEqual([french, expect.any(String), german]);
    const [once, twice] = await keysFor(['German', 'German']);
    expect(once).toBe(german);
    expect(twice).toBe(`${german!}:2`);
  });

  it('is split into the same requests, for the client to send one by one', async () => {
    const request = { title: 'talk', outputLanguages: ['German', 'French'] };
    const whole = answering({ job_id: 'j1' }, { job_id: 'j2' });
    await outcomeOf(whole.api.create(request, 'k'));
    const single = answering({ job_id: 'j1' }, { job_id: 'j2' });
    for (const part of single.api.split!(request, 'k'))
      await outcomeOf(single.api.create(part.request, part.key));
    expect(single.sent).toEqual(whole.sent);
    expect(single.api.split!({ outputLanguage: 'German' }, 'k')).toEqual([
      { request: { outputLanguage: 'German' }, key: 'k' },
    ]);
  });

  it('keeps derived keys within the allowed length', async () => {
    const { api, sent } = answering({ job_id: 'j1' }, { job_id: 'j2' });
    await outcomeOf(api.create({ outputLanguages: ['German', 'French'] }, 'k'.repeat(255)));
    expect(sent).toHaveLength(2);
    for (const { key } of sent) expect(key).toMatch(/^[\w:.-]{1,255}$/);
  });

  it('errors unless all exist, after the ids of those that do, and repeats from the first', async () => {
    const { api, sent } = answering(
      { job_id: 'j1' },
      new Response('', { status: 503 }),
      { job_id: 'j1' },
      { job_id: 'j2' },
    );
    const emitted: string[] = [];
    const create$ = api
      .create({ outputLanguages: ['German', 'French'] }, 'k')
      .pipe(tap(jobId => emitted.push(jobId)));
    expect(await errorOf(create$)).toMatchObject({
      name: 'ServerError',
      status: 503,
      idempotencyKey: sent[1]!.key,
    });
    expect(emitted).toEqual(['j1']);
    expect(await outcomeOf(create$)).toEqual(['j1', 'j2']);
    const [first, second, ...again] = sent.map(({ key }) => key);
    expect(again).toEqual([first, second]);
  });

  it.each([
    [{}, 'ProtocolError'],
    [{ job_id: '..' }, 'ProtocolError'],
    [{ job_id: 7.5 }, 'ProtocolError'],
    [{ job_id: 2 ** 53 }, 'ProtocolError'],
    [[{ job_id: 'j1' }], 'ProtocolError'],
    [new Response(null, { status: 204 }), 'ProtocolError'],
    [{ error: { code: 'rate_limit_exceeded', message: 'Slow down' } }, 'RateLimitError'],
    [Response.json({ error: { code: 'request_in_progress' } }, { status: 409 }), 'ServerError'],
  ])('%j: %s, with the key', async (answer, name) => {
    const { api } = answering(answer);
    const error = await errorOf(api.create({}, 'k'));
    expect(error).toMatchObject({ name, idempotencyKey: 'k' });
    expect(error.created).toBeUndefined();
  });

  it('takes the number of a job for its id', async () => {
    expect(await outcomeOf(answering({ job_id: 7 }).api.create({}, 'k'))).toEqual(['7']);
    const one = { job_id: 7, status: 'running' };
    expect(await outcomeOf(answering(one).api.status('7'))).toMatchObject([{ jobId: '7' }]);
    const bulk = answering({ jobs: [one, { ...one, job_id: 8 }] }).api.statuses!(['7', '8']);
    expect(await outcomeOf(bulk)).toMatchObject([[{ jobId: '7' }, { jobId: '8' }]]);
  });

  it.each([
    { status: 'completed', result: { video_url: 'https://x/v' } },
    { result: 'completed', status: 200 },
    { status: 'completed', result: ['https://x/v'] },
  ])('takes the field that is a word for the status: %j', async answer => {
    expect(await outcomeOf(answering(answer).api.status('j1'))).toMatchObject([{ status: 'completed' }]);
  });

  it('takes a number that is quoted for progress', async () => {
    const fields = { progress: 'done' };
    const { fetch } = scriptedFetch({ status: 'running', done: '45' });
    const api = jobApi({ baseUrl: 'http://localhost', fetch, fields, percent: true });
    expect(await outcomeOf(api.status('j1'))).toMatchObject([{ status: 'running', progress: 0.45 }]);
  });

  it.each(['YWJj+/=', `projects/my-project-123456/locations/europe-west4/operations/${'9'.repeat(36)}`])(
    'names an id that no URL can hold, in full: %s',
    async id => {
      const error = await errorOf(answering({ job_id: id }).api.create({}, 'k'));
      expect(error.message).toContain(`without a valid id, got "${id}"`);
    },
  );

  it('does not quote an id that is not a string, however deeply nested', async () => {
    const body = `{"job_id":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    const api = jobApi({ baseUrl: 'http://localhost', fetch: () => new Response(body) });
    const error = await errorOf(api.create({}, 'k'));
    expect(error).toMatchObject({ name: 'ProtocolError', message: expect.stringMatching(/got an array$/) });
  });

  it('names the fields that it has instead', async () => {
    const create = await errorOf(answering({ id: 'j1', state: 'queued' }).api.create({}, 'k'));
    expect(create.message).toMatch(/without a valid id; it has the fields id, state$/);
    const fields = { jobId: 'id', status: 'job.state', jobs: 'items' };
    const own = (answer: object) =>
      jobApi({ baseUrl: 'https://x.example', fields, fetch: scriptedFetch(answer).fetch });
    expect((await errorOf(own({ job: {}, id: 'j1' }).status('j1'))).message).toMatch(
      /without a status; it has the fields job, id$/,
    );
    expect((await errorOf(own({ jobs: [] }).statuses!(['j1', 'j2']))).message).toMatch(
      /without a list of jobs; it has the fields jobs$/,
    );
    const many = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`f${i}`, i]));
    expect((await errorOf(own(many).status('j1'))).message).toMatch(/f6, f7$/);
  });

  it('sends fields of `extra` that the request leaves open', async () => {
    const { api, sent } = answering({ job_id: 'j1' }, { job_id: 'j2' });
    const extra = { language: 'Klingon', video: 'https://x/v', outcome: 'error' };
    await outcomeOf(api.create({ extra }, 'k'));
    await outcomeOf(api.create({ extra, outputLanguage: 'German' }, 'k'));
    expect(sent.map(({ body }) => body)).toEqual([extra, { ...extra, language: 'German' }]);
  });

  it('sends what the class of a request defines with a getter', async () => {
    const { api, sent } = answering({ job_id: 'j1' });
    class Talk {
      readonly #name = 'Talk';
      get title() {
        return this.#name;
      }
    }
    await outcomeOf(api.create(new Talk(), 'k'));
    expect(sent.map(({ body }) => body)).toEqual([{ title: 'Talk' }]);
  });

  it.each([
    [() => undefined, 'undefined'],
    [async () => Promise.resolve({}), 'a promise'],
    [() => 'text', '"text"'],
    [() => [], 'an empty array'],
  ])('refuses what `body` returns: %p', (body, got) => {
    const { fetch, sent } = scriptedFetch();
    const api = jobApi({ baseUrl: 'http://localhost', fetch, body: body as () => object });
    const complaint = `Cannot create a job: \`body\` must return an object at once, got ${got}`;
    expect(() => api.check!({})).toThrow(new TypeError(complaint));
    expect(sent).toEqual([]);
  });

  it('refuses what would be lost in transit, before anything is sent', () => {
    const { api, sent } = answering();
    const misspelt = { outputLangauge: 'German' } as TranslationRequest;
    expect(() => api.create(misspelt, 'k')).toThrow('Cannot create a job: unknown field `outputLangauge`');
    const bad: [object | null, string][] = [
      [null, 'a request must be an object, got null'],
      ['German', 'a request must be an object, got "German"'] as never,
      [{ outputLanguages: 'German' }, '`outputLanguages` must be a list of at least one name, got "German"'],
      [{ outputLanguages: [] }, '`outputLanguages` must be a list of at least one name, got an empty array'],
      [
        { outputLanguage: 'German', outputLanguages: [] },
        'pass either `outputLanguage` or `outputLanguages`',
      ],
      [{ outputLanguage: '' }, '`outputLanguage` must be a non-empty string'],
      [{ outputLanguages: ['German', undefined] }, '`outputLanguages[1]` must be a non-empty string'],
      [{ outputLanguages: ['German', , 'Greek'] }, '`outputLanguages[1]` must be a non-empty string'],
      [{ startTime: Number.NaN }, '`startTime` must be a finite number, got NaN'],
      [{ mode: 'fast' }, "`mode` must be 'speed' or 'precision'"],
      [{ enableCaption: 'yes' }, '`enableCaption` must be true or false'],
      [{ video: 7 }, '`video` must be a non-empty string, or { assetId }'],
      [{ video: { asset_id: 'a1' } }, '`video` must be a non-empty string, or { assetId }'],
    ];
    for (const [request, bound] of bad) {
      for (const refuse of [
        () => api.check!(request as TranslationRequest),
        () => api.create(request as TranslationRequest, 'k'),
      ]) {
        expect(refuse).toThrow(TypeError);
        expect(refuse).toThrow(`Cannot create a job: ${bound}`);
      }
    }
    expect(() => api.check!({ title: undefined, mode: 'speed' })).not.toThrow();
    for (const key of ['', 'a b', 'ä', 'k'.repeat(256)]) expect(() => api.create({}, key)).toThrow(TypeError);
    expect(sent).toEqual([]);
  });
});

describe('GET /status/{job_id}', () => {
  it.each([
    [{ result: 'pending' }, { status: 'pending' }],
    [
      { result: 'pending', progress: 0.25 },
      { status: 'pending', progress: 0.25 },
    ],
    [
      { result: 'running', progress: 0 },
      { status: 'running', progress: 0 },
    ],
    [
      { result: 'pending', progress: 1.5 },
      { status: 'pending', progress: 1.5 },
    ],
    [{ result: 'pending', progress: '50%' }, { status: 'pending' }],
    [{ result: 'pending', progress: null }, { status: 'pending' }],
    [{ result: 'completed' }, { status: 'completed', result: {} }],
    [
      { result: 'completed', video_url: 'https://x/v', junk: 1, vtt_caption_url: null },
      { status: 'completed', result: { videoUrl: 'https://x/v' } },
    ],
    [
      { result: 'error', error: 'too loud' },
      { status: 'error', failure: { message: 'too loud' } },
    ],
    [
      { result: 'error', error: { code: 'too_loud', message: 'It is\ntoo loud' } },
      { status: 'error', failure: { code: 'too_loud', message: 'It is too loud' } },
    ],
    [{ result: 'error' }, { status: 'error', failure: { message: 'the service gave no reason' } }],
    [{ result: 'paused' }, { status: 'paused' }],
    [{ result: '__proto__' }, { status: '__proto__' }],
  ])('%j is %j', async (answer, report) => {
    const { api, sent } = answering({ job_id: 'j1', ...answer });
    expect(await outcomeOf(api.status('j1'))).toEqual([{ jobId: 'j1', ...report }]);
    expect(sent).toEqual([{ method: 'GET', path: '/status/j1', key: undefined, body: undefined }]);
  });

  it('reads a response whose id differs in case only', async () => {
    const { api } = answering({ job_id: 'J1', result: 'pending' });
    expect(await firstValueFrom(api.status('j1'))).toEqual({ jobId: 'j1', status: 'pending' });
  });

  it("passes on a server's hint", async () => {
    const headers = { 'retry-after': '5' };
    const { api } = answering(Response.json({ job_id: 'j1', result: 'pending' }, { headers }));
    expect(await firstValueFrom(api.status('j1'))).toMatchObject({ status: 'pending', retryAfterMs: 5000 });
  });

  it.each([
    [{ job_id: 'j2', result: 'completed' }, 'ProtocolError', 'for another job'],
    [{ job_id: { toString: 1 }, result: 'completed' }, 'ProtocolError', 'for another job'],
    [{}, 'ProtocolError', 'without a status'],
    [{ job_id: 'j1' }, 'ProtocolError', 'without a status'],
    [{ error: 'Job not found' }, 'ProtocolError', 'Job not found'],
    [{ error: { code: 'never_heard_of' } }, 'RequestError', 'never_heard_of'],
    [{ job_id: 'j1', result: 7 }, 'ProtocolError', ''],
    [{ job_id: 'j1', result: '' }, 'ProtocolError', ''],
    [{ job_id: 'j1', result: { toString: 'completed' } }, 'ProtocolError', ''],
    [JSON.parse('{"__proto__":{"job_id":"j1","result":"completed"}}') as object, 'ProtocolError', ''],
    [['completed'], 'ProtocolError', ''],
    [new Response('null'), 'ProtocolError', ''],
    [new Response(''), 'ProtocolError', ''],
    [{ error: { code: 'not_found', message: 'gone' } }, 'JobNotFoundError', 'gone'],
    [{ error: { code: 'internal_error' } }, 'ServerError', 'internal_error'],
    [{ error: { message: 'what?' } }, 'ProtocolError', 'what?'],
    [new Response('', { status: 404 }), 'JobNotFoundError', '404'],
    [new Error('out of order'), 'NetworkError', ''],
  ])('%j: %s', async (answer, name, said) => {
    const { api } = answering(answer);
    const error = await errorOf(api.status('j1'));
    expect(error).toMatchObject({ name, jobId: 'j1' });
    expect(error.message).toContain(said);
  });

  it.each(['', '..', 'a/b', 'a?b'])('refuses the id %j on subscription', async id => {
    const { api, sent } = answering();
    const error = await errorOf(api.status(id));
    expect(error).toMatchObject({ name: 'RequestError', code: 'invalid_job_id', jobId: id });
    expect(error.status).toBeUndefined();
    expect(error.message).toMatch(/^Cannot poll: job id must/);
    expect(sent).toEqual([]);
  });

  it.each([{ result: 'completed' }, { job_id: null, result: 'completed' }, { status: 'completed' }])(
    'accepts a response without the id: %j',
    async answer => {
      const { api } = answering(answer);
      expect(await outcomeOf(api.status('j1'))).toEqual([{ jobId: 'j1', status: 'completed', result: {} }]);
    },
  );

  it.each([
    ['COMPLETED', 'completed'],
    ['Failed', 'error'],
    ['FAIL', 'error'],
    ['In queue', 'pending'],
    ['in-progress', 'running'],
    ['done', 'completed'],
    ['Pending', 'pending'],
    ['Canceled', 'Canceled'],
  ])('knows the word %s', async (word, status) => {
    const { api } = answering({ job_id: 'j1', result: word });
    expect(await firstValueFrom(api.status('j1'))).toMatchObject({ jobId: 'j1', status });
  });

  it('reports the reason beside an unknown word', async () => {
    const { api } = answering({ job_id: 'j1', result: 'cancelled', error: 'by the owner' });
    expect(await firstValueFrom(api.status('j1'))).toEqual({
      jobId: 'j1',
      status: 'cancelled',
      failure: { message: 'by the owner' },
    });
  });
});

it('progress out of its range, as in percent, is left out of the snapshots and reported once', async () => {
  const answer = { job_id: 'j1', result: 'running', progress: 40 };
  const { fetch } = scriptedFetch(answer, { ...answer, progress: 60 }, { job_id: 'j1', result: 'completed' });
  const polling = { initialIntervalMs: 1, maxIntervalMs: 1 };
  const client = new TranslationClient({ baseUrl: 'http://localhost', fetch, polling, minIntervalMs: 0 });
  const messages: string[] = [];
  client.on('ERROR_OCCURRED', ({ error }) => messages.push(error.message));
  const snapshots = await outcomeOf(client.watch('j1', { emit: 'polls' }));
  expect(snapshots).toHaveLength(3);
  for (const snapshot of snapshots as readonly JobSnapshot[]) expect(snapshot).not.toHaveProperty('progress');
  expect(messages).toEqual(['Ignored invalid fields of the report: progress']);
});

describe('GET /status?job_ids=', () => {
  it('reports each requested job, whatever else is in the response', async () => {
    const { api, sent } = answering({
      jobs: [
        { job_id: 'j2', result: 'completed' },
        { job_id: 'j9', result: 'completed' },
        { job_id: 'j1', result: 'pending', progress: 0.5 },
        { job_id: 'j2', result: 'error' },
        { job_id: 'j3', result: 'not_found' },
        null,
        'j4',
        { job_id: 'j4' },
      ],
    });
    expect(await outcomeOf(api.statuses!(['j1', 'j2', 'j3', 'j4']))).toEqual([
      [
        { jobId: 'j2', status: 'completed', result: {} },
        { jobId: 'j1', status: 'pending', progress: 0.5 },
        { jobId: 'j3', status: 'not_found' },
      ],
    ]);
    expect(sent.map(({ path }) => path)).toEqual(['/status?job_ids=j1,j2,j3,j4']);
  });

  it('does not send an id that is not allowed in a URL, and reports it as unknown', async () => {
    const { api, sent } = answering({ jobs: [{ job_id: 'j1', result: 'pending' }] });
    expect(await firstValueFrom(api.statuses!(['a/b', 'j1', '..']))).toEqual([
      { jobId: 'j1', status: 'pending' },
      { jobId: 'a/b', status: 'not_found' },
      { jobId: '..', status: 'not_found' },
    ]);
    expect(sent.map(({ path }) => path)).toEqual(['/status?job_ids=j1']);
  });

  it.each([
    [{ result: 'pending' }, 200],
    [Response.json({ error: { code: 'not_found' } }, { status: 404 }), 404],
    [Response.json({ error: 'no such thing' }, { status: 405 }), 405],
    [Response.json({}, { status: 501 }), 501],
  ])('is unsupported after %j', async (answer, status) => {
    const error = await errorOf(answering(answer).api.statuses!(['j1', 'j2']));
    expect(bulkFailureOf(error)).toBe('no bulk call');
    expect(error).toMatchObject({ name: 'RequestError', code: 'no_bulk_call', status });
  });

  it.each([
    [new Response('', { status: 503 }), 'ServerError'],
    [new Response('', { status: 401 }), 'AuthenticationError'],
    [new Response('', { status: 429 }), 'RateLimitError'],
    [new Response('<html>'), 'ProtocolError'],
    [new Error('reset'), 'NetworkError'],
    [{ error: { code: 'internal_error' } }, 'ServerError'],
    [{ jobs: [] }, 'ProtocolError'],
    [{ jobs: 'none' }, 'ProtocolError'],
    [{}, 'ProtocolError'],
    [Response.json({ error: { code: 'invalid_parameter' } }, { status: 400 }), 'RequestError'],
    // Without JSON it may come from a proxy.
    [new Response('', { status: 404 }), 'RequestError'],
    [new Response('<html>', { status: 405 }), 'RequestError'],
    [new Response('', { status: 501 }), 'RequestError'],
    [{ jobs: [{ job_id: 'j9', result: 'completed' }] }, 'ProtocolError'],
  ])('is still supported after %j', async (answer, name) => {
    const error = await errorOf(answering(answer).api.statuses!(['j1', 'j2']));
    expect(bulkFailureOf(error)).not.toBe('no bulk call');
    expect(error.name).toBe(name);
  });
});

describe('options', () => {
  it('are refused when unknown', () => {
    const options = { baseUrl: 'http://localhost', requestTimeout: 5 };
    expect(() => jobApi(options)).toThrow(
      /^Cannot reach the job API: unknown option `requestTimeout`, known are /,
    );
    expect(() => jobApi(undefined as never)).toThrow(
      'Cannot reach the job API: the options must be an object',
    );
    expect(() => jobApi({ baseUrl: 'http://localhost', createTimeoutMs: 0 })).toThrow(/`createTimeoutMs`/);
  });
});
