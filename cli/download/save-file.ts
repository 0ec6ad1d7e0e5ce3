import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { DownloadError } from '../errors/download-error.js';
import { receive } from './receive.js';

interface SaveOptions {
  /** Replaces a file that exists. */
  readonly force: boolean;
  readonly signal: AbortSignal;
  readonly onProgress: (received: number, total: number | undefined) => void;
  /** The present address of the file: presigned ones expire. */
  readonly freshAddress: () => Promise<string | undefined>;
}

/** Attempts in a row that bring nothing new. */
const MAX_ATTEMPTS = 4;
const FIRST_DELAY_MS = 500;

/**
 * Saves a file, in several attempts if the connection breaks. As long as bytes arrive, there is another attempt.
 *
 * @returns its size in bytes.
 * @throws {DownloadError}
 */
export async function saveFile(address: string, path: string, options: SaveOptions): Promise<number> {
  const { force, signal, freshAddress } = options;
  if (!force && existsSync(path))
    throw new DownloadError(`Cannot download: ${path} exists; --force replaces it`);
  let current = address;
  let reached = 0;
  for (let attempt = 1; ; attempt++) {
    let received = 0;
    const onProgress = (bytes: number, total: number | undefined): void => {
      received = bytes;
      options.onProgress(bytes, total);
    };
    try {
      return await receive(current, path, { signal, onProgress });
    } catch (error) {
      if (!(error instanceof DownloadError) || error.failure === 'final') throw error;
      if (received > reached) [attempt, reached] = [0, received];
      if (attempt >= MAX_ATTEMPTS) throw new DownloadError(`Cannot download ${path}: ${error.message}`);
      if (error.failure === 'expired') current = (await freshAddress()) ?? current;
      await delay(FIRST_DELAY_MS * 2 ** Math.max(0, attempt - 1), undefined, { signal });
    }
  }
}
