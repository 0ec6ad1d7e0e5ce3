/** Takes secrets out of a text. */
export type Redact = (text: string) => string;

/**
 * Takes these secrets out of what a server sends back: in plain form, encoded as in an address, or as in JSON that escapes its slashes.
 */
export function redactor(secrets: readonly string[]): Redact {
  const forms = secrets.flatMap(secret => [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1).replaceAll('/', '\\/'),
  ]);
  // The longest first, since one may contain another.
  const found = [...new Set(forms)].sort((a, b) => b.length - a.length);
  return text =>
    found.reduce((rest, form) => (rest.includes(form) ? rest.replaceAll(form, '[redacted]') : rest), text);
}

// Control characters, and marks that change the direction of writing, do not belong in a log.
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+/g;

/** A text of the service on one line, of at most `length` characters. */
export function oneLine(text: string, length: number): string {
  const line = text
    .slice(0, 4 * length)
    .replace(UNPRINTABLE, ' ')
    .trim();
  return line.length > length ? `${line.slice(0, length - 3)}...` : line;
}
