import { isObject } from '../../model/checks.js';

/** Header names and values by the grammar of RFC 9110, 5.1 and 5.5. */
const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const VALUE = /^[\x21-\x7e\x80-\xff](?:[\t\x20-\x7e\x80-\xff]*[\x21-\x7e\x80-\xff])?$/;

/** Names and values. */
export type PlainHeaders = Readonly<Record<string, string>>;

/** Names of headers and URL parameters that hold secrets. */
const SECRET_NAME = /auth|bearer|cookie|cred|jwt|key|pass|secret|session|token/i;

/**
 * Checks headers without ever printing a value; the platform's own error would print the key.
 *
 * @throws TypeError for an invalid name or value.
 */
export function checkHeaders(headers: unknown): PlainHeaders {
  const checked = entriesOf(headers).map(([name, value]) => {
    if (!NAME.test(name))
      throw new TypeError('Cannot send headers: a name in `headers` is not a valid header name');
    // A function could return a different key for each attempt.
    if (/^idempotency-key$/i.test(name))
      throw new TypeError(`Cannot send headers: \`${name}\` is set by each create`);
    if (typeof value !== 'string' || !VALUE.test(value)) {
      throw new TypeError(
        `Cannot send headers: the value of \`${name}\` must be a string on one line, without leading or trailing spaces (not shown: it may be secret)`,
      );
    }
    return [name.toLowerCase(), value] as const;
  });
  return Object.fromEntries(checked);
}

/** The names and values of headers, which may be undefined. @throws TypeError for anything but an object: a list of pairs, or a `Headers`, has no fields. */
export function entriesOf(headers: unknown = {}): readonly (readonly [string, unknown])[] {
  if (!isObject(headers)) {
    throw new TypeError('Cannot send headers: `headers` must be an object of names and values');
  }
  return Object.entries(headers);
}

/** Does any of these headers, judging by its name, hold a secret? */
export function carriesSecret(headers: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(headers).some(name => SECRET_NAME.test(name));
}

/**
 * The secrets in these headers: the values of headers with secret names, also without a scheme such as `Bearer` or a name such as `sid=`, and the password of Basic.
 * Secrets of up to three characters are ignored, because they occur in every text.
 */
export function secretsIn(headers: PlainHeaders = {}): readonly string[] {
  return Object.entries(headers)
    .filter(([name]) => SECRET_NAME.test(name))
    .flatMap(([, value]) => {
      const parts = value.split(/[\s;,]+/);
      return [value, ...parts.slice(1), ...parts.map(named), basicSecret(value)];
    })
    .filter(secret => secret.length > 3);
}

/** The value in `sid=value`, `token="value"` or `id:value`. */
const named = (part: string): string => /[=:]"?(.+?)"?$/.exec(part)?.[1] ?? '';

/** Basic sends user and password in base64, and a server may send them back decoded. Some services expect a key as the user, without a password. */
function basicSecret(value: string): string {
  try {
    const [user = '', ...password] = atob(/^Basic (.+)$/i.exec(value)?.[1] ?? '').split(':');
    return password.join(':') || user;
  } catch {
    return '';
  }
}
