/** A request's headers, in the form of `Request` or of Node. */
export type WebhookHeaders = Headers | Readonly<Record<string, string | readonly string[] | undefined>>;

/** Longer than any valid value. */
const MAX_LENGTH = 255;

/** One header; undefined if it is missing, empty, repeated, or too long. Some servers give no headers at all. */
export function headerIn(headers: WebhookHeaders | null | undefined, name: string): string | undefined {
  const given = isHeaders(headers) ? headers.get(name) : anyCase(headers ?? {}, name);
  // AWS Lambda and others give a list for every header, for most with one value.
  const value: unknown = Array.isArray(given) && given.length === 1 ? given[0] : given;
  const text = typeof value === 'string' && value.length <= MAX_LENGTH ? value.trim() : '';
  return text === '' ? undefined : text;
}

/** Duck typing: not every server uses the platform's `Headers`. */
function isHeaders(headers: WebhookHeaders | null | undefined): headers is Headers {
  return typeof headers?.get === 'function';
}

function anyCase(headers: Exclude<WebhookHeaders, Headers>, name: string): unknown {
  return Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
}
