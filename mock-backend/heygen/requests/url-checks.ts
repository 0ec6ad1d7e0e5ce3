/** Whether HeyGen could fetch from, or post to, a URL: https, and a host that the whole internet can reach. */
export const isPublicHttps = (text: string): boolean => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return (
    url?.protocol === 'https:' && url.username === '' && url.password === '' && isPublicHost(url.hostname)
  );
};

/** Whether a URL is http or https. */
export const isHttp = (text: string): boolean =>
  URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);

const isPublicHost = (host: string): boolean => {
  if (host.startsWith('[')) return !/^\[(?:::1?\]|f[cd]|fe[89ab]|::ffff:)/.test(host);
  if (/^\d+\.\d+\.\d+\.\d+$/.test(host)) return !privateIPv4.test(host);
  return host.includes('.') && !/\.(?:local|localhost|internal)\.?$/.test(host);
};

/** Loopback, link-local, private and shared ranges (RFC 1918, 3927, 6598). */
const privateIPv4 =
  /^(?:0|10|127|169\.254|192\.168|172\.(?:1[6-9]|2\d|3[01])|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./;
