import { isUnknownOutcomeError } from '../../lib/index.js';

/** An error's message, with the request id if there is one: support asks for it. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // The library's own message names the key of one create, which `--idempotency-key`, the key of them all, must not be set to.
  if (isUnknownOutcomeError(error)) {
    const why = error.cause === undefined ? '' : `: ${reasonOf(error.cause)}`;
    return `the job may or may not have been created${why}`;
  }
  const requestId: unknown = Reflect.get(error, 'requestId');
  return typeof requestId === 'string' ? `${error.message} (request ${requestId})` : error.message;
}
