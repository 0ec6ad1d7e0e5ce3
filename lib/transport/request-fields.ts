import type { TranslationRequest } from '../model/request.js';

/** Describes what a value must be, if it is not. */
type Check = (value: unknown) => string | undefined;

const kind =
  (must: string, isKind: (value: unknown) => boolean): Check =>
  value =>
    isKind(value) ? undefined : `must be ${must}`;

const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown) => typeof value === 'string' && value !== '';

const text = kind('a string that is not empty', isText);
const number = kind('a finite number', Number.isFinite);
const flag = kind('true or false', value => typeof value === 'boolean');
const object = kind('an object', isObject);
const file = kind(
  'an address or an asset',
  value => isText(value) || (isObject(value) && isText((value as { assetId?: unknown }).assetId)),
);
const languages = kind('a list of names', value => Array.isArray(value) && value.every(isText));
const oneOf = (...words: readonly string[]) =>
  kind(words.map(word => `'${word}'`).join(' or '), value => words.includes(value as string));

interface Field {
  readonly check: Check;
  /** HeyGen's name for a field that is sent unchanged. Absent if each service has its own form. */
  readonly wireName?: string;
}

/** Every field of a request. */
const FIELDS: Readonly<Record<keyof TranslationRequest, Field>> = {
  video: { check: file },
  audio: { check: file },
  srt: { check: file },
  outputLanguage: { check: text },
  outputLanguages: { check: languages },
  extra: { check: object },
  processingMs: { check: number },
  outcome: { check: oneOf('completed', 'error') },
  title: { check: kind('a string', value => typeof value === 'string'), wireName: 'title' },
  inputLanguage: { check: text, wireName: 'input_language' },
  translateAudioOnly: { check: flag, wireName: 'translate_audio_only' },
  speakerNum: { check: number, wireName: 'speaker_num' },
  mode: { check: oneOf('speed', 'precision'), wireName: 'mode' },
  callbackUrl: { check: text, wireName: 'callback_url' },
  callbackId: { check: text, wireName: 'callback_id' },
  enableCaption: { check: flag, wireName: 'enable_caption' },
  keepTheSameFormat: { check: flag, wireName: 'keep_the_same_format' },
  enableDynamicDuration: { check: flag, wireName: 'enable_dynamic_duration' },
  disableMusicTrack: { check: flag, wireName: 'disable_music_track' },
  enableSpeechEnhancement: { check: flag, wireName: 'enable_speech_enhancement' },
  enableWatermark: { check: flag, wireName: 'enable_watermark' },
  startTime: { check: number, wireName: 'start_time' },
  endTime: { check: number, wireName: 'end_time' },
  brandGlossaryId: { check: text, wireName: 'brand_glossary_id' },
  srtRole: { check: oneOf('input', 'output'), wireName: 'srt_role' },
  fpsMode: { check: oneOf('vfr', 'cfr', 'passthrough'), wireName: 'fps_mode' },
  folderId: { check: text, wireName: 'folder_id' },
  stockVoiceConfig: { check: object, wireName: 'stock_voice_config' },
};

const BY_NAME: ReadonlyMap<string, Field> = new Map(Object.entries(FIELDS));

/**
 * The plain fields of a request under their wire names, after those in `extra`.
 *
 * @throws TypeError for an unknown field, or one of the wrong type: ignoring a misspelt field would create, and bill, the wrong job.
 */
export function plainFields(request: TranslationRequest): Readonly<Record<string, unknown>> {
  if (!isObject(request)) throw new TypeError('Cannot create a job: the request must be an object');
  if (request.outputLanguage !== undefined && request.outputLanguages !== undefined) {
    throw new TypeError('Cannot create a job: give either `outputLanguage` or `outputLanguages`');
  }
  const fields: Record<string, unknown> = { ...request.extra };
  for (const [name, value] of Object.entries(request) as [string, unknown][]) {
    const field = BY_NAME.get(name);
    if (field === undefined) {
      throw new TypeError(
        `Cannot create a job: there is no field \`${name}\` in a request; put unknown ones into \`extra\``,
      );
    }
    if (value === undefined) continue;
    const complaint = field.check(value);
    if (complaint !== undefined) throw new TypeError(`Cannot create a job: \`${name}\` ${complaint}`);
    if (field.wireName !== undefined) fields[field.wireName] = value;
  }
  return fields;
}
