import type { Asset, TranslationRequest } from '../../model/request.js';
import { present } from '../../model/present.js';

/** The body of a create: the fields of the request under HeyGen's names, with `language`. */
export function jobBody(request: TranslationRequest, language: string | undefined, plain: object): object {
  const { video, audio, srt, processingMs, outcome } = request;
  // Undefined fields are left out, because they would override those in `extra`.
  return {
    ...plain,
    ...present({ video: file(video), audio: file(audio), srt: file(srt), processingMs, outcome, language }),
  };
}

function file(source: string | Asset | undefined): string | object | undefined {
  return typeof source === 'object' ? { asset_id: source.assetId } : source;
}
