import type { Abort } from './exchange.js';
import { fetchError } from './errors/fetch-errors.js';
import { HttpResponse } from './http-response.js';
import { isMistake, nameAndMessage } from './errors/mistakes.js';
import { cancelBody, readBody } from './read-body.js';
import type { RequestDetails } from './errors/refusal-error.js';

/** How a response is to be read. */
interface Reading {
  readonly request: RequestDetails;
  readonly maxBytes: number;
  readonly abort: Abort;
}

/** Reads a response to its end. @throws TranslationError (rejects) unless it is a 2xx with JSON or an empty body. */
export async function readResponse(
  response: Response,
  { request, maxBytes, abort }: Reading,
): Promise<HttpResponse> {
  const { status, type } = response;
  const headers = headersOf(response);
  const readAs = (body: unknown) => new HttpResponse(request, status, headers, body);
  if (type === 'error') throw fetchError(request, undefined);
  if (type === 'opaqueredirect' || response.redirected || (status >= 300 && status < 400 && status !== 304)) {
    cancelBody(response);
    throw readAs(undefined).redirected();
  }
  const text = await readBody(response, maxBytes, abort).catch((thrown: unknown) => {
    // The response did arrive, so a failure now is a bug in a test double or a wrapper, not a network error.
    throw isMistake(thrown)
      ? readAs(undefined).malformed(`cannot be read: ${nameAndMessage(thrown)}`)
      : thrown;
  });
  const json = parsed(text ?? '');
  const read = readAs(json);
  if (status < 200 || status > 299) throw read.refused();
  if (text === undefined) throw read.malformed(`with more than ${maxBytes} bytes`, 'body_too_large');
  if (json === undefined && text !== '') throw read.malformed('not JSON', 'not_json');
  return read;
}

/** Not every response has the platform's Headers, or any. Invalid headers, such as `:status` of HTTP/2, are left out. */
function headersOf({ headers }: Response): Headers {
  const given = headers as Headers | Record<string, string> | null | undefined;
  if (typeof given?.get === 'function') return given as Headers;
  const valid = new Headers();
  for (const [name, value] of Object.entries((given ?? {}) as Record<string, string>)) {
    try {
      valid.set(name, value);
    } catch {
      // Left out.
    }
  }
  return valid;
}

const BYTE_ORDER_MARK = '\ufeff';

/** The JSON in a text, with or without a byte order mark; undefined if there is none. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text);
  } catch {
    return undefined;
  }
}
