/** The most secrets added later, such as tokens that expire; the oldest is dropped first. */
const MAX_LEARNED = 50;

/**
 * Shorter secrets stay in URLs: a key such as `test` occurs in many URLs, and removing it would break them.
 */
const MIN_LENGTH_IN_URL = 6;

/** Removes secrets from what a server sends back. */
export class Redactor {
  readonly #fixed: readonly string[];
  #learned: readonly string[] = [];
  #forms: readonly string[];

  constructor(secrets: readonly string[] = []) {
    this.#fixed = secrets;
    this.#forms = formsOf(secrets);
  }

  /** Adds secrets that were not known at first. */
  learn(secrets: readonly string[]): void {
    const unknown = secrets.filter(secret => !this.#forms.includes(secret));
    if (unknown.length === 0) return;
    this.#learned = [...this.#learned, ...unknown].slice(-MAX_LEARNED);
    this.#forms = formsOf([...this.#fixed, ...this.#learned]);
  }

  /** A text without the secrets. */
  redact(text: string): string {
    return without(this.#forms, text);
  }

  /** A text that is safe to show: without the secrets, on one line, shortened. */
  shown(text: string, length: number): string {
    return oneLine(this.redact(text), length);
  }

  /** A URL without the secrets. */
  redactUrl(url: string): string {
    return without(
      this.#forms.filter(form => form.length >= MIN_LENGTH_IN_URL),
      url,
    );
  }
}

/** The forms in which secrets come back: verbatim, URL-encoded, or as in JSON that escapes its slashes. */
function formsOf(secrets: readonly string[]): readonly string[] {
  const forms = secrets.flatMap(secret => [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1).replaceAll('/', '\\/'),
  ]);
  // The longest first, since one may contain another.
  return [...new Set(forms)].sort((a, b) => b.length - a.length);
}

const without = (forms: readonly string[], text: string): string =>
  forms.reduce((rest, form) => (rest.includes(form) ? rest.replaceAll(form, '[redacted]') : rest), text);

// Control characters and bidirectional marks could forge lines of a log.
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+/g;

/** A text on one line, of at most `length` characters. */
export function oneLine(text: string, length: number): string {
  const line = text
    .slice(0, 4 * length)
    .replace(UNPRINTABLE, ' ')
    .trim();
  return line.length > length ? `${line.slice(0, length - 3)}...` : line;
}
