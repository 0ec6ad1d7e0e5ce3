import { DownloadError } from '../errors/download-error.js';
import { claimPart, type ClaimedPart } from './part-file.js';
import { requestFile, requestRest, strongEtag } from './request-file.js';
import { stallSignal, type StallSignal } from './stall-signal.js';
import { writeBody } from './write-body.js';

/** The options of one attempt. */
export interface ReceiveOptions {
  readonly signal: AbortSignal;
  /** Called as bytes arrive; `total` is undefined if the server does not say. */
  readonly onProgress: (received: number, total: number | undefined) => void;
}

/** A file that has been received as a whole. */
export interface ReceivedFile {
  readonly part: ClaimedPart;
  readonly bytes: number;
}

/**
 * One attempt to receive a file. It is written to a part file, whose name holds the version (`ETag`) that the server says it has: so an attempt continues only where
 * another one received the same file. It has succeeded when as many bytes have arrived as the server announced.
 *
 * @throws {DownloadError}
 */
export async function receive(url: string, path: string, options: ReceiveOptions): Promise<ReceivedFile> {
  const stall = stallSignal(options.signal);
  try {
    const whole = await requestFile(url, {}, stall);
    const part = await claimPart(path, strongEtag(whole));
    try {
      return { part, bytes: await receiveInto(part, { url, path, whole, stall, ...options }) };
    } catch (error) {
      await part.release();
      throw error;
    }
  } finally {
    stall.end();
  }
}

interface Receiving extends ReceiveOptions {
  readonly url: string;
  readonly path: string;
  /** The response to a request for the whole file. */
  readonly whole: Response;
  readonly stall: StallSignal;
}

/** Receives what the part file lacks. @returns the size of the file, in bytes. */
async function receiveInto(
  { file, have }: ClaimedPart,
  { url, path, whole, stall, onProgress }: Receiving,
): Promise<number> {
  const rest = have > 0 ? await requestRest(url, { have, whole }, stall) : undefined;
  const response = rest ?? whole;
  const start = rest === undefined ? 0 : have;
  const total = totalOf(response, start);
  const bytes = await writeBody(response, file, {
    path,
    start,
    stall,
    onProgress: received => onProgress(received, total),
  });
  if (total === undefined || bytes === total) return bytes;
  throw new DownloadError(`the connection was closed after ${bytes} of ${total} bytes`, 'transient');
}

/** The size of the file, if the server says it. A compressed body is longer once it is unpacked. */
function totalOf({ headers }: Response, start: number): number | undefined {
  const length = Number(headers.get('content-length') ?? NaN);
  const isPlain = (headers.get('content-encoding') ?? 'identity') === 'identity';
  return Number.isFinite(length) && isPlain ? start + length : undefined;
}
