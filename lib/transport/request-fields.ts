import type { TranslationRequest } from '../model/request.js';

/** Fields that each service has a form of its own for. */
const SPECIAL = [
  'video',
  'audio',
  'srt',
  'outputLanguage',
  'outputLanguages',
  'processingMs',
  'outcome',
] as const satisfies readonly (keyof TranslationRequest)[];

type PlainField = Exclude<keyof TranslationRequest, (typeof SPECIAL)[number]>;

/** Fields that are sent as they are, under HeyGen's names. */
const WIRE_NAME: Readonly<Record<PlainField, string>> = {
  title: 'title',
  inputLanguage: 'input_language',
  translateAudioOnly: 'translate_audio_only',
  speakerNum: 'speaker_num',
  mode: 'mode',
  callbackUrl: 'callback_url',
  callbackId: 'callback_id',
  enableCaption: 'enable_caption',
  keepTheSameFormat: 'keep_the_same_format',
  enableDynamicDuration: 'enable_dynamic_duration',
  disableMusicTrack: 'disable_music_track',
  enableSpeechEnhancement: 'enable_speech_enhancement',
  enableWatermark: 'enable_watermark',
  startTime: 'start_time',
  endTime: 'end_time',
  brandGlossaryId: 'brand_glossary_id',
  srtRole: 'srt_role',
  fpsMode: 'fps_mode',
  folderId: 'folder_id',
};

const WIRE_NAMES: ReadonlyMap<string, string> = new Map(Object.entries(WIRE_NAME));

/**
 * The plain fields of a request, named as on the wire.
 *
 * @throws TypeError for an unknown field: left out because it is misspelt, it would make the wrong job, for money.
 */
export function plainFields(request: TranslationRequest): Readonly<Record<string, unknown>> {
  const fields = Object.entries(request) as [string, unknown][];
  const unknown = fields.find(
    ([name]) => !WIRE_NAMES.has(name) && !SPECIAL.some(special => special === name),
  );
  if (unknown) throw new TypeError(`Cannot create a job: there is no field \`${unknown[0]}\` in a request`);
  return Object.fromEntries(
    fields.flatMap(([name, value]) => {
      const wireName = WIRE_NAMES.get(name);
      return wireName === undefined || value === undefined ? [] : [[wireName, value]];
    }),
  );
}
