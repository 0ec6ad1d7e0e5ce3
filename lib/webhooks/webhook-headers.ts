/** A request's headers, as `Request` or as Node has them. */
export type WebhookHeaders = Headers | Readonly<Record<string, string | readonly string[] | undefined>>;

/** Longer than anything that means something here. */
const MAX_LENGTH = 255;

/** One header; undefined where it is missing, sent twice, or longer than it can be. */
export function headerIn(headers: WebhookHeaders, name: string): string | undefined {
  const value = isHeaders(headers) ? headers.get(name) : anyCase(headers, name);
  return typeof value === 'string' && value.length <= MAX_LENGTH ? value.trim() : undefined;
}

/** By what it can do: not every server's `Headers` are the platform's. */
function isHeaders(headers: WebhookHeaders): headers is Headers {
  return typeof headers.get === 'function';
}

function anyCase(headers: Exclude<WebhookHeaders, Headers>, name: string): unknown {
  return Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
}
