import { expect } from '@jest/globals';
import {
  AuthenticationError,
  CircuitBreakerError,
  JobNotFoundError,
  NetworkError,
  ProtocolError,
  RateLimitError,
  RequestError,
  ServerError,
  type TranslationError,
} from '../../../lib/model/errors.js';
import {
  afterAnswer,
  afterBulkFailure,
  bulkFailureOf,
  denied,
  limitAt,
  type BulkDenial,
  type BulkFailure,
  type BulkLimit,
} from '../../../lib/policy/bulk/bulk-limit.js';

const MINUTE_MS = 60_000;

describe('a bulk request that failed', () => {
  it.each<[string, TranslationError, BulkFailure]>([
    // A refusal speaks of no single job.
    ['401', new AuthenticationError('wrong key', { status: 401 }), 'split'],
    ['403', new AuthenticationError('not yours', { status: 403 }), 'split'],
    ['404', new JobNotFoundError('no such job', { status: 404 }), 'split'],
    ['413', new RequestError('too large', { status: 413 }), 'split'],
    ['414', new RequestError('address too long', { status: 414 }), 'split'],
    ['422', new RequestError('one of the ids is malformed', { status: 422 }), 'split'],
    ['431', new RequestError('headers too large', { status: 431 }), 'split'],
    ['an answer over `maxBodyBytes`', new ProtocolError('too long', { code: 'body_too_large' }), 'split'],
    // It may be an outage, or one of the jobs.
    ['a page', new ProtocolError('a page', { status: 200 }), 'fail and split'],
    ['500', new ServerError('oops', { status: 500 }), 'fail and split'],
    ['the time limit', new NetworkError('no answer', { code: 'timeout' }), 'fail and split'],
    ['503', new ServerError('busy', { status: 503, retryAfterMs: 9 }), 'fail and split'],
    ['an open circuit', new CircuitBreakerError('open'), 'fail and split'],
    // How many were asked for did not matter.
    ['the network', new NetworkError('reset', { code: 'ECONNRESET' }), 'fail'],
    ['a throttle', new RateLimitError('slow down', { retryAfterMs: 9 }), 'fail'],
  ])('by %s: %s', (_title, error, failure) => {
    expect(bulkFailureOf(error)).toBe(failure);
  });
});

describe('how many jobs share a request', () => {
  type Failed = readonly [failure: 'split' | 'fail and split', count: number];

  it.each<[string, readonly Failed[], number]>([
    ['at first: any number', [], Infinity],
    ['after a refusal: half as many', [['split', 100]], 50],
    ['half of an odd number is rounded down', [['split', 5]], 2],
    [
      'after refusals: half as many each time',
      [
        ['split', 100],
        ['split', 50],
        ['split', 25],
      ],
      12,
    ],
    ['never less than one', [['split', 1]], 1],
    ['trouble is not blamed on the request the first time', [['fail and split', 100]], Infinity],
    [
      'the second time it is',
      [
        ['fail and split', 100],
        ['fail and split', 100],
      ],
      50,
    ],
    [
      'trouble after a refusal is blamed at once',
      [
        ['split', 100],
        ['fail and split', 50],
      ],
      25,
    ],
  ])('%s', (_title, failures, most) => {
    const limit = failures.reduce<BulkLimit | undefined>(
      (before, [failure, count]) => afterBulkFailure(before, failure, count, 0),
      undefined,
    );
    expect(limitAt(limit, 1)).toBe(most);
  });

  it('is remembered for ten minutes', () => {
    const limit = afterBulkFailure(undefined, 'split', 100, 5);
    expect([5, 10 * MINUTE_MS + 4, 10 * MINUTE_MS + 5].map(now => limitAt(limit, now))).toEqual([
      50,
      50,
      Infinity,
    ]);
  });

  it.each<[string, readonly Failed[], number]>([
    [
      'trouble is forgotten, since it may have had nothing to do with the jobs',
      [
        ['fail and split', 100],
        ['fail and split', 100],
      ],
      Infinity,
    ],
    ['a refusal is not', [['split', 100]], 50],
    ['nothing changes where nothing was wrong', [], Infinity],
  ])('with an answer, %s', (_title, failures, most) => {
    const limit = failures.reduce<BulkLimit | undefined>(
      (before, [failure, count]) => afterBulkFailure(before, failure, count, 0),
      undefined,
    );
    expect(limitAt(afterAnswer(limit), 1)).toBe(most);
  });
});

describe('a service that says it has no bulk call', () => {
  /** Until when it is believed, after it has said so at these times. */
  const believedUntil = (times: readonly number[]): number | undefined =>
    times.reduce<BulkDenial | undefined>(denied, undefined)?.until;

  it.each<[string, readonly number[], number]>([
    ['once: not believed', [100], 100],
    ['twice: believed for ten minutes', [100, 200], 200 + 10 * MINUTE_MS],
    ['again, after those: for ten more', [100, 200, 11 * MINUTE_MS], 21 * MINUTE_MS],
  ])('%s', (_title, times, until) => {
    expect(believedUntil(times)).toBe(until);
  });
});
