import { ProtocolError, RequestError, type TranslationError } from '../../model/errors.js';
import { refusalError, type Asked } from './http-errors.js';
import { field, textField } from '../json-fields.js';
import { oneLine, type Redact } from './redactor.js';
import { httpDate, retryAfterMs } from './retry-after.js';

/** An answer as it came in: the body is what JSON made of it, undefined where there was none. */
export class HttpAnswer {
  readonly #asked: Asked;
  readonly #redact: Redact;
  /** How long the service asks to be left alone, in ms. Read once: each of a hundred reports carries it. */
  readonly retryAfterMs: number | undefined;

  constructor(
    asked: Asked,
    redact: Redact,
    readonly status: number,
    readonly headers: Headers,
    readonly body: unknown,
  ) {
    this.#asked = asked;
    this.#redact = redact;
    this.retryAfterMs = retryAfterMs(headers.get('retry-after'), () => this.dateAt);
  }

  get requestId(): string | undefined {
    return this.word(this.headers.get('x-request-id') ?? undefined);
  }

  /** The service's own clock: epoch ms. */
  get dateAt(): number | undefined {
    return httpDate(this.headers.get('date'));
  }

  /** The error for an answer that is not of the form agreed on; `why` goes on from "was answered with 200, but". */
  malformed(why: string): ProtocolError {
    const { what, jobId, idempotencyKey } = this.#asked;
    const { requestId, status } = this;
    const message = `${what} was answered with ${status}, but ${why}`;
    return new ProtocolError(message, { jobId, idempotencyKey, requestId, status });
  }

  /** The error for an answer that says no, with the service's own words for it. */
  refused(): TranslationError {
    const { body, status, requestId, retryAfterMs } = this;
    const error = field(body, 'error') ?? body;
    const text = typeof error === 'string' ? error : textField(error, 'message');
    return refusalError(this.#asked, {
      status,
      requestId,
      retryAfterMs,
      code: this.word(textField(error, 'code')),
      text: this.sentence(text),
    });
  }

  /** The error for an answer that sends us elsewhere: a key is never carried there. */
  redirected(): RequestError {
    const { what, jobId, idempotencyKey } = this.#asked;
    const message = `${what} was answered with a redirect, which is never followed: check \`baseUrl\``;
    return new RequestError(message, { jobId, idempotencyKey, requestId: this.requestId, code: 'redirect' });
  }

  /** A word of the service, fit to be shown: on one line, not too long, without secrets. */
  word(text: string | undefined): string | undefined {
    return this.#shown(text, 100);
  }

  /** The same for a sentence. */
  sentence(text: string | undefined): string | undefined {
    return this.#shown(text, 300);
  }

  #shown(text: string | undefined, length: number): string | undefined {
    const line = oneLine(this.#redact(text ?? ''), length);
    return line === '' ? undefined : line;
  }
}
