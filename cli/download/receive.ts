import { createHash } from 'node:crypto';
import { createWriteStream, existsSync, statSync } from 'node:fs';
import { readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { DownloadError } from '../errors/download-error.js';

/** What one attempt is told. */
export interface ReceiveOptions {
  readonly signal: AbortSignal;
  /** Called as bytes arrive; `total` is undefined if the server does not say. */
  readonly onProgress: (received: number, total: number | undefined) => void;
}

/** Nothing received for so long, in ms: the connection is dead. */
const STALL_MS = 30_000;

/**
 * One attempt to receive a file. It is written to a part file, whose name holds the version (`ETag`) that the server says it has: so an attempt goes on only where another
 * one received the same file. It is renamed when as many bytes have arrived as the server announced.
 *
 * @returns its size in bytes.
 * @throws {DownloadError}
 */
export async function receive(address: string, path: string, options: ReceiveOptions): Promise<number> {
  const whole = await request(address, {}, options.signal);
  const etag = strongEtag(whole);
  const part = partPath(path, etag);
  const have = etag === undefined ? 0 : sizeOf(part);
  const rest =
    have > 0 && etag !== undefined
      ? await requestRest(address, { have, etag }, whole, options.signal)
      : undefined;
  const response = rest ?? whole;
  const start = rest === undefined ? 0 : have;
  const length = Number(response.headers.get('content-length') ?? NaN);
  // A compressed body is longer than the header says once it is unpacked.
  const isPlain = (response.headers.get('content-encoding') ?? 'identity') === 'identity';
  const total = Number.isFinite(length) && isPlain ? start + length : undefined;
  const received = await write(response, part, { start, total }, options);
  if (total !== undefined && received !== total) {
    throw new DownloadError(`${basename(path)} was cut off after ${received} of ${total} bytes`, 'trouble');
  }
  await rename(part, path).catch((error: unknown) => {
    throw cannotWrite(path, error);
  });
  await removeParts(path);
  return received;
}

/** The rest of a file from a byte on, if the server still has the same file. */
async function requestRest(
  address: string,
  { have, etag }: { readonly have: number; readonly etag: string },
  whole: Response,
  signal: AbortSignal,
): Promise<Response | undefined> {
  const total = Number(whole.headers.get('content-length') ?? NaN);
  if (have >= total) return undefined;
  const headers = { range: `bytes=${have}-`, 'if-range': etag };
  const response = await request(address, headers, signal);
  const isRest =
    response.status === 206 && response.headers.get('content-range')?.startsWith(`bytes ${have}-`) === true;
  await (isRest ? whole : response).body?.cancel();
  return isRest ? response : undefined;
}

async function request(
  address: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Response> {
  const { host } = new URL(address);
  const response = await fetch(address, {
    headers: { 'accept-encoding': 'identity', ...headers },
    signal,
  }).catch((error: unknown) => {
    throw signal.aborted ? error : new DownloadError(`${host} is unreachable (${codeOf(error)})`, 'trouble');
  });
  if (response.ok && response.body !== null) return response;
  const { status } = response;
  await response.body?.cancel();
  const isExpired = status === 403 || status === 404 || status === 410;
  const isTrouble = status === 408 || status === 429 || status >= 500;
  throw new DownloadError(
    `${host} answered with ${status}`,
    isExpired ? 'expired' : isTrouble ? 'trouble' : 'final',
  );
}

async function write(
  response: Response,
  part: string,
  { start, total }: { readonly start: number; readonly total: number | undefined },
  { signal, onProgress }: ReceiveOptions,
): Promise<number> {
  const stall = new AbortController();
  const watchdog = setTimeout(() => stall.abort(), STALL_MS);
  let received = start;
  const counting = new Transform({
    transform: (chunk: Uint8Array, _encoding, done) => {
      watchdog.refresh();
      received += chunk.byteLength;
      onProgress(received, total);
      done(null, chunk);
    },
  });
  try {
    await pipeline(
      Readable.fromWeb(response.body as ReadableStream<Uint8Array>),
      counting,
      createWriteStream(part, { flags: start > 0 ? 'a' : 'w' }),
      { signal: AbortSignal.any([signal, stall.signal]) },
    );
    return received;
  } catch (error) {
    if (signal.aborted) throw error;
    // What fails on disk names the call of the system; a broken connection does not.
    if (fieldOf(error, 'syscall') !== undefined) throw cannotWrite(part, error);
    throw new DownloadError(`the connection was lost after ${received} bytes (${codeOf(error)})`, 'trouble');
  } finally {
    clearTimeout(watchdog);
  }
}

/** A weak one may be that of another representation. */
const strongEtag = ({ headers }: Response): string | undefined => {
  const etag = headers.get('etag');
  return etag === null || etag.startsWith('W/') ? undefined : etag;
};

const partPath = (path: string, etag: string | undefined): string =>
  etag === undefined
    ? `${path}.part`
    : `${path}.${createHash('sha256').update(etag).digest('hex').slice(0, 8)}.part`;

/** Parts of other versions. */
async function removeParts(path: string): Promise<void> {
  const [folder, name] = [dirname(path), basename(path)];
  const parts = (await readdir(folder)).filter(each => each.startsWith(`${name}.`) && each.endsWith('.part'));
  for (const part of parts) await rm(join(folder, part), { force: true });
}

const sizeOf = (path: string): number => (existsSync(path) ? statSync(path).size : 0);

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  ENOENT: 'the folder does not exist',
  EACCES: 'permission denied',
  EROFS: 'the file system is read-only',
};

function cannotWrite(path: string, error: unknown): DownloadError {
  const code = codeOf(error);
  return new DownloadError(`Cannot write ${path}: ${REASONS[code] ?? 'the system refuses'} (${code})`);
}

/** The innermost code of an error, or its name. */
function codeOf(error: unknown): string {
  const code = fieldOf(error, 'code');
  if (typeof code === 'string') return code;
  const cause = fieldOf(error, 'cause');
  if (cause !== undefined) return codeOf(cause);
  const name = fieldOf(error, 'name');
  return typeof name === 'string' ? name : 'unknown';
}

const fieldOf = (error: unknown, name: string): unknown =>
  typeof error === 'object' && error !== null ? (Reflect.get(error, name) as unknown) : undefined;
