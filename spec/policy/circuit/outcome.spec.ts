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
  RetryableError,
  ServerError,
} from '../../../lib/model/errors.js';
import { outcomeOf, type Outcome } from '../../../lib/policy/circuit/outcome.js';

const server = (status: number, retryAfterMs?: number) => new ServerError('no', { status, retryAfterMs });

describe('what an error says about the health of the service', () => {
  it.each<[string, unknown, Outcome]>([
    // It is down, or in trouble.
    ['connection refused', new NetworkError('', { code: 'ECONNREFUSED' }), 'failure'],
    ['no such host', new NetworkError('', { code: 'ENOTFOUND' }), 'failure'],
    ['connection reset', new NetworkError('', { code: 'ECONNRESET' }), 'failure'],
    ['the time limit', new NetworkError('', { code: 'timeout' }), 'failure'],
    ['408', server(408), 'failure'],
    ['500', server(500), 'failure'],
    ['503', server(503), 'failure'],
    ['500 with Retry-After', server(500, 9), 'failure'],
    ['a response that makes no sense', new ProtocolError('', { status: 200 }), 'failure'],
    // It asks to wait, which it does in good health.
    ['409 in progress', server(409), 'neutral'],
    ['425', server(425), 'neutral'],
    ['503 with Retry-After', server(503, 9), 'neutral'],
    ['429', new RateLimitError(''), 'neutral'],
    ['429 with Retry-After', new RateLimitError('', { retryAfterMs: 9 }), 'neutral'],
    // It has refused, so it is there.
    ['400', new RequestError('', { status: 400 }), 'success'],
    ['401', new AuthenticationError('', { status: 401 }), 'success'],
    ['402', new QuotaError('', { status: 402 }), 'success'],
    ['404', new JobNotFoundError('', { status: 404 }), 'success'],
    // Nobody was asked.
    ['a function that gave no key', new RetryableError(''), 'neutral'],
    ['a certificate', new RequestError('', { code: 'certificate' }), 'neutral'],
    ['an open circuit', new CircuitBreakerError(''), 'neutral'],
    ['a foreign error', new Error('a bug'), 'neutral'],
    ['no error at all', undefined, 'neutral'],
  ])('%s: %s', (_name, error, outcome) => {
    expect(outcomeOf(error)).toBe(outcome);
  });

  it.each<[string, number, Outcome]>([
    ['at its time limit', 0, 'failure'],
    ['a little later, on a busy machine', 2000, 'failure'],
    ['much later: the machine slept', 2001, 'neutral'],
    ['long before it', -30_000, 'failure'],
  ])('if the request failed %s', (_title, lateMs, outcome) => {
    expect(outcomeOf(new NetworkError('', { code: 'ECONNRESET' }), lateMs)).toBe(outcome);
  });
});
