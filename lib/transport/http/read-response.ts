import type { Abort } from './exchange.js';
import { fetchError } from './fetch-errors.js';
import { HttpResponse } from './http-response.js';
import { readBody } from './read-body.js';
import type { Redact } from './redactor.js';
import type { RequestDetails } from './refusal-error.js';

/** How a response is to be read. */
interface Reading {
  readonly request: RequestDetails;
  readonly redact: Redact;
  readonly maxBytes: number;
  readonly abort: Abort;
}

/** Reads a response to its end. @throws TranslationError (rejects) unless it is a 2xx with JSON or an empty body. */
export async function readResponse(
  response: Response,
  { request, redact, maxBytes, abort }: Reading,
): Promise<HttpResponse> {
  const { status, headers, type } = response;
  if (type === 'error') throw fetchError(request, undefined);
  if (type === 'opaqueredirect' || response.redirected || (status >= 300 && status < 400)) {
    void response.body?.cancel().catch(() => undefined);
    throw new HttpResponse(request, redact, status, headers, undefined).redirected();
  }
  const text = await readBody(response, maxBytes, abort);
  const json = parsed(text ?? '');
  const read = new HttpResponse(request, redact, status, headers, json);
  if (status < 200 || status > 299) throw read.refused();
  if (text === undefined) throw read.malformed(`with more than ${maxBytes} bytes`);
  if (json === undefined && text !== '') throw read.malformed('not with JSON');
  return read;
}

/** The JSON in a text; undefined where there is none. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
