/** A file that has been uploaded to the service. */
export interface Asset {
  readonly assetId: string;
}

/**
 * What to translate. Field names are HeyGen's in camelCase; the small job API needs none of them.
 *
 * `translate` takes one language; `translateBatch` takes one or several in each request, and creates a job for each.
 */
export interface TranslationRequest {
  /** A public https address, or an uploaded asset. */
  readonly video?: string | Asset | undefined;
  /** One target language by its name, such as `'Spanish (Spain)'`. Give this or `outputLanguages`. */
  readonly outputLanguage?: string | undefined;
  readonly outputLanguages?: readonly string[] | undefined;
  readonly title?: string | undefined;
  readonly audio?: string | Asset | undefined;
  /** Detected when absent. */
  readonly inputLanguage?: string | undefined;
  readonly translateAudioOnly?: boolean | undefined;
  /** The number of speakers. */
  readonly speakerNum?: number | undefined;
  readonly mode?: 'speed' | 'precision' | undefined;
  /** Where the service sends a webhook when the job ends. */
  readonly callbackUrl?: string | undefined;
  readonly callbackId?: string | undefined;
  readonly enableCaption?: boolean | undefined;
  readonly keepTheSameFormat?: boolean | undefined;
  readonly enableDynamicDuration?: boolean | undefined;
  readonly disableMusicTrack?: boolean | undefined;
  readonly enableSpeechEnhancement?: boolean | undefined;
  readonly enableWatermark?: boolean | undefined;
  /** Seconds into the video. */
  readonly startTime?: number | undefined;
  /** Seconds into the video. */
  readonly endTime?: number | undefined;
  readonly brandGlossaryId?: string | undefined;
  readonly srt?: string | Asset | undefined;
  readonly srtRole?: 'input' | 'output' | undefined;
  readonly fpsMode?: 'vfr' | 'cfr' | 'passthrough' | undefined;
  readonly folderId?: string | undefined;
  /** Voices to choose from, with HeyGen's own field names. */
  readonly stockVoiceConfig?: Readonly<Record<string, unknown>> | undefined;
  /** Fields that this library does not know, under the service's own names. They are sent unchanged; the fields above take precedence. */
  readonly extra?: Readonly<Record<string, unknown>> | undefined;
  /** Only on the mock backend's job API: how long the job takes. */
  readonly processingMs?: number | undefined;
  /** Only on the mock backend's job API: how the job ends. */
  readonly outcome?: 'completed' | 'error' | undefined;
}

/** The languages a request asks for, in order; empty when it names none. */
export function languagesOf(request: TranslationRequest): readonly string[] {
  return request.outputLanguages ?? (request.outputLanguage === undefined ? [] : [request.outputLanguage]);
}
