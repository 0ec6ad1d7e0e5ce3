import { languagesOf, type Asset, type TranslationRequest } from '../../model/request.js';
import { isObject, shown } from '../../model/checks.js';
import { present } from '../present.js';
import { plainFields } from '../request-fields.js';
import type { JobDialect } from './job-dialect.js';

/** The create of one job of a request: its body, and the request as it would be for that job alone. */
export interface JobCreate {
  readonly body: object;
  readonly request: TranslationRequest;
}

/** The creates of a request: one for each language, or one if no language is named. @throws TypeError for an invalid request. */
export function jobCreates(request: TranslationRequest, { body }: JobDialect): readonly JobCreate[] {
  const plain = plainFields(request);
  const languages = languagesOf(request);
  return (languages.length === 0 ? [undefined] : languages).map(language => ({
    body: body === undefined ? jobBody(request, plain, language) : checkBody(body(request, language)),
    request: { ...request, outputLanguage: language, outputLanguages: undefined },
  }));
}

/** A promise would be sent as an empty object. */
function checkBody(body: object): object {
  if (isObject(body)) return body;
  throw new TypeError(`Cannot create a job: \`body\` must return an object at once, got ${shown(body)}`);
}

function jobBody(request: TranslationRequest, plain: object, language: string | undefined): object {
  const { video, audio, srt, processingMs, outcome } = request;
  // Without undefined fields: those would hide the ones in `extra`.
  return {
    ...plain,
    ...present({ video: file(video), audio: file(audio), srt: file(srt), processingMs, outcome, language }),
  };
}

function file(source: string | Asset | undefined): string | object | undefined {
  return typeof source === 'object' ? { asset_id: source.assetId } : source;
}
