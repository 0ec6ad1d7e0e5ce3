/** A file that the service holds already. */
export interface Asset {
  readonly assetId: string;
}

/**
 * What to translate. Field names are HeyGen's in camelCase; the small job API needs none of them.
 *
 * `translate` takes one language; `translateBatch` takes requests of one or several, a job each.
 */
export interface TranslationRequest {
  /** A public https address, or an asset that was uploaded before. */
  readonly video?: string | Asset;
  /** One target language by its name, such as `'Spanish (Spain)'`. Give this or `outputLanguages`. */
  readonly outputLanguage?: string;
  readonly outputLanguages?: readonly string[];
  readonly title?: string;
  readonly audio?: string | Asset;
  /** Detected when absent. */
  readonly inputLanguage?: string;
  readonly translateAudioOnly?: boolean;
  /** How many people speak. */
  readonly speakerNum?: number;
  readonly mode?: 'speed' | 'precision';
  /** Where the service posts a webhook when the job ends. */
  readonly callbackUrl?: string;
  readonly callbackId?: string;
  readonly enableCaption?: boolean;
  readonly keepTheSameFormat?: boolean;
  readonly enableDynamicDuration?: boolean;
  readonly disableMusicTrack?: boolean;
  readonly enableSpeechEnhancement?: boolean;
  readonly enableWatermark?: boolean;
  /** Seconds into the video. */
  readonly startTime?: number;
  /** Seconds into the video. */
  readonly endTime?: number;
  readonly brandGlossaryId?: string;
  readonly srt?: string | Asset;
  readonly srtRole?: 'input' | 'output';
  readonly fpsMode?: 'vfr' | 'cfr' | 'passthrough';
  readonly folderId?: string;
  /** Only on the mock backend's job API: how long the job takes. */
  readonly processingMs?: number;
  /** Only on the mock backend's job API: how the job ends. */
  readonly outcome?: 'completed' | 'error';
}

/** The languages a request asks for, in order; empty when it names none. */
export function languagesOf(request: TranslationRequest): readonly string[] {
  return request.outputLanguages ?? (request.outputLanguage === undefined ? [] : [request.outputLanguage]);
}
