import { describe, expect, it } from '@jest/globals';
import { firstValueFrom } from 'rxjs';
import type { TranslationRequest } from '../../../lib/model/request.js';
import { heygenApi } from '../../../lib/transport/heygen/heygen-api.js';
import type { HeygenOptions } from '../../../lib/transport/heygen/heygen-http.js';
import { isNoBulkCall } from '../../../lib/transport/transport.js';
import { errorOf, outcomeOf } from '../../helpers/outcome.js';
import { scriptedFetch, type Scripted } from '../../helpers/scripted-fetch.js';

const base = '/v3/video-translations';

function heygen(...answers: readonly Scripted[]) {
  const { fetch, sent } = scriptedFetch(...answers);
  return { api: heygenApi({ apiKey: 'secret-key', fetch }), sent };
}

describe('POST', () => {
  const created = { data: { video_translation_ids: ['j1'] } };

  it.each<[TranslationRequest, object]>([
    [
      { video: 'https://x/v.mp4', outputLanguage: 'German' },
      { video: { type: 'url', url: 'https://x/v.mp4' }, output_languages: ['German'] },
    ],
    [
      {
        video: { assetId: 'a1' },
        outputLanguages: ['German'],
        title: 't',
        audio: { assetId: 'a2' },
        inputLanguage: 'English',
        translateAudioOnly: true,
        speakerNum: 2,
        mode: 'precision',
        callbackUrl: 'https://x/hook',
        callbackId: 'c1',
        enableCaption: true,
        keepTheSameFormat: false,
        enableDynamicDuration: false,
        disableMusicTrack: true,
        enableSpeechEnhancement: true,
        enableWatermark: true,
        startTime: 0,
        endTime: 9.5,
        brandGlossaryId: 'g1',
        srt: 'https://x/s.srt',
        srtRole: 'input',
        fpsMode: 'cfr',
        folderId: 'f1',
      },
      {
        video: { type: 'asset_id', asset_id: 'a1' },
        output_languages: ['German'],
        title: 't',
        audio: { type: 'asset_id', asset_id: 'a2' },
        input_language: 'English',
        translate_audio_only: true,
        speaker_num: 2,
        mode: 'precision',
        callback_url: 'https://x/hook',
        callback_id: 'c1',
        enable_caption: true,
        keep_the_same_format: false,
        enable_dynamic_duration: false,
        disable_music_track: true,
        enable_speech_enhancement: true,
        enable_watermark: true,
        start_time: 0,
        end_time: 9.5,
        brand_glossary_id: 'g1',
        srt: { type: 'url', url: 'https://x/s.srt' },
        srt_role: 'input',
        fps_mode: 'cfr',
        folder_id: 'f1',
      },
    ],
    [
      {
        video: 'https://x/v',
        outputLanguage: 'German',
        mode: 'speed',
        stockVoiceConfig: { voice_ids: ['v1'] },
        extra: { new_field: { a: 1 }, mode: 'overruled' },
      },
      {
        video: { type: 'url', url: 'https://x/v' },
        output_languages: ['German'],
        mode: 'speed',
        stock_voice_config: { voice_ids: ['v1'] },
        new_field: { a: 1 },
      },
    ],
  ])('sends %j', async (request, body) => {
    const { api, sent } = heygen(created);
    expect(await outcomeOf(api.create(request, 'k:1_A.-'))).toEqual(['j1']);
    expect(sent).toEqual([{ method: 'POST', path: base, key: 'k:1_A.-', body }]);
  });

  const two = { video: 'https://x/v', outputLanguages: ['German', 'French'] };

  it('creates a job for each language with one request, in order', async () => {
    const { api, sent } = heygen({ data: { video_translation_ids: ['j-fr', 'j-de'] } });
    expect(await outcomeOf(api.create(two, 'k'))).toEqual(['j-fr', 'j-de']);
    expect(sent).toMatchObject([{ key: 'k', body: { output_languages: ['German', 'French'] } }]);
  });

  it.each([
    [['j1'], ['j1']],
    [
      ['j1', 'j2', 'j3'],
      ['j1', 'j2', 'j3'],
    ],
    [['j1', 'j1'], ['j1']],
    [['j1', '..'], ['j1']],
    [['j1', 7], ['j1']],
    [[], undefined],
    [null, undefined],
  ])('answered with %j for two languages, errors with the jobs that exist: %j', async (ids, exist) => {
    const error = await errorOf(heygen({ data: { video_translation_ids: ids } }).api.create(two, 'k'));
    expect(error).toMatchObject({ name: 'ProtocolError', idempotencyKey: 'k' });
    expect(error.created).toEqual(exist);
  });

  it.each(['video_translation_ids', 'video_translation_id', 'video_translate_id'])(
    'takes a single id in `%s`: the job is paid for',
    async name => {
      const one = { video: 'https://x/v.mp4', outputLanguage: 'German' };
      expect(await outcomeOf(heygen({ data: { [name]: 'j1' } }).api.create(one, 'k'))).toEqual(['j1']);
      expect(await errorOf(heygen({ data: { [name]: 'j1' } }).api.create(two, 'k'))).toMatchObject({
        created: ['j1'],
      });
    },
  );

  it.each<[object | Response, object]>([
    [{ error: { code: 'insufficient_credit', message: 'No credit' } }, { name: 'QuotaError' }],
    [{ data: null, error: { code: 'rate_limit_exceeded' } }, { name: 'RateLimitError' }],
    [
      Response.json({ error: { code: 'request_in_progress' } }, { status: 409 }),
      { name: 'ServerError', code: 'request_in_progress' },
    ],
    [
      Response.json({ error: { code: 'conflict' } }, { status: 409 }),
      { name: 'RequestError', code: 'conflict' },
    ],
    [
      Response.json(
        { error: { code: 'rate_limit_exceeded' } },
        { status: 429, headers: { 'retry-after': '9' } },
      ),
      { name: 'RateLimitError', retryAfterMs: 9000 },
    ],
    [Response.json({ error: { code: 'quota_exceeded' } }, { status: 429 }), { name: 'QuotaError' }],
    [new Response('<html>', { status: 504 }), { name: 'ServerError', status: 504 }],
    [
      new Response('<html>', { headers: { 'x-request-id': 'r1' } }),
      { name: 'ProtocolError', requestId: 'r1' },
    ],
    [{}, { name: 'ProtocolError' }],
  ])('%j: %j', async (answer, expected) => {
    const error = await errorOf(heygen(answer).api.create(two, 'k'));
    expect(error).toMatchObject({ idempotencyKey: 'k', ...expected });
  });

  it.each<[TranslationRequest, string]>([
    [{ outputLanguage: 'German' }, '`video` must be an address or an asset'],
    [{ video: 'https://x/v' }, '`outputLanguage` or `outputLanguages` must name at least one language'],
    [{ video: 'https://x/v', outputLanguages: [] }, '`outputLanguage` or `outputLanguages` must name'],
    [{ ...two, processingMs: 5 }, '`processingMs` and `outcome` are for the mock'],
    [{ ...two, videoUrl: 'x' } as TranslationRequest, 'there is no field `videoUrl` in a request'],
    [{ ...two, video: '' }, '`video` must be an address or an asset'],
    [{ ...two, outputLanguages: 'German' as never }, '`outputLanguages` must be a list of names'],
    [undefined as never, 'the request must be an object'],
  ])('refuses %j before anything is sent', (request, bound) => {
    const { api, sent } = heygen();
    for (const refuse of [() => api.check!(request), () => api.create(request, 'k')]) {
      expect(refuse).toThrow(TypeError);
      expect(refuse).toThrow(`Cannot create a job: ${bound}`);
    }
    expect(sent).toEqual([]);
  });

  it('accepts a valid request', () => {
    expect(() => heygen().api.check!({ ...two, title: undefined })).not.toThrow();
  });
});

describe('a single poll', () => {
  const date = { date: 'Sun, 06 Nov 1994 08:49:37 GMT' };
  const at = Date.UTC(1994, 10, 6, 8, 49, 37) / 1000;

  it.each([
    ['pending', { status: 'pending' }],
    ['running', { status: 'running' }],
    ['queued', { status: 'pending' }],
    ['processing', { status: 'running' }],
    ['failed', { status: 'error', failure: { message: 'the service gave no reason' } }],
    ['error', { status: 'error', failure: { message: 'the service gave no reason' } }],
    ['rendering', { status: 'rendering' }],
    ['Processing', { status: 'running' }],
    ['FAILED', { status: 'error', failure: { message: 'the service gave no reason' } }],
    ['__proto__', { status: '__proto__' }],
    ['constructor', { status: 'constructor' }],
  ])('that says %s', async (status, report) => {
    const { api, sent } = heygen({ data: { id: 'j1', status } });
    expect(await outcomeOf(api.status('j1'))).toEqual([{ jobId: 'j1', ...report }]);
    expect(sent).toEqual([{ method: 'GET', path: `${base}/j1`, key: undefined, body: undefined }]);
  });

  it.each(['completed', 'success', 'succeeded'])('that says %s includes the result', async status => {
    const data = {
      id: 'j1',
      status,
      video_url: 'https://x/v',
      audio_url: 'https://x/a',
      srt_caption_url: 'https://x/s',
      vtt_caption_url: null,
      duration: 61.5,
      secret: 'not copied',
    };
    expect(await outcomeOf(heygen({ data }).api.status('j1'))).toEqual([
      {
        jobId: 'j1',
        status: 'completed',
        result: { videoUrl: 'https://x/v', audioUrl: 'https://x/a', srtCaptionUrl: 'https://x/s' },
        videoSeconds: 61.5,
      },
    ]);
  });

  it("reports the job's age by HeyGen's own clock, and the hint", async () => {
    const poll = async (created_at: unknown, headers: Record<string, string>) => {
      const answer = Response.json({ data: { id: 'j1', status: 'running', created_at } }, { headers });
      return await firstValueFrom(heygen(answer).api.status('j1'));
    };
    expect(await poll(at - 90, { ...date, 'retry-after': '7' })).toMatchObject({
      ageMs: 90_000,
      retryAfterMs: 7000,
    });
    expect(await poll(at + 5, date)).toMatchObject({ ageMs: 0 });
    expect(await poll(at - 90, {})).not.toHaveProperty('ageMs');
    expect(await poll('yesterday', date)).not.toHaveProperty('ageMs');
  });

  it('reports why the job failed', async () => {
    const data = { id: 'j1', status: 'failed', failure_message: 'No speech\nfound' };
    expect(await firstValueFrom(heygen({ data }).api.status('j1'))).toMatchObject({
      failure: { message: 'No speech found' },
    });
  });

  it.each([
    { failure_message: '', failure_reason: 'No speech' },
    { message: 'No speech' },
    { error: 'No speech' },
    { error: { code: 'silent', message: 'No speech' } },
  ])('finds the reason under the names of version 2: %j', async reason => {
    const { api } = heygen({ data: { id: 'j1', status: 'failed', ...reason } });
    expect(await firstValueFrom(api.status('j1'))).toMatchObject({ failure: { message: 'No speech' } });
  });

  it('does not take a message beside a completed job for the reason of a failure', async () => {
    const data = { id: 'j1', status: 'completed', message: 'Success', video_url: 'https://x/v.mp4' };
    const translation = await firstValueFrom(heygen({ data }).api.service.get('j1'));
    expect(translation).not.toHaveProperty('failureMessage');
  });

  it('takes an id in another case for the same id', async () => {
    const { api } = heygen({ data: { id: 'ABC-ES', status: 'running' } });
    expect(await firstValueFrom(api.status('abc-es'))).toEqual({ jobId: 'abc-es', status: 'running' });
  });

  const dateAt = 1_790_000_000_000;
  it.each([
    [String(dateAt / 1000 - 60), 60_000],
    [dateAt - 60_000, 60_000],
    [`${dateAt / 1000 - 60}.5`, 59_500],
    // Clocks of one service differ by seconds, not by days.
    [dateAt / 1000 + 5, 0],
    [dateAt / 1000 + 86_400, undefined],
    ['2026-11-27T00:00:00Z', undefined],
  ])('reads the time of creation %j as an age of %j ms', async (created_at, ageMs) => {
    const { api } = heygen(
      Response.json(
        { data: { id: 'j1', status: 'running', created_at, duration: '93.5' } },
        { headers: { date: new Date(dateAt).toUTCString() } },
      ),
    );
    expect(await firstValueFrom(api.status('j1'))).toEqual({
      jobId: 'j1',
      status: 'running',
      videoSeconds: 93.5,
      ...(ageMs !== undefined && { ageMs }),
    });
  });

  it.each([
    ['/files/v.mp4', 'https://api.heygen.com/files/v.mp4'],
    ['//cdn.example.com/v.mp4', 'https://cdn.example.com/v.mp4'],
    ['https://CDN.example.com/v.mp4?Signature=%7e', 'https://CDN.example.com/v.mp4?Signature=%7e'],
  ])('completes a relative address of a result, and no other: %s', async (video_url, videoUrl) => {
    const { api } = heygen({ data: { id: 'j1', status: 'completed', video_url } });
    expect(await firstValueFrom(api.status('j1'))).toMatchObject({ result: { videoUrl } });
  });

  it.each([
    [{ code: 400_112, message: 'No such thing', data: null }, 200],
    [{ error: { message: 'No such thing' } }, 400],
    [{ detail: 'No such thing' }, 400],
    [{ title: 'Bad request', detail: 'No such thing' }, 400],
    [{ detail: [{ loc: ['body'], msg: 'No such thing' }] }, 422],
    [{ errors: [{ message: 'No such thing' }] }, 400],
  ])("quotes the service's sentence in %j", async (body, status) => {
    const error = await errorOf(heygen(Response.json(body, { status })).api.status('j1'));
    expect(error.message).toMatch(/: No such thing$/);
  });

  it.each([
    [{ data: { id: 'j2', status: 'completed' } }, 'ProtocolError'],
    [{ data: { status: 'completed' } }, 'ProtocolError'],
    [{ data: { id: 'j1' } }, 'ProtocolError'],
    [{ data: [] }, 'ProtocolError'],
    [{ id: 'j1', status: 'completed' }, 'ProtocolError'],
    [new Response(null, { status: 204 }), 'ProtocolError'],
    [{ error: { code: 'resource_not_found', message: 'gone' } }, 'JobNotFoundError'],
    [{ error: { code: 'never_heard_of' } }, 'RequestError'],
    [{ data: { id: 'j1', status: 'running' }, error: { code: 'internal_error' } }, 'ServerError'],
    [{ data: null, error: 'what?' }, 'ProtocolError'],
    [new Response('', { status: 404 }), 'JobNotFoundError'],
    [new Response('', { status: 401 }), 'AuthenticationError'],
  ])('%j: %s', async (answer, name) => {
    expect(await errorOf(heygen(answer).api.status('j1'))).toMatchObject({ name, jobId: 'j1' });
  });
});

it.each(['', false, 0, {}, []])('an error that says nothing, beside the data, is none: %j', async error => {
  const { api } = heygen({ data: { id: 'j1', status: 'running' }, error });
  expect(await firstValueFrom(api.status('j1'))).toEqual({ jobId: 'j1', status: 'running' });
});

it('zero for the length of the video, or the time of creation, is not known', async () => {
  const { api } = heygen(
    Response.json(
      { data: { id: 'j1', status: 'running', duration: 0, created_at: 0 } },
      { headers: { date: new Date(1_790_000_000_000).toUTCString() } },
    ),
  );
  expect(await firstValueFrom(api.status('j1'))).toEqual({ jobId: 'j1', status: 'running' });
});

describe('completed without an address', () => {
  const completed = (id: string, more = {}) => ({
    data: { id, status: 'completed', video_url: null, ...more },
  });
  const statusOf = async (api: ReturnType<typeof heygen>['api'], id: string) =>
    (await firstValueFrom(api.status(id))).status;

  it('counts as running until the address is there', async () => {
    const { api } = heygen(
      completed('j1'),
      completed('j1', { video_url: '' }),
      completed('j1', { video_url: 'https://x/v' }),
    );
    expect(await statusOf(api, 'j1')).toBe('running');
    expect(await firstValueFrom(api.status('j1'))).toEqual({ jobId: 'j1', status: 'running' });
    expect(await firstValueFrom(api.status('j1'))).toMatchObject({
      status: 'completed',
      result: { videoUrl: 'https://x/v' },
    });
  });

  it('counts as completed after ten polls anyway, each job on its own', async () => {
    const { api } = heygen(
      ...Array.from({ length: 11 }, () => completed('j1')),
      completed('j2'),
      completed('j1'),
    );
    for (let poll = 1; poll <= 10; poll++) expect(await statusOf(api, 'j1')).toBe('running');
    expect(await firstValueFrom(api.status('j1'))).toEqual({ jobId: 'j1', status: 'completed', result: {} });
    expect(await statusOf(api, 'j2')).toBe('running');
    expect(await statusOf(api, 'j1')).toBe('running');
  });

  it('counts as completed if only the audio was translated and has an address', async () => {
    const { api } = heygen(
      completed('j1', { translate_audio_only: true, audio_url: 'https://x/a' }),
      completed('j2', { translate_audio_only: true }),
      completed('j3', { translate_audio_only: false, audio_url: 'https://x/a' }),
      completed('j4', { translate_audio_only: null, audio_url: 'https://x/a' }),
    );
    expect(await statusOf(api, 'j1')).toBe('completed');
    for (const id of ['j2', 'j3', 'j4']) expect(await statusOf(api, id)).toBe('running');
  });
});

describe('a bulk poll', () => {
  const row = (video_id: string, status: string, error: unknown = null) => ({
    video_id,
    status,
    error,
    batch_id: null,
    item_index: null,
  });

  it('sends one request for all; a missing result or reason makes a report partial', async () => {
    const { api, sent } = heygen({
      data: [
        row('j2', 'processing'),
        row('j1', 'queued'),
        row('j3', 'completed'),
        row('j4', 'failed', { code: 'too_loud', message: 'It is too loud' }),
        row('j5', 'not_found'),
        row('j6', 'rendering'),
        row('j7', 'failed'),
        row('j9', 'completed'),
        row('j1', 'failed'),
        null,
        { status: 'completed' },
      ],
      has_more: false,
      next_token: null,
    });
    expect(await outcomeOf(api.statuses(['j1', 'j2', 'j3', 'j4', 'j5', 'j6', 'j7']))).toEqual([
      [
        { jobId: 'j2', status: 'running' },
        // Named twice, with different words: only a single poll can tell.
        { jobId: 'j1', status: 'pending', partial: true },
        { jobId: 'j3', status: 'completed', partial: true },
        { jobId: 'j4', status: 'error', failure: { code: 'too_loud', message: 'It is too loud' } },
        { jobId: 'j5', status: 'not_found' },
        { jobId: 'j6', status: 'rendering' },
        { jobId: 'j7', status: 'error', partial: true },
      ],
    ]);
    expect(sent.map(({ path }) => path)).toEqual([
      `${base}/statuses?video_translation_ids=j1,j2,j3,j4,j5,j6,j7`,
    ]);
  });

  it.each(['video_translation_id', 'video_translate_id', 'id'])('finds the id in `%s`', async name => {
    const { api } = heygen({ data: [{ [name]: 'j1', status: 'processing', video_id: null }] });
    expect(await firstValueFrom(api.statuses(['j1', 'j2']))).toEqual([{ jobId: 'j1', status: 'running' }]);
  });

  it('takes an id in another case for the same id, unless there are two', async () => {
    const upper = heygen({ data: [row('AB', 'processing')] }).api;
    expect(await firstValueFrom(upper.statuses(['ab']))).toEqual([{ jobId: 'ab', status: 'running' }]);
    const both = heygen({ data: [row('ab', 'queued'), row('AB', 'processing')] }).api;
    expect(await firstValueFrom(both.statuses(['AB', 'ab']))).toEqual([
      { jobId: 'ab', status: 'pending' },
      { jobId: 'AB', status: 'running' },
    ]);
  });

  it.each(['', ' ', {}, { message: '' }])('a reason that says nothing is none: %j', async error => {
    const { api } = heygen({ data: [row('j1', 'failed', error)] });
    expect(await firstValueFrom(api.statuses(['j1']))).toEqual([
      { jobId: 'j1', status: 'error', partial: true },
    ]);
  });

  it('asks for no more than fits on a page from then on', async () => {
    const ids = Array.from({ length: 100 }, (_, i) => `j${i}`);
    const rows = (count: number) => ids.slice(0, count).map(id => row(id, 'processing'));
    const { api, sent } = heygen({ data: rows(100) }, { data: rows(60), has_more: true, next_token: 't' });
    expect(await firstValueFrom(api.statuses(ids))).toHaveLength(100);
    expect(api.bulkLimit).toBe(100);
    expect(await firstValueFrom(api.statuses(ids))).toHaveLength(60);
    expect(api.bulkLimit).toBe(60);
    expect(sent).toHaveLength(2);
  });

  it.each([
    [{ data: [] }],
    [{ data: [], has_more: true, next_token: 't' }],
    [{ data: [row('j9', 'processing')] }],
    [{ data: {} }],
    [{ data: null }],
    [{}],
  ])('refuses the answer %j', async answer => {
    expect(await errorOf(heygen(answer).api.statuses(['j1', 'j2']))).toMatchObject({
      name: 'ProtocolError',
    });
  });

  it.each([404, 405, 501])('is unsupported after a %i in JSON', async status => {
    const refusal = Response.json({ error: { code: 'not_found' } }, { status });
    expect(isNoBulkCall(await errorOf(heygen(refusal).api.statuses(['j1', 'j2'])))).toBe(true);
  });

  it.each<[Response, string]>([
    [new Response('', { status: 404 }), 'RequestError'],
    [new Response('<html>', { status: 405 }), 'RequestError'],
    [Response.json({ error: { code: 'invalid_parameter' } }, { status: 400 }), 'RequestError'],
    [Response.json({ error: { code: 'forbidden' } }, { status: 403 }), 'AuthenticationError'],
  ])('is still supported after %j', async (refusal, name) => {
    const error = await errorOf(heygen(refusal).api.statuses(['j1', 'j2']));
    expect(isNoBulkCall(error)).toBe(false);
    expect(error.name).toBe(name);
  });
});

describe('options', () => {
  it('send a key or a token, to HeyGen', async () => {
    const seen: [string, Headers][] = [];
    const fetch = (address: string, init: RequestInit) => {
      seen.push([address, new Headers(init.headers)]);
      return Response.json({ data: { id: 'j1', status: 'running' } });
    };
    await firstValueFrom(heygenApi({ apiKey: 'k', fetch }).status('j1'));
    await firstValueFrom(heygenApi({ accessToken: 't', fetch }).status('j1'));
    await firstValueFrom(
      heygenApi({ apiKey: 'k', fetch, baseUrl: 'http://localhost:3000/mock' }).status('j1'),
    );
    expect(seen.map(([address]) => address)).toEqual([
      'https://api.heygen.com/v3/video-translations/j1',
      'https://api.heygen.com/v3/video-translations/j1',
      'http://localhost:3000/mock/v3/video-translations/j1',
    ]);
    expect(seen.map(([, headers]) => [headers.get('x-api-key'), headers.get('authorization')])).toEqual([
      ['k', null],
      [null, 'Bearer t'],
      ['k', null],
    ]);
  });

  it.each([
    [{}, 'give either `apiKey` or `accessToken`'],
    [{ apiKey: undefined }, 'give either `apiKey` or `accessToken`'],
    [{ apiKey: 'hunter2', accessToken: 'hunter2' }, 'give either `apiKey` or `accessToken`'],
    [{ apiKey: '' }, '`apiKey` is empty: is its environment variable set?'],
    [{ apiKey: 'hunter2 ' }, '`apiKey` must be one word of printable ASCII'],
    [{ accessToken: 'hunter2\n' }, '`accessToken` must be one word of printable ASCII'],
    [{ apiKey: { hunter2: 1 } }, '`apiKey` must be one word of printable ASCII'],
    [{ apikey: 'hunter2' }, 'there is no option `apikey`; there are apiKey, '],
  ])('refuse %j without showing a key', (options, bound) => {
    const make = () => heygenApi(options as unknown as HeygenOptions);
    expect(make).toThrow(`Cannot reach HeyGen: ${bound}`);
    expect(make).not.toThrow(/hunter2/);
  });

  it('refuse plain http for a key', () => {
    expect(() => heygenApi({ accessToken: 'k', baseUrl: 'http://api.heygen.com' })).toThrow(
      /https:\/\/ while a key/,
    );
    expect(() => heygenApi({ apiKey: 'hunter2', baseUrl: 'http://api.heygen.com' })).toThrow(
      /https:\/\/ while a key/,
    );
  });

  it('include a schedule that suits jobs of many minutes', () => {
    const {
      initialIntervalMs = 0,
      maxIntervalMs = 0,
      multiplier = 0,
      timeoutMs,
    } = heygen().api.defaults.polling;
    const pollsAt = [0];
    for (
      let wait = initialIntervalMs;
      pollsAt.at(-1)! < 600_000;
      wait = Math.min(maxIntervalMs, wait * multiplier)
    ) {
      pollsAt.push(pollsAt.at(-1)! + wait);
    }
    expect(pollsAt[1]).toBe(30_000);
    // HeyGen's own advice means 6 polls in the first three minutes, and 13 in the first ten.
    expect(pollsAt.filter(at => at > 0 && at <= 180_000)).toHaveLength(4);
    expect(pollsAt.filter(at => at > 0 && at <= 600_000)).toHaveLength(11);
    expect(timeoutMs).toBe(3_600_000);
  });
});
