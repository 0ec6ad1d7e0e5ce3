import { expect } from '@jest/globals';
import {
  AuthenticationError,
  CircuitBreakerError,
  JobNotFoundError,
  NetworkError,
  ProtocolError,
  QuotaError,
  RateLimitError,
  RequestError,
  ServerError,
  TimeoutError,
  type TranslationError,
} from '../../../lib/model/errors.js';
import { mayHaveCreated, provesNoJob } from '../../../lib/policy/create/may-have-created.js';

const network = (code?: string) => new NetworkError('no answer', { code });
const server = (status: number, retryAfterMs?: number) => new ServerError('no', { status, retryAfterMs });
const refusal = (status: number, code?: string, message = 'no') =>
  new RequestError(message, { status, code });

describe('an attempt that failed may have created a job', () => {
  it.each<[string, TranslationError, boolean]>([
    // The request cannot have arrived.
    ['connection refused', network('ECONNREFUSED'), false],
    ['no such host', network('ENOTFOUND'), false],
    ['the name service is busy', network('EAI_AGAIN'), false],
    ['no connection in time', network('UND_ERR_CONNECT_TIMEOUT'), false],
    ['connection refused, in Bun', network('ConnectionRefused'), false],
    ['a proxy that did not connect', network('proxy_refused'), false],
    // It may have arrived, and the response is lost.
    ['connection reset', network('ECONNRESET'), true],
    ['broken pipe', network('EPIPE'), true],
    ['no network any more', network('ENETUNREACH'), true],
    ['no way to the host any more', network('EHOSTUNREACH'), true],
    ['time limit', network('timeout'), true],
    ['a network error without a code', network(), true],
    ['408', server(408), true],
    ['409 for a create in progress', server(409), true],
    ['425', server(425), true],
    ['500', server(500), true],
    ['503', server(503), true],
    ['503 with Retry-After', server(503, 9), true],
    ['a response that makes no sense', new ProtocolError('a page', { status: 200 }), true],
    ['a custom fetch that threw', new RequestError('a bug', { code: 'fetch_error' }), true],
    // The service has said no, or was not asked.
    ['a redirect', new RequestError('elsewhere', { code: 'redirect' }), false],
    ['429', new RateLimitError('slow down'), false],
    ['429 with Retry-After', new RateLimitError('slow down', { retryAfterMs: 9 }), false],
    ['400', refusal(400), false],
    ['401', new AuthenticationError('wrong key', { status: 401 }), false],
    ['402', new QuotaError('no credit', { status: 402 }), false],
    ['404', new JobNotFoundError('no such address', { status: 404 }), false],
    ['a certificate', new RequestError('not trusted', { code: 'certificate' }), false],
    ['an open circuit', new CircuitBreakerError('open'), false],
    ['the deadline, which was noted when the attempt was cut short', new TimeoutError('too late'), false],
  ])('%s: %s', (_title, error, created) => {
    expect(mayHaveCreated(error)).toBe(created);
  });
});

describe('after a lost response, this proves that no job exists', () => {
  it.each<[string, TranslationError, boolean]>([
    // The request cannot be meant at all.
    ['404', new JobNotFoundError('no such address', { status: 404 }), true],
    ['405', refusal(405), true],
    ['411', refusal(411), true],
    ['413', refusal(413), true],
    ['414', refusal(414), true],
    ['415', refusal(415), true],
    ['431', refusal(431), true],
    ['501', refusal(501), true],
    ['a page with 413', refusal(413, 'not_json'), true],
    // A proxy answers with these while the service behind it is away.
    ['a page with 404', refusal(404, 'not_json'), false],
    ['a page with 405', refusal(405, 'not_json'), false],
    ['a page with 501', refusal(501, 'not_json'), false],
    ['a page with 400', refusal(400, 'not_json'), false],
    // Codes of HeyGen that refuse the request, with whatever status.
    ['invalid_parameter', refusal(422, 'invalid_parameter'), true],
    ['download_failed', refusal(422, 'download_failed'), true],
    ['content_policy_violation', refusal(403, 'content_policy_violation'), true],
    ['voice_unavailable', refusal(409, 'voice_unavailable'), true],
    ['payload_too_large', refusal(422, 'payload_too_large'), true],
    // 400 is about the request, unless it speaks of another one.
    ['400', refusal(400, undefined, 'output language is missing'), true],
    ['400 with a code', refusal(400, 'bad_language'), true],
    ['400 "already exists"', refusal(400, undefined, 'This job already exists'), false],
    ['400 "Duplicate"', refusal(400, undefined, 'Duplicate request'), false],
    ['400 "conflict"', refusal(400, 'CONFLICT'), false],
    ['400 "was already submitted"', refusal(400, undefined, 'was already submitted'), false],
    ['400 about the key', refusal(400, 'idempotency_key_reused'), false],
    ['400 "in progress"', refusal(400, undefined, 'in progress'), false],
    ['400 "in_progress"', refusal(400, 'in_progress'), false],
    // These can be due to the lost attempt itself.
    ['401', new AuthenticationError('wrong key', { status: 401 }), false],
    ['402: the lost attempt may have used the credit', new QuotaError('no credit', { status: 402 }), false],
    ['403', new AuthenticationError('not yours', { status: 403 }), false],
    ['409', refusal(409, 'conflict'), false],
    ['410', refusal(410), false],
    ['422', refusal(422, 'unprocessable'), false],
    ['a refusal without a status', new RequestError('not trusted', { code: 'certificate' }), false],
    ['a refusal without status and code', new RequestError('no'), false],
    // No refusals.
    ['429', new RateLimitError('slow down'), false],
    ['503', server(503), false],
    ['501 in an error other than a refusal', server(501), false],
    ['nonsense with a 404', new ProtocolError('a page', { status: 404 }), false],
    ['an unreachable service', network('ECONNREFUSED'), false],
  ])('%s: %s', (_title, error, proves) => {
    expect(provesNoJob(error)).toBe(proves);
  });
});
