/** A base address, parsed once. */
export interface BaseUrl {
  readonly origin: string;
  /** Without a slash at its end; empty at the root. */
  readonly path: string;
}

const LOOPBACK = /^(?:localhost|.+\.localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/**
 * Parses and checks a base address. An address may hold a password, so the sentences never repeat one whole.
 *
 * @param secret Is a key sent along? Then plain http will do for this machine only.
 * @throws TypeError for an address that cannot, or should not, be used.
 */
export function parseBaseUrl(baseUrl: unknown, secret: boolean): BaseUrl {
  const url = asUrl(baseUrl);
  if (url.username !== '' || url.password !== '') refuse('must not hold a user name or password');
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    refuse(`must begin with http:// or https://, got ${url.protocol}`);
  }
  if (url.search !== '' || url.hash !== '') refuse('must have no query and no fragment');
  if (secret && url.protocol === 'http:' && !LOOPBACK.test(url.hostname)) {
    refuse(`must begin with https:// while a key is sent along, got http://${url.host}`);
  }
  return { origin: url.origin, path: url.pathname.replace(/\/$/, '') };
}

function asUrl(baseUrl: unknown): URL {
  try {
    return new URL(baseUrl instanceof URL ? baseUrl.href : String(baseUrl));
  } catch {
    const got =
      typeof baseUrl === 'string' && !/[@?]/.test(baseUrl) ? JSON.stringify(baseUrl.slice(0, 80)) : '';
    return refuse(`must be a whole address such as https://api.example.com${got && `, got ${got}`}`);
  }
}

function refuse(bound: string): never {
  throw new TypeError(`Cannot reach a service: \`baseUrl\` ${bound}`);
}

/** What means itself, in a path or a query: most ids, and the commas between a hundred of them. */
const PLAIN = /^[\w.~,-]*$/;

const encoded = (text: string): string =>
  PLAIN.test(text) ? text : encodeURIComponent(text).replaceAll('%2C', ',');

/** Where one thing of a service is. */
export interface Address {
  /** Without the query. */
  readonly path: string;
  readonly href: string;
}

/**
 * The address of something under a base address.
 *
 * @throws TypeError when a segment would lead elsewhere.
 */
export function addressOf(
  base: BaseUrl,
  segments: readonly string[],
  query?: Readonly<Record<string, string>>,
): Address {
  // Encoded, nothing else has a meaning in a path.
  if (segments.some(segment => segment === '' || segment === '.' || segment === '..')) {
    throw new TypeError(
      `Cannot reach a service: ${JSON.stringify(segments)} is no path under its base address`,
    );
  }
  let path = base.path;
  for (const segment of segments) path += `/${encoded(segment)}`;
  return { path, href: base.origin + path + searchOf(query) };
}

function searchOf(query: Readonly<Record<string, string>> | undefined): string {
  if (query === undefined) return '';
  const pairs = Object.entries(query).map(([name, value]) => `${encoded(name)}=${encoded(value)}`);
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}
