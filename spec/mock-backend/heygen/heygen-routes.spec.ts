import { describe, expect, it } from '@jest/globals';
import { heygenAt, request, videoAt } from './support/heygen-account.js';

describe('credentials', () => {
  it.each<[Record<string, string>, number, string | undefined]>([
    [{ 'x-api-key': 'key' }, 200, undefined],
    [{ authorization: 'Bearer token' }, 200, undefined],
    [{}, 401, 'unauthorized'],
    [{ 'x-api-key': 'wrong' }, 401, 'unauthorized'],
    [{ authorization: 'Bearer wrong' }, 401, 'unauthorized'],
    [{ authorization: 'token' }, 401, 'unauthorized'],
    [{ 'x-api-key': '' }, 401, 'unauthorized'],
    [{ 'x-api-key': 'key', authorization: 'Bearer token' }, 400, 'invalid_parameter'],
  ])('%j get %i', async (headers, status, code) => {
    const { backend } = heygenAt({ at: 0 }, { heygen: { apiKey: 'key', accessToken: 'token' } });
    const response = await backend.request('/v3/video-translations/languages', { headers });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject(code === undefined ? { data: {} } : { error: { code } });
  });

  it('are required, and any are accepted by default', async () => {
    const { call } = heygenAt({ at: 0 }, { heygen: { apiKey: undefined } });
    expect((await call('GET', '/video-translations', undefined, { 'x-api-key': '' })).status).toBe(401);
    expect((await call('GET', '/video-translations')).status).toBe(200);
  });
});

it('every response has its own X-Request-Id', async () => {
  const { backend, call } = heygenAt({ at: 0 });
  backend.faults.push({ kind: 'status', status: 503, on: 'GET /v3/video-translations/languages' });
  const answers = [
    await call('GET', '/video-translations'),
    await call('GET', '/video-translations/nobody'),
    await call('GET', '/nowhere'),
    await call('GET', '/video-translations/languages'),
    await call('GET', '/video-translations', undefined, { authorization: 'Bearer too' }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([200, 404, 404, 503, 400]);
  expect(new Set(answers.map(({ headers }) => headers.get('x-request-id'))).size).toBe(5);
  expect(answers[1]!.headers.get('x-request-id')).toMatch(/^[0-9a-f]{32}$/);
});

describe('POST /v3/video-translations', () => {
  it.each([
    ['application/json', 200],
    ['application/json; charset=utf-8', 200],
    ['text/plain;charset=UTF-8', 400],
    ['application/jsonx', 400],
  ])('with a body of %s gets %i', async (type, status) => {
    const { call } = heygenAt({ at: 0 });
    expect((await call('POST', '/video-translations', request(), { 'content-type': type })).status).toBe(
      status,
    );
  });

  it('creates a job for each language, in order', async () => {
    const { backend, create } = heygenAt({ at: 0 });
    const ids = await create({ output_languages: ['Spanish (Spain)', 'German'], callback_id: 'mine' });
    expect(ids).toEqual([
      expect.stringMatching(/^[0-9a-f]{32}-es-ES$/),
      expect.stringMatching(/^[0-9a-f]{32}-de$/),
    ]);
    expect(backend.jobs.list().map(job => job.request)).toMatchObject([
      { output_language: 'Spanish (Spain)', callback_id: 'mine' },
      { output_language: 'German', callback_id: 'mine' },
    ]);
  });

  it('repeats the first response for a day, even for another body', async () => {
    const clock = { at: 0 };
    const { backend, create } = heygenAt(clock);
    const key = { 'idempotency-key': 'A-z_0:9.' };
    const first = await create({}, key);
    clock.at = 86_399_999;
    expect(await create({ output_languages: ['French', 'German'] }, key)).toEqual(first);
    expect(backend.jobs.created).toBe(1);
    clock.at = 86_400_000;
    expect(await create({}, key)).not.toEqual(first);
  });

  it('responds with 409 while the first request with a key is in flight', async () => {
    const { backend, create, call } = heygenAt({ at: 0 }, { createMs: 60_000 });
    const first = create({}, { 'idempotency-key': 'k' });
    const second = await call('POST', '/video-translations', request(), { 'idempotency-key': 'k' });
    expect([second.status, second.body.error.code]).toEqual([409, 'request_in_progress']);
    backend.stop();
    const ids = await first;
    expect(await create({}, { 'idempotency-key': 'k' })).toEqual(ids);
  });

  it('keeps the keys of batches and translations separate', async () => {
    const { create, call } = heygenAt({ at: 0 });
    await create({}, { 'idempotency-key': 'k' });
    const batch = { video_translations: [request()] };
    const { status } = await call('POST', '/video-translations/batches', batch, { 'idempotency-key': 'k' });
    expect(status).toBe(202);
  });

  it('has a limit of concurrent jobs', async () => {
    const clock = { at: 0 };
    const { backend, call, create } = heygenAt(clock, { heygen: { concurrency: 3, retryAfterSeconds: 7 } });
    await create({ output_languages: ['German', 'French'] });
    const beyond = await call(
      'POST',
      '/video-translations',
      request({ output_languages: ['Greek', 'Dutch'] }),
    );
    expect([beyond.status, beyond.body.error.code]).toEqual([429, 'rate_limit_exceeded']);
    expect(beyond.headers.get('retry-after')).toBe('7');
    expect(backend.jobs.created).toBe(2);
    await create({ output_languages: ['Greek'] });
    clock.at = 1000;
    await create({ output_languages: ['Greek', 'Dutch'] });
    expect(backend.jobs.delete(backend.jobs.list().at(-1)!.id)).toBe(true);
    await create({ output_languages: ['Greek', 'Dutch'] });
  });

  it('accepts a larger request when nothing else runs, since it could never be accepted otherwise', async () => {
    const { create } = heygenAt({ at: 0 }, { heygen: { concurrency: 1 } });
    expect(await create({ output_languages: ['German', 'French'] })).toHaveLength(2);
    await expect(create()).rejects.toThrow('429');
  });

  it('leaves a key unused after a 429', async () => {
    const clock = { at: 0 };
    const { create } = heygenAt(clock, { heygen: { concurrency: 1 } });
    await create({}, { 'idempotency-key': 'a' });
    await expect(create({}, { 'idempotency-key': 'b' })).rejects.toThrow('429');
    clock.at = 1000;
    await create({}, { 'idempotency-key': 'b' });
  });

  it.each([
    [402, 'insufficient_credit'],
    [429, 'quota_exceeded'],
  ] as const)('gets %i %s beyond the quota, without Retry-After', async (quotaStatus, code) => {
    const { call, create } = heygenAt({ at: 0 }, { heygen: { quota: 2, quotaStatus } });
    await create({ output_languages: ['German', 'French'] });
    const { status, body, headers } = await call('POST', '/video-translations', request());
    expect([status, body.error.code, headers.get('retry-after')]).toEqual([quotaStatus, code, null]);
  });
});

describe('GET /v3/video-translations/{id}', () => {
  it('goes from pending to running to completed', async () => {
    const clock = { at: 1_700_000_000_000 };
    const { call, create } = heygenAt(clock, { queueMs: 200, heygen: { videoMs: 61_500 } });
    const [id] = await create({ title: 'Talk', enable_caption: true });
    const poll = async () => (await call('GET', `/video-translations/${id}`)).body.data;
    const pending = {
      id,
      status: 'pending',
      title: 'Talk',
      input_language: null,
      output_language: 'German',
      duration: null,
      translate_audio_only: false,
      created_at: 1_700_000_000,
      callback_id: null,
      video_url: null,
      audio_url: null,
    };
    expect(await poll()).toEqual(pending);
    clock.at += 200;
    expect(await poll()).toEqual({
      ...pending,
      status: 'running',
      input_language: 'English',
      duration: 61.5,
    });
    clock.at += 1000;
    expect(await poll()).toEqual({
      ...pending,
      status: 'completed',
      input_language: 'English',
      duration: 61.5,
      video_url: expect.stringContaining(`/${id}/video.mp4?Expires=1700003601.2&Signature=`),
      audio_url: expect.stringContaining('audio.mp3'),
      srt_caption_url: expect.stringContaining('captions.srt'),
      vtt_caption_url: expect.stringContaining('captions.vtt'),
    });
  });

  it('presigns new links each time', async () => {
    const clock = { at: 0 };
    const { call, create } = heygenAt(clock);
    const [id] = await create();
    clock.at = 1000;
    const links = [1, 2].map(
      async () => (await call('GET', `/video-translations/${id}`)).body.data.video_url,
    );
    expect(new Set(await Promise.all(links)).size).toBe(2);
  });

  it('may complete before its URL is available', async () => {
    const clock = { at: 0 };
    const { call, create } = heygenAt(clock, { heygen: { addressLagMs: 500 } });
    const [id] = await create();
    const poll = async () => (await call('GET', `/video-translations/${id}`)).body.data;
    clock.at = 1499;
    expect(await poll()).toMatchObject({ status: 'completed', video_url: null });
    clock.at = 1500;
    expect(await poll()).toMatchObject({ status: 'completed', video_url: expect.any(String) });
  });

  it('has no video if only the audio was translated', async () => {
    const clock = { at: 0 };
    const { call, create } = heygenAt(clock);
    const [id] = await create({ translate_audio_only: true });
    clock.at = 1000;
    const { data } = (await call('GET', `/video-translations/${id}`)).body;
    expect(data).toMatchObject({ status: 'completed', video_url: null, audio_url: expect.any(String) });
  });

  it.each([
    ['mock=silent', 29_999, 'running', undefined],
    ['mock=silent', 30_000, 'failed', 'No speech was detected in the audio.'],
    ['mock=missing', 0, 'failed', 'The video could not be downloaded.'],
    ['mock=failed', 1000, 'failed', 'The translation failed.'],
    ['mock=stuck', 1e12, 'running', undefined],
    ['mock=completed', 1000, 'completed', undefined],
    ['mock_ms=50', 50, 'completed', undefined],
    ['mock=failed&mock_ms=50', 50, 'failed', 'The translation failed.'],
  ])('a video with %s after %i ms is %s', async (query, at, status, failure) => {
    const clock = { at: 0 };
    const { call, create } = heygenAt(clock, { jobErrors: query === 'mock=completed' ? 1 : 0 });
    const [id] = await create({ video: videoAt(query) });
    clock.at = at;
    const { data } = (await call('GET', `/video-translations/${id}`)).body;
    expect([data.status, data.failure_message]).toEqual([status, failure]);
  });

  it('refuses a create whose video is mock=refused', async () => {
    const { backend, call } = heygenAt({ at: 0 });
    const { status, body } = await call(
      'POST',
      '/video-translations',
      request({ video: videoAt('mock=refused') }),
    );
    expect([status, body.error.code, body.error.param]).toEqual([400, 'download_failed', 'video']);
    expect(backend.jobs.created).toBe(0);
  });

  it('does not find jobs of the other dialect', async () => {
    const { backend, call } = heygenAt({ at: 0 });
    const { id } = backend.jobs.create();
    expect((await call('GET', `/video-translations/${id}`)).status).toBe(404);
  });
});

describe('PATCH and DELETE', () => {
  it('rename', async () => {
    const { call, create } = heygenAt({ at: 0 });
    const [id] = await create({ title: 'old' });
    const { body } = await call('PATCH', `/video-translations/${id}`, { title: 'new' });
    expect(body.data).toMatchObject({ id, title: 'new' });
    expect((await call('GET', `/video-translations/${id}`)).body.data.title).toBe('new');
    const refused = await call('PATCH', `/video-translations/${id}`, { name: 'new' });
    expect([refused.status, refused.body.error.param]).toEqual([400, 'title']);
  });

  it('delete permanently', async () => {
    const { call, create } = heygenAt({ at: 0 });
    const [id] = await create();
    expect((await call('DELETE', `/video-translations/${id}`)).body).toEqual({ data: { id } });
    for (const method of ['GET', 'DELETE']) {
      const { status, body } = await call(method, `/video-translations/${id}`);
      expect([status, body.error]).toEqual([
        404,
        {
          code: 'resource_not_found',
          message: `Video translation ${id} does not exist.`,
          doc_url: 'https://developers.heygen.com/docs/error-codes#resource-not-found',
        },
      ]);
    }
    expect(
      (await call('GET', `/video-translations/statuses?video_translation_ids=${id}`)).body.data[0]?.status,
    ).toBe('not_found');
  });
});

describe('GET /v3/video-translations', () => {
  it('lists all, newest first, page by page, whatever is added or deleted meanwhile', async () => {
    const { call, create } = heygenAt({ at: 0 }, { heygen: { concurrency: Infinity } });
    const ids: string[] = [];
    for (let i = 0; i < 25; i++) ids.push(...(await create()));
    const seen: string[] = [];
    let token = '';
    for (let page = 0; page < 4; page++) {
      const { body } = await call('GET', `/video-translations?limit=7${token}`);
      seen.push(...body.data.map(one => one.id));
      expect(body.has_more).toBe(page < 3);
      token = `&token=${body.next_token}`;
      if (page === 0) await create();
      if (page === 1) await call('DELETE', `/video-translations/${ids[0]}`);
    }
    expect(seen).toEqual(ids.slice(1).reverse());
  });

  it.each(['limit=0', 'limit=101', 'limit=x', 'limit=', 'token=x', 'token='])('refuses %s', async query => {
    const { status, body } = await heygenAt({ at: 0 }).call('GET', `/video-translations?${query}`);
    expect([status, body.error.param]).toEqual([400, query.split('=')[0]]);
  });

  it('lists ten per page, and says which page is the last', async () => {
    const { call, create } = heygenAt({ at: 0 });
    for (let i = 0; i < 10; i++) await create();
    const { body } = await call('GET', '/video-translations');
    expect([body.data.length, body.has_more, body.next_token]).toEqual([10, false, null]);
  });
});

it('GET languages lists what a create accepts', async () => {
  const { call, create } = heygenAt({ at: 0 }, { heygen: { concurrency: 1000 } });
  const { languages } = (await call('GET', '/video-translations/languages')).body.data;
  expect(languages).toContain('Spanish (Spain)');
  expect(await create({ output_languages: languages })).toHaveLength(languages.length);
});

it('GET /v3/users/me shows how many translations the quota allows', async () => {
  const { call, create } = heygenAt({ at: 0 }, { heygen: { quota: 3 } });
  await create({ output_languages: ['German', 'French'] });
  expect((await call('GET', '/users/me')).body.data).toMatchObject({
    billing_type: 'wallet',
    wallet: { currency: 'credits', remaining_balance: 1 },
  });
  expect((await heygenAt({ at: 0 }).call('GET', '/users/me')).body.data).toMatchObject({
    wallet: { remaining_balance: null },
  });
});
