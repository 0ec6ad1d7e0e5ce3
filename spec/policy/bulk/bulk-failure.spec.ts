import { expect } from '@jest/globals';
import {
  AuthenticationError,
  CircuitBreakerError,
  ClientClosedError,
  JobNotFoundError,
  NetworkError,
  ProtocolError,
  RateLimitError,
  RequestError,
  ServerError,
  TranslationError,
} from '../../../lib/model/errors.js';
import { bulkFailureOf, NO_BULK_CALL, type BulkFailure } from '../../../lib/policy/bulk/bulk-failure.js';

describe('a bulk request that failed', () => {
  it.each<[string, TranslationError, BulkFailure]>([
    [
      'the lack of such a call',
      new RequestError('none', { code: NO_BULK_CALL, status: 404 }),
      'no bulk call',
    ],
    // A refusal speaks of no single job.
    ['401', new AuthenticationError('wrong key', { status: 401 }), 'split'],
    ['403', new AuthenticationError('not yours', { status: 403 }), 'split'],
    ['404', new JobNotFoundError('no such job', { status: 404 }), 'split'],
    ['413', new RequestError('too large', { status: 413 }), 'split'],
    ['414', new RequestError('address too long', { status: 414 }), 'split'],
    ['422', new RequestError('one of the ids is malformed', { status: 422 }), 'split'],
    ['431', new RequestError('headers too large', { status: 431 }), 'split'],
    ['a response over `maxBodyBytes`', new ProtocolError('too long', { code: 'body_too_large' }), 'split'],
    // It may be an outage, or one of the jobs.
    ['a page', new ProtocolError('a page', { status: 200 }), 'fail and split'],
    ['500', new ServerError('oops', { status: 500 }), 'fail and split'],
    ['the time limit', new NetworkError('no answer', { code: 'timeout' }), 'fail and split'],
    ['503', new ServerError('busy', { status: 503, retryAfterMs: 9 }), 'fail and split'],
    ['an open circuit', new CircuitBreakerError('open'), 'fail and split'],
    [
      'what a custom transport throws',
      new NetworkError('it failed', { cause: new TypeError('row 7 has no state') }),
      'fail and split',
    ],
    // Each would end all of its watches.
    ['an error of no kind', new TranslationError('row 7 makes no sense'), 'split'],
    ['a closed client below the transport', new ClientClosedError('closed'), 'split'],
    // How many were asked for did not matter.
    ['the network', new NetworkError('reset', { code: 'ECONNRESET' }), 'fail'],
    ['a throttle', new RateLimitError('slow down', { retryAfterMs: 9 }), 'fail'],
  ])('by %s: %s', (_title, error, failure) => {
    expect(bulkFailureOf(error)).toBe(failure);
  });
});
