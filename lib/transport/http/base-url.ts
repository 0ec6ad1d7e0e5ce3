/** A base URL, parsed once. */
export interface BaseUrl {
  readonly origin: string;
  /** Without a trailing slash; empty at the root. */
  readonly path: string;
}

const LOOPBACK = /^(?:localhost|.+\.localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/**
 * Parses and checks a base URL. It may contain a password, so no message quotes it in full.
 *
 * @param needsHttps Whether a key is sent: plain http is then allowed for this machine only.
 * @throws TypeError for an invalid or unsafe URL.
 */
export function parseBaseUrl(baseUrl: unknown, needsHttps: boolean): BaseUrl {
  const url = asUrl(baseUrl);
  if (url.username !== '' || url.password !== '') refuse('must not contain a user name or password');
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    refuse(`must begin with http:// or https://, got ${url.protocol}`);
  }
  if (url.search !== '' || url.hash !== '') refuse('must not have a query or fragment');
  if (needsHttps && url.protocol === 'http:' && !LOOPBACK.test(url.hostname)) {
    refuse(
      `must begin with https:// while a key is sent, unless \`allowInsecure\` is true, got http://${url.host}`,
    );
  }
  return { origin: url.origin, path: url.pathname.replace(/\/$/, '') };
}

function asUrl(baseUrl: unknown): URL {
  try {
    return new URL(baseUrl as string | URL);
  } catch {
    const got =
      typeof baseUrl === 'string' && !/[@?]/.test(baseUrl) ? JSON.stringify(baseUrl.slice(0, 80)) : '';
    return refuse(`must be a complete URL such as https://api.example.com${got && `, got ${got}`}`);
  }
}

function refuse(bound: string): never {
  throw new TypeError(`Cannot reach a service: \`baseUrl\` ${bound}`);
}

/** Encoded for a path or a query, except for the commas in a list of ids. */
const encoded = (text: string): string => encodeURIComponent(text).replaceAll('%2C', ',');

/** Would a path of these segments lead outside its base URL, or have an empty segment? */
export const leadsOutside = (segments: readonly string[]): boolean =>
  segments.some(segment => !segment || segment === '.' || segment === '..');

/**
 * A path below a base URL, without a leading slash.
 *
 * @throws TypeError for a segment that would lead outside. All others are safe once encoded.
 */
export function pathOf(segments: readonly string[]): string {
  if (!Array.isArray(segments) || leadsOutside(segments)) {
    throw new TypeError(
      `Cannot send requests: the path must be an array of segments below the base URL, got ${JSON.stringify(segments)}`,
    );
  }
  // Some services have colons in their paths, such as Google's `/videos:generate`, and do not recognise them when encoded.
  return segments.map(encoded).join('/').replaceAll('%3A', ':');
}

/** A query with its question mark; empty if there is none. */
export function searchOf(query: Readonly<Record<string, string>> = {}): string {
  const pairs = Object.entries(query).map(([name, value]) => `${encoded(name)}=${encoded(value)}`);
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}
