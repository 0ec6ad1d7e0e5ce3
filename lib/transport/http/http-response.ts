import { asyncScheduler } from 'rxjs';
import { ProtocolError, RequestError, type TranslationError } from '../../model/errors.js';
import { field, isList, numberField } from '../json-fields.js';
import { NOT_JSON, refusalError, type RequestDetails } from './errors/refusal-error.js';
import { httpDate, retryAfterMs } from './retry-after.js';

/** A response whose body has been read. `body` is its JSON, or undefined if it had none. */
export class HttpResponse {
  readonly #request: RequestDetails;
  /** How long the service asks to wait, in ms. Parsed once, because every report of a bulk response includes it. */
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
   * The error for a redirect. Redirects are not followed, because the key would be sent along. A create may still have created a job: a 303 points to what was created,
   * and a custom `fetch` may have followed the redirect.
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

  /** A word from the service that is safe to show: on one line, shortened, without secrets; undefined if it is not a string. */
  word(text: unknown): string | undefined {
    return this.#shown(text, 100);
  }

  /** A sentence from the service that is safe to show; undefined if it is not a string. */
  sentence(text: unknown): string | undefined {
    return this.#shown(text, 300);
  }

  /** A URL from the service, without secrets; undefined if it is not a string. Relative URLs are resolved against the service's origin. */
  address(text: unknown): string | undefined {
    return isText(text) ? this.#request.redactor.redactUrl(absolute(text, this.#request.origin)) : undefined;
  }

  /**
   * The string at a path in the body, such as `text('job', 'state')`.
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

/** Absolute URLs stay unchanged: they may be signed. */
const absolute = (url: string, origin: string): string =>
  url.replace(/^\/(\/?)/, (_, isHostNamed) => (isHostNamed ? 'https://' : `${origin}/`));

/** The fields in which services describe an error; `detail` and `title` are those of RFC 9457, and of FastAPI, which gives a list of `msg`. */
const SENTENCES = ['message', 'detail', 'errors', 'msg', 'title'];

/** The message of a refusal: a string, or the value of one of these fields, up to three levels deep. */
function sentenceIn(error: unknown, depth = 3): string | undefined {
  if (typeof error === 'string') return error;
  if (depth === 0) return undefined;
  if (isList(error)) return sentenceIn(error[0], depth - 1);
  return SENTENCES.map(name => sentenceIn(field(error, name), depth - 1)).find(text => text);
}

/** The longest wait that a body can ask for: a larger number is more likely a Unix timestamp. */
const MAX_HINT_S = 86_400;

/** How long the body of a refusal asks to wait, in ms. Some services have no header for it. */
function hintIn(error: unknown): number | undefined {
  const seconds = numberField(error, 'retry_after') ?? numberField(error, 'retryAfter') ?? -1;
  return seconds >= 0 && seconds <= MAX_HINT_S ? Math.ceil(seconds * 1000) : undefined;
}
