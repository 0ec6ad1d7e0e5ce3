/** Longer than any sensible date or number; nothing longer reaches a regular expression. */
const MAX_LENGTH = 64;

/** An HTTP date as epoch ms; undefined for anything else. */
export function httpDate(header: string | null): number | undefined {
  const text = header?.trim() ?? '';
  // Every form that HTTP knows begins with the name of a day; Date.parse would take bare numbers for dates.
  if (text.length > MAX_LENGTH || !/^[A-Z][a-z]{2,8},? /.test(text)) return undefined;
  // eslint-disable-next-line no-restricted-globals -- reads a text, not the clock
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : at;
}

/**
 * How long a `Retry-After` header asks us to wait, in ms. It is whole seconds, or a date, which is compared with the response's own `Date`,
 * since the service's clock need not agree with ours. Anything else is no hint. A huge number is passed on: the caller must bound it.
 */
export function retryAfterMs(header: string | null, dateAt: () => number | undefined): number | undefined {
  const text = header?.trim() ?? '';
  if (text === '' || text.length > MAX_LENGTH) return undefined;
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const at = httpDate(text);
  const from = at === undefined ? undefined : dateAt();
  return at === undefined || from === undefined ? undefined : Math.max(0, at - from);
}
