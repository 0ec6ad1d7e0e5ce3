import { aFlag, anObject, aString, isObject, oneOf, shown, type Check } from '../model/checks.js';
import type { TranslationRequest } from '../model/request.js';
import { snakeCase } from '../model/snake-case.js';
import { field } from './json-fields.js';

const kind =
  (must: string, isKind: (value: unknown) => boolean): Check =>
  value =>
    isKind(value) ? undefined : `must be ${must}`;

const isText = (value: unknown) => typeof value === 'string' && value !== '';

const text = kind('a non-empty string', isText);
const number = kind('a finite number', Number.isFinite);
const file = kind(
  'a non-empty string, or { assetId }',
  value => isText(value) || isText(field(value, 'assetId')),
);
const languages = kind('a list of at least one name', value => Array.isArray(value) && value.length > 0);

type Checks = Readonly<Partial<Record<keyof TranslationRequest, Check>>>;

/** Fields that each service has in its own form. */
const OWN_FORM = {
  video: file,
  audio: file,
  srt: file,
  outputLanguage: text,
  outputLanguages: languages,
  extra: anObject,
  processingMs: number,
  outcome: oneOf('completed', 'error'),
} satisfies Checks;

/** Fields that are sent unchanged, under HeyGen's names: these in snake case. */
const PLAIN = {
  title: aString,
  inputLanguage: text,
  translateAudioOnly: aFlag,
  speakerNum: number,
  mode: oneOf('speed', 'precision'),
  callbackUrl: text,
  callbackId: text,
  enableCaption: aFlag,
  keepTheSameFormat: aFlag,
  enableDynamicDuration: aFlag,
  disableMusicTrack: aFlag,
  enableSpeechEnhancement: aFlag,
  enableWatermark: aFlag,
  startTime: number,
  endTime: number,
  brandGlossaryId: text,
  srtRole: oneOf('input', 'output'),
  fpsMode: oneOf('vfr', 'cfr', 'passthrough'),
  folderId: text,
  stockVoiceConfig: anObject,
} satisfies Checks;

const CHECKS: ReadonlyMap<string, Check> = new Map(
  Object.entries({ ...OWN_FORM, ...PLAIN } satisfies Required<Checks>),
);

/** The fields of a request. A class may define some with `get` or `accessor`: without them, the wrong job would be created. */
export const fieldsOf = (request: object): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    [...Object.keys(request), ...[...CHECKS.keys()].filter(name => name in request)].map(name => [
      name,
      Reflect.get(request, name) as unknown,
    ]),
  );

/** @throws TypeError for anything but an object. */
export function checkIsObject(request: TranslationRequest): void {
  if (isObject(request)) return;
  throw new TypeError(`Cannot create a job: a request must be an object, got ${shown(request)}`);
}

/** Checks the list of languages. An empty one would create a job without a language on a service that needs none. @throws TypeError */
export function checkLanguages({ outputLanguages }: TranslationRequest): void {
  if (outputLanguages !== undefined) checkField('outputLanguages', outputLanguages, languages);
}

/**
 * The plain fields of a request under their wire names, after those in `extra`.
 *
 * @throws TypeError for an unknown field, or one of the wrong type: ignoring a misspelt field would create, and bill, the wrong job.
 */
export function plainFields(request: TranslationRequest): Readonly<Record<string, unknown>> {
  checkIsObject(request);
  if (request.outputLanguage !== undefined && request.outputLanguages !== undefined) {
    throw new TypeError('Cannot create a job: pass either `outputLanguage` or `outputLanguages`');
  }
  const fields: Record<string, unknown> = { ...request.extra };
  for (const [name, value] of Object.entries(fieldsOf(request))) {
    const check = CHECKS.get(name);
    if (check === undefined) {
      throw new TypeError(`Cannot create a job: unknown field \`${name}\`; put extra fields into \`extra\``);
    }
    if (value === undefined) continue;
    checkField(name, value, check);
    if (name in PLAIN) fields[snakeCase(name)] = value;
  }
  for (const [index, language] of (request.outputLanguages ?? []).entries()) {
    checkField(`outputLanguages[${index}]`, language, text);
  }
  return fields;
}

function checkField(name: string, value: unknown, check: Check): void {
  const complaint = check(value);
  if (complaint === undefined) return;
  throw new TypeError(`Cannot create a job: \`${name}\` ${complaint}, got ${shown(value)}`);
}
