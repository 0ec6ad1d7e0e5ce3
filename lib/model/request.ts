/** A file that has been uploaded to the service. */
export interface Asset {
  /** The id that the service assigned to it. */
  readonly assetId: string;
}

/**
 * What to translate. Field names are HeyGen's in camelCase; the small job API needs none of them.
 *
 * `translate` takes one language; `translateBatch` takes one or several in each request, and creates a job for each. An object of a class is sent with its getters.
 */
export interface TranslationRequest {
  /** A public https URL, or an uploaded asset. */
  readonly video?: string | Asset | undefined;
  /** One target language by its name, such as `'Spanish (Spain)'`. Set either this or `outputLanguages`. */
  readonly outputLanguage?: string | undefined;
  /** Several target languages, at least one: one job for each. */
  readonly outputLanguages?: readonly string[] | undefined;
  /** Shown in HeyGen's list. */
  readonly title?: string | undefined;
  /** Your own audio instead of the video's. HeyGen expects about the same length. */
  readonly audio?: string | Asset | undefined;
  /** The language spoken in the video. Detected if absent. */
  readonly inputLanguage?: string | undefined;
  /** Translates the speech without changing the lips. HeyGen's default is false. */
  readonly translateAudioOnly?: boolean | undefined;
  /** The number of speakers. */
  readonly speakerNum?: number | undefined;
  /** `speed` is faster, `precision` has better lip sync. HeyGen's default is `speed`. */
  readonly mode?: 'speed' | 'precision' | undefined;
  /** Where the service sends a webhook when the job ends. */
  readonly callbackUrl?: string | undefined;
  /** Your own id, repeated in the webhook. */
  readonly callbackId?: string | undefined;
  /** Whether to create captions. HeyGen's default is false. */
  readonly enableCaption?: boolean | undefined;
  /** Keeps the format of the input video. */
  readonly keepTheSameFormat?: boolean | undefined;
  /** Lets the length of the video follow the speech. HeyGen's default is true. */
  readonly enableDynamicDuration?: boolean | undefined;
  /** Removes the music. HeyGen's default is false. */
  readonly disableMusicTrack?: boolean | undefined;
  /** Cleans up the speech. HeyGen's default is false. */
  readonly enableSpeechEnhancement?: boolean | undefined;
  /** Adds a watermark. HeyGen's default is false. */
  readonly enableWatermark?: boolean | undefined;
  /** Seconds into the video. */
  readonly startTime?: number | undefined;
  /** Seconds into the video. */
  readonly endTime?: number | undefined;
  /** A glossary of names and terms. */
  readonly brandGlossaryId?: string | undefined;
  /** Subtitles: a public URL, or an uploaded asset. */
  readonly srt?: string | Asset | undefined;
  /** Whether `srt` is the text of the original video, or of the translation. */
  readonly srtRole?: 'input' | 'output' | undefined;
  /** Variable or constant frame rate, or that of the input. */
  readonly fpsMode?: 'vfr' | 'cfr' | 'passthrough' | undefined;
  /** The folder for the result. */
  readonly folderId?: string | undefined;
  /** Voices to choose from, with HeyGen's own field names. */
  readonly stockVoiceConfig?: Readonly<Record<string, unknown>> | undefined;
  /** Fields that this library does not know, under the service's own names. They are sent unchanged, but the fields above take precedence. */
  readonly extra?: Readonly<Record<string, unknown>> | undefined;
  /** Only on the mock backend's job API: how long the job takes. */
  readonly processingMs?: number | undefined;
  /** Only on the mock backend's job API: how the job ends. */
  readonly outcome?: 'completed' | 'error' | undefined;
}

/** The languages of a request, in order; empty if it has none. */
export function languagesOf(request: TranslationRequest): readonly string[] {
  return request.outputLanguages ?? (request.outputLanguage === undefined ? [] : [request.outputLanguage]);
}
