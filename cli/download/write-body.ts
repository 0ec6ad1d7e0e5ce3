import { open } from 'node:fs/promises';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { DownloadError } from '../errors/download-error.js';
import { cannotWrite } from './cannot-write.js';
import { codeOf, isSystemError } from './error-code.js';
import type { StallSignal } from './stall-signal.js';

interface WriteOptions {
  /** The name of the complete file. */
  readonly path: string;
  /** How many bytes the part file has, which are kept. */
  readonly start: number;
  readonly stall: StallSignal;
  readonly onProgress: (received: number) => void;
}

/** Writes the body of a response to a part file. @returns the size of the file. @throws {DownloadError} */
export async function writeBody(
  response: Response,
  part: string,
  { path, start, stall, onProgress }: WriteOptions,
): Promise<number> {
  let received = start;
  const counting = new Transform({
    transform: (chunk: Uint8Array, _encoding, done) => {
      stall.refresh();
      received += chunk.byteLength;
      onProgress(received);
      done(null, chunk);
    },
  });
  try {
    const file = await open(part, start > 0 ? 'a' : 'w');
    try {
      const body = Readable.fromWeb(response.body as ReadableStream<Uint8Array>);
      await pipeline(body, counting, file.createWriteStream(), { signal: stall.signal });
    } finally {
      // What follows renames it.
      await file.close();
    }
    return received;
  } catch (error) {
    if (stall.interrupted()) throw error;
    if (isSystemError(error)) throw cannotWrite(path, error);
    const why = stall.stalled() ?? codeOf(error);
    throw new DownloadError(`the connection was lost after ${received} bytes (${why})`, 'transient');
  }
}
