import * as z from 'zod';
import { heygenProblem } from './heygen-problem.js';
import { languages } from './languages.js';
import { parsedJson } from '../../values/parsed-json.js';
import { isHttp, isPublicHttps } from './url-checks.js';
import { pathText, sentence } from '../../values/refuse-unless.js';

/** Reads the bodies of HeyGen's API, each with a check of every field. */
export const heygenBodies = (allowPrivateAddresses: boolean) => {
  const url = z
    .string({ error: 'must be text' })
    .refine(allowPrivateAddresses ? isHttp : isPublicHttps, 'must be a public https URL');
  const text = z.string({ error: 'must be text' });
  const flag = z.boolean({ error: 'must be true or false' });
  const seconds = z.number({ error: 'must be a number of seconds' }).min(0, 'must be at least 0');
  const asset = z.discriminatedUnion(
    'type',
    [
      z.strictObject({ type: z.literal('url'), url }),
      z.strictObject({ type: z.literal('asset_id'), asset_id: text.min(1, 'must not be empty') }),
    ],
    { error: "must be { type: 'url', url } or { type: 'asset_id', asset_id }" },
  );
  const language = text.refine(name => languages.has(name), 'must be the name of a supported language');

  // Fields with a default cannot be null, others can, as in HeyGen's published schema.
  const translation = z
    .strictObject(
      {
        video: asset,
        output_languages: z
          .array(language, { error: 'must be a list of languages' })
          .min(1, 'must name at least one language')
          .refine(names => new Set(names).size === names.length, 'must not name a language twice'),
        title: text.nullish(),
        audio: asset.nullish(),
        input_language: text.nullish(),
        translate_audio_only: flag.optional(),
        speaker_num: z.int({ error: 'must be a whole number' }).min(1, 'must be at least 1').nullish(),
        mode: oneOf('speed', 'precision').optional(),
        callback_url: url.nullish(),
        callback_id: text.nullish(),
        enable_caption: flag.optional(),
        keep_the_same_format: flag.nullish(),
        enable_dynamic_duration: flag.optional(),
        disable_music_track: flag.optional(),
        enable_speech_enhancement: flag.optional(),
        enable_watermark: flag.optional(),
        start_time: seconds.nullish(),
        end_time: seconds.nullish(),
        brand_glossary_id: text.nullish(),
        brand_voice_id: text.nullish(),
        srt: asset.nullish(),
        srt_role: oneOf('input', 'output').nullish(),
        fps_mode: oneOf('vfr', 'cfr', 'passthrough').nullish(),
        folder_id: text.nullish(),
        stock_voice_config: z
          .strictObject({
            use_stock_voice: flag.optional(),
            preferred_stock_voice_ids: z.array(text).optional(),
          })
          .nullish(),
      },
      notAnObject,
    )
    .refine(({ start_time, end_time }) => start_time == null || end_time == null || start_time < end_time, {
      path: ['end_time'],
      error: 'must be after `start_time`',
    });

  return {
    translation: reader(translation),
    batch: reader(
      z.strictObject(
        {
          video_translations: z
            .array(translation, { error: 'must be a list of translations' })
            .min(1, 'must hold at least one translation'),
          title: text.nullish(),
          callback_url: url.nullish(),
        },
        notAnObject,
      ),
    ),
    title: reader(z.strictObject({ title: text.min(1, 'must not be empty') }, notAnObject)),
    endpoint: reader(
      z.strictObject({ url, events: z.array(text).nullish(), entity_id: text.nullish() }, notAnObject),
    ),
  };
};

export type HeygenBodies = ReturnType<typeof heygenBodies>;
export type TranslationBody = ReturnType<HeygenBodies['translation']>;

const notAnObject = {
  error: (issue: { readonly code?: string }) =>
    issue.code === 'invalid_type' ? 'the body must be a JSON object' : undefined,
};

const oneOf = <const Words extends readonly [string, ...string[]]>(...words: Words) =>
  z.enum(words, { error: `must be ${words.map(word => `'${word}'`).join(' or ')}` });

/** Reads a body, or throws a problem that names the wrong field. */
const reader =
  <Body>(schema: z.ZodType<Body>) =>
  (text: string): Body => {
    const value = parsedJson(text);
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    const [issue] = result.error.issues;
    if (issue === undefined) throw heygenProblem(400, 'invalid_parameter', 'The body is invalid.');
    const path = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : issue.path;
    throw heygenProblem(
      400,
      'invalid_parameter',
      sentence(issue, value),
      path.length === 0 ? undefined : pathText(path),
    );
  };
