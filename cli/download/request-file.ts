import { httpDate, retryAfterMs } from '../../lib/transport/http/retry-after.js';
import { DownloadError, type DownloadFailure } from '../errors/download-error.js';
import { codeOf } from './error-code.js';
import type { StallSignal } from './stall-signal.js';

/** Sends the request for a file, without a key. @throws {DownloadError} unless the response is a file. */
export async function requestFile(
  url: string,
  headers: Readonly<Record<string, string>>,
  stall: StallSignal,
): Promise<Response> {
  if (!/^https?:/i.test(url) || !URL.canParse(url)) {
    throw new DownloadError(`Cannot download ${url}: not an http(s) URL`);
  }
  const { host } = new URL(url);
  const response = await fetch(url, {
    headers: { 'accept-encoding': 'identity', ...headers },
    signal: stall.signal,
  }).catch((error: unknown) => {
    if (stall.interrupted()) throw error;
    throw new DownloadError(`${host} is unreachable (${stall.stalled() ?? codeOf(error)})`, 'transient');
  });
  stall.refresh();
  if (response.ok && response.body !== null) return response;
  await discard(response);
  const { status } = response;
  throw new DownloadError(`${host} responded with ${status}`, failureOf(status), askedToWaitMs(response));
}

/** What `Retry-After` says, in ms. A date in it is relative to the `Date` of the response; without one it is ignored. */
const askedToWaitMs = ({ headers }: Response): number | undefined =>
  retryAfterMs(headers.get('retry-after'), () => httpDate(headers.get('date')) ?? Infinity);

function failureOf(status: number): DownloadFailure {
  if (status === 403 || status === 404 || status === 410) return 'expired';
  return status === 408 || status === 429 || status >= 500 ? 'transient' : 'final';
}

interface Received {
  /** How many bytes of the file are on disk. */
  readonly have: number;
  /** The response to a request for the whole file. */
  readonly whole: Response;
}

/** The rest of a file, if the server still has the same one and sends parts; then the whole is cancelled. */
export async function requestRest(
  url: string,
  { have, whole }: Received,
  stall: StallSignal,
): Promise<Response | undefined> {
  const total = Number(whole.headers.get('content-length') ?? NaN);
  const etag = strongEtag(whole);
  if (have >= total || etag === undefined) return undefined;
  const response = await requestFile(url, { range: `bytes=${have}-`, 'if-range': etag }, stall);
  const isRest =
    response.status === 206 && response.headers.get('content-range')?.startsWith(`bytes ${have}-`) === true;
  await discard(isRest ? whole : response);
  return isRest ? response : undefined;
}

/** Its connection may have broken already. */
const discard = async ({ body }: Response): Promise<void> => body?.cancel().catch(() => undefined);

/** The version of a file. A weak one may be that of another representation. */
export const strongEtag = ({ headers }: Response): string | undefined => {
  const etag = headers.get('etag');
  return etag === null || etag.startsWith('W/') ? undefined : etag;
};
