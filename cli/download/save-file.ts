import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { DownloadError } from '../errors/download-error.js';
import { MAX_ATTEMPTS } from '../service/retry-delay.js';
import { receive, type ReceivedFile, type ReceiveOptions } from './receive.js';

interface SaveOptions extends ReceiveOptions {
  /** Replaces a file that exists. */
  readonly force: boolean;
  /** The present URL of the file: presigned ones expire. */
  readonly freshUrl: () => Promise<string | undefined>;
  /** How long to wait, in ms, after `failed` attempts in a row that brought nothing new; at least 1. */
  readonly delayMs: (failed: number, error: DownloadError) => number;
}

/**
 * Saves a file, in several attempts if the connection breaks.
 *
 * @returns its size in bytes.
 * @throws {DownloadError}
 */
export async function saveFile(url: string, path: string, options: SaveOptions): Promise<number> {
  const checkPath = (): void => {
    if (!options.force && existsSync(path))
      throw new DownloadError(`Cannot download: ${path} already exists; use --force to replace it`);
  };
  checkPath();
  const { part, bytes } = await receiveWithRetries(url, path, options);
  try {
    // A download takes long enough for another program to write this file.
    checkPath();
    await part.complete();
  } catch (error) {
    await part.release();
    throw error;
  }
  return bytes;
}

/** As long as bytes arrive, there is another attempt. */
async function receiveWithRetries(
  url: string,
  path: string,
  { freshUrl, delayMs, ...options }: SaveOptions,
): Promise<ReceivedFile> {
  let current = url;
  let reached = 0;
  let failed = 0;
  for (;;) {
    let received = 0;
    const onProgress = (bytes: number, total: number | undefined): void => {
      received = bytes;
      options.onProgress(bytes, total);
    };
    try {
      return await receive(current, path, { ...options, onProgress });
    } catch (error) {
      if (!(error instanceof DownloadError) || error.failure === 'final') throw error;
      failed = received > reached ? 0 : failed + 1;
      reached = Math.max(reached, received);
      if (failed >= MAX_ATTEMPTS)
        throw new DownloadError(`Cannot download ${path}: ${error.message}`, error.failure);
      if (error.failure === 'expired') current = (await freshUrl()) ?? current;
      await delay(delayMs(Math.max(1, failed), error), undefined, { signal: options.signal });
    }
  }
}
