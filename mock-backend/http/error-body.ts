/** The one shape of an error on both dialects. */
export interface ErrorBody {
  readonly error: { readonly code: string; readonly message: string };
}

/** A code that fits a status where nothing more is known. */
const codes: Readonly<Record<number, string>> = {
  400: 'invalid_parameter',
  401: 'unauthorized',
  402: 'insufficient_credit',
  403: 'forbidden',
  404: 'not_found',
  409: 'request_in_progress',
  413: 'payload_too_large',
  429: 'rate_limit_exceeded',
  504: 'gateway_timeout',
};

export const errorBody = (
  status: number,
  code = codes[status] ?? (status < 500 ? 'invalid_parameter' : 'internal_error'),
  message = `Answered with ${status} on purpose.`,
): ErrorBody => ({ error: { code, message } });
