/** Why a file could not be downloaded: `final` will not mend itself, `expired` addresses have to be asked for again, after `trouble` the same one may work. */
export type DownloadFailure = 'expired' | 'final' | 'trouble';

/** A file could not be downloaded. */
export class DownloadError extends Error {
  override readonly name = 'DownloadError';
  readonly failure: DownloadFailure;
  /** How long its server asks to wait, in ms. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, failure: DownloadFailure = 'final', retryAfterMs?: number) {
    super(message);
    this.failure = failure;
    this.retryAfterMs = retryAfterMs;
  }
}
