import { languagesOf, type Asset, type TranslationRequest } from '../../model/request.js';
import { plainFields } from '../request-fields.js';

/** The bodies that create a request's jobs: one for each language, or one where no language is named. */
export function jobBodies(request: TranslationRequest): readonly object[] {
  const { video, audio, srt, processingMs, outcome } = request;
  const languages = languagesOf(request);
  const body = {
    ...plainFields(request),
    video: file(video),
    audio: file(audio),
    srt: file(srt),
    processingMs,
    outcome,
  };
  return languages.length === 0 ? [body] : languages.map(language => ({ ...body, language }));
}

function file(source: string | Asset | undefined): string | object | undefined {
  return typeof source === 'object' ? { asset_id: source.assetId } : source;
}
