/** Why a file could not be downloaded: `expired` addresses have to be asked for again, after `trouble` the same one may work. */
export type DownloadFailure = 'expired' | 'final' | 'trouble';

/** A file could not be downloaded. */
export class DownloadError extends Error {
  override readonly name = 'DownloadError';
  readonly failure: DownloadFailure;

  constructor(message: string, failure: DownloadFailure = 'final') {
    super(message);
    this.failure = failure;
  }
}
