import { createWriteStream } from 'node:fs';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { DownloadError } from '../errors/download-error.js';
import { cannotWrite } from './cannot-write.js';
import { codeOf, isSystemError } from './error-code.js';
import type { StallSignal } from './stall-signal.js';

interface WriteOptions {
  /** How many bytes the part file has, which are kept. */
  readonly start: number;
  readonly stall: StallSignal;
  readonly onProgress: (received: number) => void;
}

/** Writes the body of an answer to a part file. @returns the size of the file. @throws {DownloadError} */
export async function writeBody(
  response: Response,
  part: string,
  { start, stall, onProgress }: WriteOptions,
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
    await pipeline(
      Readable.fromWeb(response.body as ReadableStream<Uint8Array>),
      counting,
      createWriteStream(part, { flags: start > 0 ? 'a' : 'w' }),
      { signal: stall.signal },
    );
    return received;
  } catch (error) {
    if (stall.interrupted()) throw error;
    if (isSystemError(error)) throw cannotWrite(part, error);
    const why = stall.stalled() ?? codeOf(error);
    throw new DownloadError(`the connection was lost after ${received} bytes (${why})`, 'trouble');
  }
}
