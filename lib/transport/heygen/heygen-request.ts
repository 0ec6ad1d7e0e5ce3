import type { Asset, TranslationRequest } from '../../model/request.js';
import { languagesOf } from '../../model/request.js';
import { plainFields } from '../request-fields.js';

/**
 * The body that creates a request's jobs.
 *
 * @throws TypeError if a field that HeyGen requires is missing, or a field is unknown.
 */
export function heygenBody(request: TranslationRequest): object {
  const fields = plainFields(request);
  const { video, audio, srt, processingMs, outcome } = request;
  if (video === undefined) refuse('`video` is missing');
  const languages = languagesOf(request);
  if (languages.length === 0) refuse('`outputLanguage` or `outputLanguages` must name at least one language');
  if (processingMs !== undefined || outcome !== undefined) {
    refuse("`processingMs` and `outcome` are for the mock backend's job API only");
  }
  return {
    ...fields,
    video: source(video),
    output_languages: languages,
    ...(audio !== undefined && { audio: source(audio) }),
    ...(srt !== undefined && { srt: source(srt) }),
  };
}

function source(file: string | Asset): object {
  return typeof file === 'string' ? { type: 'url', url: file } : { type: 'asset_id', asset_id: file.assetId };
}

function refuse(bound: string): never {
  throw new TypeError(`Cannot create a job: ${bound}`);
}
