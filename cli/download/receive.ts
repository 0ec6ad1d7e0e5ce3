import { DownloadError } from '../errors/download-error.js';
import { partPath, sizeOf } from './part-file.js';
import { requestFile, requestRest, strongEtag } from './request-file.js';
import { stallSignal } from './stall-signal.js';
import { writeBody } from './write-body.js';

/** What one attempt is told. */
export interface ReceiveOptions {
  readonly signal: AbortSignal;
  /** Called as bytes arrive; `total` is undefined if the server does not say. */
  readonly onProgress: (received: number, total: number | undefined) => void;
  /** An attempt that receives nothing for so long, in ms, has failed. @default 30_000 */
  readonly stallMs?: number;
}

/** A file that has been received as a whole, under the name of its part file. */
export interface ReceivedFile {
  readonly part: string;
  readonly bytes: number;
}

/**
 * One attempt to receive a file. It is written to a part file, whose name holds the version (`ETag`) that the server says it has: so an attempt continues only where
 * another one received the same file. It has succeeded when as many bytes have arrived as the server announced.
 *
 * @throws {DownloadError}
 */
export async function receive(address: string, path: string, options: ReceiveOptions): Promise<ReceivedFile> {
  const stall = stallSignal(options.signal, options.stallMs);
  try {
    const whole = await requestFile(address, {}, stall);
    const etag = strongEtag(whole);
    const part = partPath(path, etag);
    const have = etag === undefined ? 0 : sizeOf(part);
    const rest =
      have > 0 && etag !== undefined ? await requestRest(address, { have, etag, whole }, stall) : undefined;
    const response = rest ?? whole;
    const start = rest === undefined ? 0 : have;
    const total = totalOf(response, start);
    const { onProgress } = options;
    const bytes = await writeBody(response, part, {
      start,
      stall,
      onProgress: received => onProgress(received, total),
    });
    if (total === undefined || bytes === total) return { part, bytes };
    throw new DownloadError(`the connection was closed after ${bytes} of ${total} bytes`, 'trouble');
  } finally {
    stall.end();
  }
}

/** The size of the file, if the server says it. A compressed body is longer once it is unpacked. */
function totalOf({ headers }: Response, start: number): number | undefined {
  const length = Number(headers.get('content-length') ?? NaN);
  const isPlain = (headers.get('content-encoding') ?? 'identity') === 'identity';
  return Number.isFinite(length) && isPlain ? start + length : undefined;
}
