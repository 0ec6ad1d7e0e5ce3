/** The shape of an error in both APIs. */
export interface ErrorBody {
  readonly error: { readonly code: string; readonly message: string };
}

/** The default code of a status. */
const codes: Readonly<Record<number, string>> = {
  400: 'invalid_parameter',
  401: 'unauthorized',
  402: 'insufficient_credit',
  403: 'forbidden',
  404: 'not_found',
  407: 'proxy_authentication_required',
  409: 'request_in_progress',
  410: 'gone',
  413: 'payload_too_large',
  414: 'uri_too_long',
  429: 'rate_limit_exceeded',
  431: 'headers_too_large',
  504: 'gateway_timeout',
};

export const errorBody = (
  status: number,
  code = codes[status] ?? (status < 500 ? 'invalid_parameter' : 'internal_error'),
  message = `Returned ${status} on purpose.`,
): ErrorBody => ({ error: { code, message } });
