import { isRequestError, RequestError } from '../model/errors.js';
import { NO_BULK_CALL } from './transport.js';

/** Statuses with which a service tells, on the bulk call itself, that it has none. */
const NO_SUCH_CALL: readonly unknown[] = [400, 404, 405, 501];

interface Told {
  readonly status?: number | undefined;
  readonly requestId?: string | undefined;
}

/** The error that tells of a missing bulk call. */
export function noBulkCall({ status, requestId }: Told): RequestError {
  return new RequestError('The service has no bulk call', { code: NO_BULK_CALL, status, requestId });
}

/** An error of a bulk call, as what it means. */
export function asNoBulkCall(error: unknown): unknown {
  return isRequestError(error) && NO_SUCH_CALL.includes(error.status) ? noBulkCall(error) : error;
}
