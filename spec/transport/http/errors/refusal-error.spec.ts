import { describe, expect, it } from '@jest/globals';
import { Redactor } from '../../../../lib/transport/http/redactor.js';
import { refusalError } from '../../../../lib/transport/http/errors/refusal-error.js';

const about = { idempotencyKey: 'k1' };
const request = { label: 'GET /status/j1', origin: 'http://localhost', about, redactor: new Redactor() };

describe('the error for a refusal', () => {
  it.each([
    // status, code, the error, and the fields that decide what happens next
    [400, 'invalid_parameter', 'RequestError', { status: 400, code: 'invalid_parameter' }],
    [400, undefined, 'RequestError', { status: 400 }],
    [401, 'unauthorized', 'AuthenticationError', { status: 401, code: 'unauthorized', retryAfterMs: 7 }],
    [402, 'insufficient_credit', 'QuotaError', { status: 402, code: 'insufficient_credit' }],
    [403, 'forbidden', 'AuthenticationError', { status: 403, code: 'forbidden', retryAfterMs: 7 }],
    [404, 'not_found', 'RequestError', { status: 404, code: 'not_found' }],
    [405, undefined, 'RequestError', { status: 405 }],
    [408, undefined, 'ServerError', { status: 408, retryAfterMs: 7 }],
    [
      409,
      'request_in_progress',
      'ServerError',
      { status: 409, code: 'request_in_progress', retryAfterMs: 7 },
    ],
    [409, 'conflict', 'RequestError', { status: 409, code: 'conflict' }],
    [409, undefined, 'RequestError', { status: 409 }],
    [413, 'payload_too_large', 'RequestError', { status: 413, code: 'payload_too_large' }],
    [425, undefined, 'ServerError', { status: 425, retryAfterMs: 7 }],
    [499, undefined, 'ServerError', { status: 499, retryAfterMs: 7 }],
    [429, 'rate_limit_exceeded', 'RateLimitError', { code: 'rate_limit_exceeded', retryAfterMs: 7 }],
    [429, undefined, 'RateLimitError', { retryAfterMs: 7 }],
    [429, 'quota_exceeded', 'QuotaError', { status: 429, code: 'quota_exceeded' }],
    [500, 'internal_error', 'ServerError', { status: 500, code: 'internal_error', retryAfterMs: 7 }],
    [501, undefined, 'RequestError', { status: 501 }],
    [502, undefined, 'ServerError', { status: 502, retryAfterMs: 7 }],
    [503, undefined, 'ServerError', { status: 503, retryAfterMs: 7 }],
    [504, 'gateway_timeout', 'ServerError', { status: 504, code: 'gateway_timeout', retryAfterMs: 7 }],
    [599, undefined, 'ServerError', { status: 599, retryAfterMs: 7 }],
    [600, undefined, 'ProtocolError', { status: 600 }],
    [999, undefined, 'ProtocolError', { status: 999 }],
    [101, undefined, 'ProtocolError', { status: 101 }],
    // An opaque response, and that of some wrappers around fetch when the connection failed.
    [0, 'not_json', 'ProtocolError', { status: 0 }],
    // A 200 with an error code counts as that error.
    [200, 'invalid_parameter', 'RequestError', { status: 400, code: 'invalid_parameter' }],
    [200, 'download_failed', 'RequestError', { status: 400, code: 'download_failed' }],
    [200, 'unauthorized', 'AuthenticationError', { status: 401, code: 'unauthorized', retryAfterMs: 7 }],
    [
      200,
      'resource_access_denied',
      'AuthenticationError',
      { status: 403, code: 'resource_access_denied', retryAfterMs: 7 },
    ],
    [200, 'insufficient_credit', 'QuotaError', { status: 402, code: 'insufficient_credit' }],
    [200, 'plan_upgrade_required', 'QuotaError', { status: 402, code: 'plan_upgrade_required' }],
    [
      200,
      'request_in_progress',
      'ServerError',
      { status: 409, code: 'request_in_progress', retryAfterMs: 7 },
    ],
    [200, 'rate_limit_exceeded', 'RateLimitError', { code: 'rate_limit_exceeded', retryAfterMs: 7 }],
    [200, 'quota_exceeded', 'QuotaError', { status: 429, code: 'quota_exceeded' }],
    [200, 'internal_error', 'ServerError', { status: 500, code: 'internal_error', retryAfterMs: 7 }],
    [200, 'never_heard_of', 'RequestError', { status: 200, code: 'never_heard_of' }],
    [200, undefined, 'ProtocolError', { status: 200 }],
    [200, '__proto__', 'RequestError', { status: 200, code: '__proto__' }],
    [
      200,
      'authentication_failed',
      'AuthenticationError',
      { status: 401, code: 'authentication_failed', retryAfterMs: 7 },
    ],
    [200, 'trial_limit_exceeded', 'QuotaError', { status: 402, code: 'trial_limit_exceeded' }],
    [200, 'content_policy_violation', 'RequestError', { status: 400, code: 'content_policy_violation' }],
    [
      200,
      'unlimited_mode_disabled',
      'AuthenticationError',
      { status: 403, code: 'unlimited_mode_disabled', retryAfterMs: 7 },
    ],
    [429, 'insufficient_credit', 'QuotaError', { status: 429, code: 'insufficient_credit' }],
    [429, 'trial_limit_exceeded', 'QuotaError', { status: 429, code: 'trial_limit_exceeded' }],
    [422, 'resource_limit_reached', 'RequestError', { status: 422, code: 'resource_limit_reached' }],
    [404, 'not_json', 'RequestError', { status: 404, code: 'not_json' }],
    [410, 'gone', 'RequestError', { status: 410, code: 'gone' }],
    // An error status is not overruled by a code.
    [400, 'internal_error', 'RequestError', { status: 400, code: 'internal_error' }],
    [500, 'unauthorized', 'ServerError', { status: 500, code: 'unauthorized', retryAfterMs: 7 }],
  ])('%p %p: %s', (status, code, name, details) => {
    const error = refusalError(request, { status, code, requestId: 'r1', retryAfterMs: 7 });
    expect(Object.fromEntries(Object.entries(error))).toEqual({
      name,
      requestId: 'r1',
      idempotencyKey: 'k1',
      ...details,
    });
  });

  it('is a JobNotFoundError if the request was about a job', () => {
    const details = { status: 404, code: 'not_found', requestId: 'r1' };
    const error = refusalError({ ...request, about: { ...about, jobId: 'j1' } }, details);
    expect(error).toMatchObject({ name: 'JobNotFoundError', jobId: 'j1', ...details });
    const inside200 = refusalError(
      { ...request, about: { ...about, jobId: 'j1' } },
      { ...details, status: 200 },
    );
    expect(inside200).toMatchObject({ name: 'JobNotFoundError', jobId: 'j1', ...details });
  });

  it('quotes the request and the service', () => {
    expect(refusalError(request, { status: 400, code: 'invalid_parameter', text: 'Too long.' }).message).toBe(
      'GET /status/j1 returned 400 (invalid_parameter): Too long.',
    );
    expect(refusalError(request, { status: 502 }).message).toBe('GET /status/j1 returned 502');
  });
});
