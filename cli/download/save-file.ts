import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { DownloadError } from '../errors/download-error.js';
import { completePart } from './part-file.js';
import { receive, type ReceivedFile, type ReceiveOptions } from './receive.js';

interface SaveOptions extends ReceiveOptions {
  /** Replaces a file that exists. */
  readonly force: boolean;
  /** The present address of the file: presigned ones expire. */
  readonly freshAddress: () => Promise<string | undefined>;
}

/** Attempts in a row that bring nothing new. */
const MAX_ATTEMPTS = 4;
const FIRST_DELAY_MS = 500;

/**
 * Saves a file, in several attempts if the connection breaks.
 *
 * @returns its size in bytes.
 * @throws {DownloadError}
 */
export async function saveFile(address: string, path: string, options: SaveOptions): Promise<number> {
  const checkPath = (): void => {
    if (!options.force && existsSync(path))
      throw new DownloadError(`Cannot download: ${path} exists; --force replaces it`);
  };
  checkPath();
  const { part, bytes } = await receiveWithRetries(address, path, options);
  // A download takes long enough for another program to write this file.
  checkPath();
  await completePart(part, path);
  return bytes;
}

/** As long as bytes arrive, there is another attempt. */
async function receiveWithRetries(
  address: string,
  path: string,
  { freshAddress, ...options }: SaveOptions,
): Promise<ReceivedFile> {
  let current = address;
  let reached = 0;
  for (let attempt = 1; ; attempt++) {
    let received = 0;
    const onProgress = (bytes: number, total: number | undefined): void => {
      received = bytes;
      options.onProgress(bytes, total);
    };
    try {
      return await receive(current, path, { ...options, onProgress });
    } catch (error) {
      if (!(error instanceof DownloadError) || error.failure === 'final') throw error;
      if (received > reached) [attempt, reached] = [0, received];
      if (attempt >= MAX_ATTEMPTS) throw new DownloadError(`Cannot download ${path}: ${error.message}`);
      if (error.failure === 'expired') current = (await freshAddress()) ?? current;
      const delayMs = FIRST_DELAY_MS * 2 ** Math.max(0, attempt - 1);
      await delay(delayMs, undefined, { signal: options.signal });
    }
  }
}
