import { asyncScheduler } from 'rxjs';
import { ProtocolError, RequestError, type TranslationError } from '../../model/errors.js';
import { field, isList, numberField } from '../json-fields.js';
import { NOT_JSON, refusalError, type RequestDetails } from './refusal-error.js';
import { httpDate, retryAfterMs } from './retry-after.js';

/** A response whose body has been read: `body` is the JSON in it, undefined if there was none. */
export class HttpResponse {
  readonly #request: RequestDetails;
  /** How long the service asks to wait, in ms. Read once, since each report of a bulk response has it. */
  readonly retryAfterMs: number | undefined;

  constructor(
    request: RequestDetails,
    readonly status: number,
    readonly headers: Headers,
    readonly body: unknown,
  ) {
    this.#request = request;
    this.retryAfterMs = retryAfterMs(headers.get('retry-after'), () => this.dateAt ?? asyncScheduler.now());
  }

  /** The service's own id for the request. */
  get requestId(): string | undefined {
    return this.word(this.headers.get('x-request-id'));
  }

  /** The time by the service's clock, in epoch ms. */
  get dateAt(): number | undefined {
    return httpDate(this.headers.get('date'));
  }

  /** The error for a response of an unexpected form; `why` follows "returned 200, but". */
  malformed(why: string, code?: 'body_too_large' | 'not_json' | 'redirect'): ProtocolError {
    const { label, about } = this.#request;
    const { requestId, status } = this;
    const message = `${label} returned ${status}, but ${this.sentence(why) ?? ''}`;
    return new ProtocolError(message, { ...about, requestId, status, code });
  }

  /** The error for a refusal, with the service's own message. */
  refused(): TranslationError {
    const { body, status, requestId } = this;
    const error = field(body, 'error') ?? body;
    return refusalError(this.#request, {
      status,
      requestId,
      retryAfterMs: this.retryAfterMs ?? hintIn(error) ?? hintIn(body),
      code: body === undefined ? NOT_JSON : this.word(field(error, 'code')),
      text: this.sentence(sentenceIn(error)),
    });
  }

  /**
   * The error for a redirect: it is not followed, because the key would be sent along. A create may have made a job if the answer is 303, which points at what was made, or if a
   * custom `fetch` has followed the redirect.
   */
  redirected(): RequestError | ProtocolError {
    const { label, about } = this.#request;
    const { requestId, status } = this;
    if (about.idempotencyKey !== undefined) {
      if (status === 303) return this.malformed('redirects are never followed', 'redirect');
      if (status >= 200 && status < 300) return this.malformed('after a redirect', 'redirect');
    }
    const message = `${label} returned a redirect, which is never followed: check \`baseUrl\``;
    return new RequestError(message, { ...about, requestId, code: 'redirect' });
  }

  /** A word of the service that can be shown: on one line, of limited length, without secrets; undefined for anything but a text. */
  word(text: unknown): string | undefined {
    return this.#shown(text, 100);
  }

  /** A sentence of the service that can be shown; undefined for anything but a text. */
  sentence(text: unknown): string | undefined {
    return this.#shown(text, 300);
  }

  /** A URL from the service, without secrets; undefined for anything but a string. One without a host is the service's own. */
  address(text: unknown): string | undefined {
    return isText(text)
      ? this.#request.redactor.redactAddress(absolute(text, this.#request.origin))
      : undefined;
  }

  /**
   * The text at a path of the body, such as `text('job', 'state')`.
   *
   * @throws ProtocolError if there is none.
   */
  text(...path: readonly string[]): string {
    const value = path.reduce(field, this.body);
    if (typeof value === 'string') return value;
    throw this.malformed(`without a string at \`${path.join('.')}\``);
  }

  #shown(text: unknown, length: number): string | undefined {
    return isText(text) ? this.#request.redactor.shown(text, length) || undefined : undefined;
  }
}

const isText = (text: unknown): text is string => typeof text === 'string' && text !== '';

/** Signed URLs must not be changed: only one without a host is completed. */
const absolute = (address: string, origin: string): string =>
  address.replace(/^\/(\/?)/, (_, isHostNamed) => (isHostNamed ? 'https://' : `${origin}/`));

/** The fields in which services describe an error; `detail` and `title` are those of RFC 9457, and of FastAPI, which gives a list of `msg`. */
const SENTENCES = ['message', 'detail', 'errors', 'msg', 'title'];

/** What a refusal says, in a text or at one of these names, up to three levels deep. */
function sentenceIn(error: unknown, depth = 3): string | undefined {
  if (typeof error === 'string') return error;
  if (depth === 0) return undefined;
  if (isList(error)) return sentenceIn(error[0], depth - 1);
  return SENTENCES.map(name => sentenceIn(field(error, name), depth - 1)).find(text => text);
}

/** The longest hint that a body can give: a greater number is more likely an instant, in s. */
const MAX_HINT_S = 86_400;

/** How long the body of a refusal asks to wait, in ms. Some services have no header for it. */
function hintIn(error: unknown): number | undefined {
  const seconds = numberField(error, 'retry_after') ?? numberField(error, 'retryAfter') ?? -1;
  return seconds >= 0 && seconds <= MAX_HINT_S ? Math.ceil(seconds * 1000) : undefined;
}
