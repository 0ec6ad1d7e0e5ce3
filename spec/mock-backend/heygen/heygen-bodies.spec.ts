import { describe, expect, it } from '@jest/globals';
import { heygenBodies } from '../../../mock-backend/heygen/requests/heygen-bodies.js';
import type { Problem } from '../../../mock-backend/http/problem.js';
import { request } from './support/heygen-account.js';

const { translation, batch } = heygenBodies(false);
const problemOf = (
  read: (body: string) => unknown,
  body: unknown,
): [string | undefined, string] | undefined => {
  try {
    read(typeof body === 'string' ? body : JSON.stringify(body));
    return undefined;
  } catch (error) {
    const { status, code, details, message } = error as Problem;
    expect([status, code]).toEqual([400, 'invalid_parameter']);
    return [details.param, message];
  }
};

describe('the body of a create', () => {
  it.each<[string, Record<string, unknown>]>([
    ['only what is required', {}],
    ['an asset', { video: { type: 'asset_id', asset_id: 'a1' } }],
    [
      'everything',
      {
        title: 't',
        audio: { type: 'asset_id', asset_id: 'a' },
        input_language: 'English',
        translate_audio_only: true,
        speaker_num: 2,
        mode: 'precision',
        callback_url: 'https://example.com/hook',
        callback_id: 'c',
        enable_caption: true,
        keep_the_same_format: true,
        enable_dynamic_duration: false,
        disable_music_track: true,
        enable_speech_enhancement: true,
        enable_watermark: true,
        start_time: 0,
        end_time: 10.5,
        brand_glossary_id: 'b',
        srt: { type: 'url', url: 'https://example.com/a.srt' },
        srt_role: 'output',
        fps_mode: 'cfr',
        folder_id: 'f',
      },
    ],
    [
      'null for fields without a default',
      { title: null, callback_url: null, srt: null, start_time: null, end_time: 5 },
    ],
  ])('may contain %s', (_name, over) => expect(problemOf(translation, request(over))).toBeUndefined());

  it.each<[unknown, string | undefined, string]>([
    ['', undefined, 'the body must be a JSON object, got no JSON'],
    ['[]', undefined, 'the body must be a JSON object, got []'],
    [{ output_languages: ['German'] }, 'video', "`video` must be { type: 'url', url } or"],
    [request({ video: 'https://example.com/a.mp4' }), 'video', '`video` must be {'],
    [request({ video: { type: 'url' } }), 'video.url', '`video.url` must be text, got undefined'],
    [request({ video: { type: 'file', url: 'x' } }), 'video.type', '`video.type` must be {'],
    [
      request({ video: { type: 'url', url: 'https://example.com/a', id: 1 } }),
      'video.id',
      'unknown option `video.id`',
    ],
    [request({ outputLanguages: ['German'] }), 'outputLanguages', 'unknown option `outputLanguages`'],
    [
      request({ output_languages: [] }),
      'output_languages',
      '`output_languages` must name at least one language, got []',
    ],
    [
      request({ output_languages: 'German' }),
      'output_languages',
      '`output_languages` must be a list of languages',
    ],
    [
      request({ output_languages: ['German', 'Klingon'] }),
      'output_languages[1]',
      '`output_languages[1]` must be the name of a supported language, got "Klingon"',
    ],
    [request({ output_languages: ['de'] }), 'output_languages[0]', '`output_languages[0]` must be the name'],
    [
      request({ output_languages: ['German', 'German'] }),
      'output_languages',
      '`output_languages` must not name a language twice',
    ],
    [request({ mode: 'fast' }), 'mode', "`mode` must be 'speed' or 'precision', got \"fast\""],
    [request({ mode: null }), 'mode', '`mode` must be'],
    [
      request({ enable_caption: 'yes' }),
      'enable_caption',
      '`enable_caption` must be true or false, got "yes"',
    ],
    [request({ enable_caption: null }), 'enable_caption', '`enable_caption` must be true or false, got null'],
    [request({ speaker_num: 1.5 }), 'speaker_num', '`speaker_num` must be a whole number, got 1.5'],
    [request({ start_time: 5, end_time: 5 }), 'end_time', '`end_time` must be after `start_time`, got 5'],
    [request({ start_time: -1 }), 'start_time', '`start_time` must be at least 0, got -1'],
    [
      request({ callback_url: 'http://example.com/hook' }),
      'callback_url',
      '`callback_url` must be a public https URL',
    ],
  ])('%j is refused', (body, param, message) => {
    expect(problemOf(translation, body)).toEqual([param, expect.stringContaining(message)]);
  });

  it.each([
    'http://example.com/a.mp4',
    'ftp://example.com/a.mp4',
    'example.com/a.mp4',
    'https://localhost/a.mp4',
    'https://intranet/a.mp4',
    'https://127.0.0.1/a.mp4',
    'https://10.1.2.3/a.mp4',
    'https://172.16.0.1/a.mp4',
    'https://192.168.1.1/a.mp4',
    'https://169.254.169.254/a.mp4',
    'https://2130706433/a.mp4',
    'https://[::1]/a.mp4',
    'https://[fd00::1]/a.mp4',
    'https://printer.local/a.mp4',
    'https://user@example.com/a.mp4',
    'https://:pass@example.com/a.mp4',
  ])('a video at %s is refused', url => {
    expect(problemOf(translation, request({ video: { type: 'url', url } }))?.[0]).toBe('video.url');
  });

  it.each(['https://example.com/a.mp4', 'https://172.32.0.1/a', 'https://[2001:db8::1]/a'])(
    'a video at %s is accepted',
    url => expect(problemOf(translation, request({ video: { type: 'url', url } }))).toBeUndefined(),
  );

  it('may name private addresses if allowed, but only http(s)', () => {
    const lax = heygenBodies(true).translation;
    const at = (url: string) => request({ video: { type: 'url', url } });
    expect(problemOf(lax, at('http://127.0.0.1:9/a.mp4'))).toBeUndefined();
    expect(problemOf(lax, at('ftp://example.com/a.mp4'))?.[0]).toBe('video.url');
  });
});

describe('the body of a batch', () => {
  it.each<[unknown, string]>([
    [{ video_translations: [] }, 'video_translations'],
    [{ items: [request()] }, 'video_translations'],
    [
      { video_translations: [request(), request({ output_languages: ['X'] })] },
      'video_translations[1].output_languages[0]',
    ],
    [{ video_translations: [request()], callback_url: 'x' }, 'callback_url'],
  ])('%j is refused', (body, param) => expect(problemOf(batch, body)?.[0]).toBe(param));
});
