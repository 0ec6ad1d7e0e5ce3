import { HttpAnswer } from './http-answer.js';
import type { Asked } from './http-errors.js';
import { faultError } from './network-faults.js';
import type { Exchange } from './one-exchange.js';
import { readBody } from './read-body.js';
import type { Redact } from './redactor.js';

/** How an answer is to be read. */
interface Reading {
  readonly asked: Asked;
  readonly redact: Redact;
  readonly maxBytes: number;
  readonly exchange: Exchange;
}

/** Reads an answer to its end, and throws a `TranslationError` unless it is a 2xx with JSON or nothing in it. */
export async function readAnswer(
  response: Response,
  { asked, redact, maxBytes, exchange }: Reading,
): Promise<HttpAnswer> {
  const { status, headers, type } = response;
  if (type === 'error') throw faultError(asked, undefined);
  if (type === 'opaqueredirect' || response.redirected || (status >= 300 && status < 400)) {
    void response.body?.cancel().catch(() => undefined);
    throw new HttpAnswer(asked, redact, status, headers, undefined).redirected();
  }
  const text = await readBody(response, maxBytes, exchange);
  const json = parsed(text ?? '');
  const answer = new HttpAnswer(asked, redact, status, headers, json);
  if (status < 200 || status > 299) throw answer.refused();
  if (text === undefined) throw answer.malformed(`with more than ${maxBytes} bytes`);
  if (json === undefined && text !== '') throw answer.malformed('not with JSON');
  return answer;
}

/** What JSON makes of a text; undefined when that is nothing. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
