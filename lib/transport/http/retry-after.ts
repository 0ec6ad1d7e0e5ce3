/** Longer than any valid date or number. Longer values are ignored, so they never reach a regular expression. */
const MAX_LENGTH = 64;

/** All HTTP dates are in GMT, but the oldest form ends with the year and does not say so: `Date.parse` would assume the local zone. */
const ENDS_WITHOUT_ZONE = /[: ]\d+$/;

/** An HTTP date as epoch ms; undefined for anything else. */
export function httpDate(header: string | null): number | undefined {
  const text = header?.trim() ?? '';
  // Every HTTP date starts with the name of a day; Date.parse would accept bare numbers too.
  if (text.length > MAX_LENGTH || !/^[A-Z][a-z]{2,8},? /.test(text)) return undefined;
  // eslint-disable-next-line no-restricted-globals -- parses a string, does not read the clock
  const at = Date.parse(text.replace(ENDS_WITHOUT_ZONE, '$& GMT'));
  return Number.isNaN(at) ? undefined : at;
}

/** 31 years, more than any service asks to wait. A larger number is a time, in seconds since the epoch, or in ms. */
const EPOCH_S = 1e9;
const EPOCH_MS = 1e12;

const DECIMAL = /^\d+(?:\.\d+)?$/;

/**
 * How long a `Retry-After` header asks to wait, in ms. It is a number of seconds, from some servers with decimals (rounded up), or a date, from some servers in
 * seconds or ms since the epoch. If a proxy has added a second value, the longest counts. Anything else is ignored. Huge numbers are returned as they are; the caller must limit them.
 *
 * @param now The time to compare a date with: the `Date` header of the response if it has one, because the service's clock may differ from the local one.
 */
export function retryAfterMs(header: string | null, now: () => number): number | undefined {
  if (!header || header.length > MAX_LENGTH) return undefined;
  const text = header.trim();
  const seconds = Math.max(...text.split(', ').map(part => (DECIMAL.test(part) ? Number(part) : NaN)));
  if (seconds < EPOCH_S) return Math.ceil(seconds) * 1000;
  const at = seconds >= EPOCH_MS ? seconds : seconds >= EPOCH_S ? Math.ceil(seconds) * 1000 : httpDate(text);
  return at === undefined ? undefined : Math.max(0, at - now());
}
