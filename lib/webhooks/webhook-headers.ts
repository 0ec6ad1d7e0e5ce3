/** A request's headers, in the form of `Request` or of Node. */
export type WebhookHeaders = Headers | Readonly<Record<string, string | readonly string[] | undefined>>;

/** The names of the headers that are read. HeyGen's documentation and older code name three for the signature. */
export const HEADER = {
  signature: ['heygen-signature', 'x-heygen-signature', 'signature'],
  timestamp: ['heygen-timestamp'],
  eventId: ['heygen-event-id'],
} as const;

/** Longer than any valid value. */
const MAX_LENGTH = 255;

/** The value of the first of these headers that has one. */
export const headerIn = (
  headers: WebhookHeaders | null | undefined,
  names: readonly string[],
): string | undefined => names.map(name => valueOf(headers, name)).find(value => value);

/** Undefined if the header is missing, empty, repeated, or too long. Some servers pass no headers at all. */
function valueOf(headers: WebhookHeaders | null | undefined, name: string): string | undefined {
  const given = isHeaders(headers) ? headers.get(name) : anyCase(headers ?? {}, name);
  // AWS Lambda and others pass a list for every header, usually with one value.
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
