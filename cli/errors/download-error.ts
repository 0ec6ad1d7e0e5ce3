/** Why a file could not be downloaded: `final` cannot be retried, `expired` needs a fresh URL, after `trouble` the same URL may work. */
export type DownloadFailure = 'expired' | 'final' | 'transient';

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
