import { catchError, throwError, type OperatorFunction } from 'rxjs';
import { isRequestError, RequestError } from '../model/errors.js';
import { NO_BULK_CALL } from '../policy/bulk/bulk-failure.js';
import { NO_SUCH_CALL } from '../policy/create/may-have-created.js';
import { NOT_JSON } from './http/errors/refusal-error.js';

interface ResponseFacts {
  readonly status?: number | undefined;
  readonly requestId?: string | undefined;
}

/**
 * The error that says that a service has no bulk call.
 *
 * @example
 * // In `statuses` of a transport: this server turns out to have no bulk call. Jobs are then polled singly.
 * throw noBulkCall({ status: 404 });
 */
export function noBulkCall({ status, requestId }: ResponseFacts): RequestError {
  return new RequestError('The service has no bulk call', { code: NO_BULK_CALL, status, requestId });
}

/**
 * Recognises the refusal of a bulk call that does not exist. Only the service's own JSON counts: an HTML page may come from a proxy.
 *
 * *Emits* and *completes* as the source does. *Errors* as the source does, with `noBulkCall` for such a refusal. *On unsubscribe* unsubscribes from the source.
 */
export function orNoBulkCall<T>(): OperatorFunction<T, T> {
  return catchError((error: unknown) =>
    throwError(() => (saysNoSuchCall(error) ? noBulkCall(error) : error)),
  );
}

function saysNoSuchCall(error: unknown): error is RequestError {
  return isRequestError(error) && NO_SUCH_CALL.has(error.status) && error.code !== NOT_JSON;
}
