import { isLoopback } from '../http/loopback.js';

/** The response with CORS headers: pages from this machine may read it, on any port; other pages may not. A preflight is always granted. */
export const withCors = (response: Response, request: Request): Response => {
  for (const [name, value] of Object.entries(corsHeaders(request))) response.headers.set(name, value);
  return response;
};

const corsHeaders = (request: Request): Readonly<Record<string, string>> => {
  const origin = request.headers.get('origin');
  if (origin === null || !isLoopbackOrigin(origin)) return {};
  return {
    'access-control-allow-origin': origin,
    vary: 'Origin',
    ...(isPreflight(request)
      ? {
          'access-control-allow-methods': 'GET, POST, PATCH, DELETE',
          'access-control-allow-headers': request.headers.get('access-control-request-headers') ?? '',
          'access-control-max-age': '600',
        }
      : { 'access-control-expose-headers': 'Content-Disposition, Date, Retry-After, X-Request-Id' }),
  };
};

/** Whether this is a CORS preflight request. */
export const isPreflight = ({ method, headers }: Request): boolean =>
  method === 'OPTIONS' && headers.has('origin') && headers.has('access-control-request-method');

const isLoopbackOrigin = (origin: string): boolean => {
  const url = URL.canParse(origin) ? new URL(origin) : undefined;
  return url !== undefined && /^https?:$/.test(url.protocol) && isLoopback(url.hostname);
};
