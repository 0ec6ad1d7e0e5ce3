import { describe, expect, it } from '@jest/globals';
import type { TranslationRequest } from '../../../lib/model/request.js';
import { errorOf, outcomeOf } from '../../helpers/outcome.js';
import { TRANSLATIONS, scriptedHeygen } from './support/scripted-heygen.js';

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
    const { api, sent } = scriptedHeygen(created);
    expect(await outcomeOf(api.create(request, 'k:1_A.-'))).toEqual(['j1']);
    expect(sent).toEqual([{ method: 'POST', path: TRANSLATIONS, key: 'k:1_A.-', body }]);
  });

  const two = { video: 'https://x/v', outputLanguages: ['German', 'French'] };

  it('creates a job for each language with one request, in order', async () => {
    const { api, sent } = scriptedHeygen({ data: { video_translation_ids: ['j-fr', 'j-de'] } });
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
  ])('with the ids %j for two languages, errors with the jobs that exist: %j', async (ids, exist) => {
    const error = await errorOf(
      scriptedHeygen({ data: { video_translation_ids: ids } }).api.create(two, 'k'),
    );
    expect(error).toMatchObject({ name: 'ProtocolError', idempotencyKey: 'k' });
    expect(error.created).toEqual(exist);
  });

  it.each(['video_translation_ids', 'video_translation_id', 'video_translate_id'])(
    'takes a single id in `%s`: the job is paid for',
    async name => {
      const one = { video: 'https://x/v.mp4', outputLanguage: 'German' };
      expect(await outcomeOf(scriptedHeygen({ data: { [name]: 'j1' } }).api.create(one, 'k'))).toEqual([
        'j1',
      ]);
      expect(await errorOf(scriptedHeygen({ data: { [name]: 'j1' } }).api.create(two, 'k'))).toMatchObject({
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
    const error = await errorOf(scriptedHeygen(answer).api.create(two, 'k'));
    expect(error).toMatchObject({ idempotencyKey: 'k', ...expected });
  });

  it.each<[TranslationRequest, string]>([
    [{ outputLanguage: 'German' }, '`video` is missing'],
    [{ video: 'https://x/v' }, '`outputLanguage` or `outputLanguages` must name at least one language'],
    [{ video: 'https://x/v', outputLanguages: [] }, '`outputLanguages` must be a list of at least one name'],
    [{ ...two, outputLanguages: ['German', ''] }, '`outputLanguages[1]` must be a non-empty string'],
    [{ ...two, processingMs: 5 }, '`processingMs` and `outcome` are for the mock'],
    [{ ...two, videoUrl: 'x' } as TranslationRequest, 'unknown field `videoUrl`'],
    [{ ...two, video: '' }, '`video` must be a non-empty string, or { assetId }'],
    [{ ...two, outputLanguages: 'German' as never }, '`outputLanguages` must be a list of at least one name'],
    [undefined as never, 'a request must be an object'],
  ])('refuses %j before anything is sent', (request, bound) => {
    const { api, sent } = scriptedHeygen();
    for (const refuse of [() => api.check!(request), () => api.create(request, 'k')]) {
      expect(refuse).toThrow(TypeError);
      expect(refuse).toThrow(`Cannot create a job: ${bound}`);
    }
    expect(sent).toEqual([]);
  });

  it('accepts a valid request', () => {
    expect(() => scriptedHeygen().api.check!({ ...two, title: undefined })).not.toThrow();
  });
});
