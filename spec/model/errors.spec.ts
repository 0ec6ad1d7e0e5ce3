import { runInNewContext } from 'node:vm';
import { expect } from '@jest/globals';
import * as library from 'heygen-rx';
import { withDetails } from '../../lib/model/errors.js';

const {
  AuthenticationError,
  BatchError,
  CircuitBreakerError,
  ClientClosedError,
  isTimeoutError,
  isTranslationError,
  JobFailedError,
  JobNotFoundError,
  NetworkError,
  ProtocolError,
  QuotaError,
  RateLimitError,
  RequestError,
  RetryableError,
  ServerError,
  TimeoutError,
  TranslationError,
  UnknownOutcomeError,
} = library;

const failed = {
  jobId: 'a',
  status: 'error',
  polls: 1,
  at: 0,
  elapsedMs: 0,
  failure: { message: 'm' },
} as const;

/** One of each error, and the names of its guards besides `isTranslationError`. */
const ERRORS: readonly [library.TranslationError, ...string[]][] = [
  [new TranslationError('m')],
  [new RetryableError('m'), 'isRetryableError'],
  [new NetworkError('m'), 'isRetryableError', 'isNetworkError'],
  [new ServerError('m', { status: 503 }), 'isRetryableError', 'isServerError'],
  [new RateLimitError('m', { retryAfterMs: 5 }), 'isRetryableError', 'isRateLimitError'],
  [new RequestError('m', { status: 400 }), 'isRequestError'],
  [new AuthenticationError('m', { status: 401 }), 'isRequestError', 'isAuthenticationError'],
  [new JobNotFoundError('m', { jobId: 'a' }), 'isRequestError', 'isJobNotFoundError'],
  [new QuotaError('m', { status: 402 }), 'isRequestError', 'isQuotaError'],
  [new ProtocolError('m'), 'isProtocolError'],
  [new TimeoutError('m', { jobId: 'a' }), 'isTimeoutError'],
  [new CircuitBreakerError('m', { retryAfterMs: 5 }), 'isCircuitBreakerError'],
  [new UnknownOutcomeError('m', { idempotencyKey: 'k' }), 'isUnknownOutcomeError'],
  [new ClientClosedError('m'), 'isClientClosedError'],
  [new JobFailedError(failed), 'isJobFailedError'],
  [new BatchError('m', { created: ['a'], statuses: {}, errors: [] }), 'isBatchError'],
];

const GUARDS = Object.entries(library).filter(([name]) => /^is\w+Error$/.test(name)) as [
  string,
  (thrown: unknown) => boolean,
][];

const guardsOf = (thrown: unknown): readonly string[] =>
  GUARDS.flatMap(([name, guard]) => (guard(thrown) ? [name] : [])).sort();

describe('the guards', () => {
  it.each(ERRORS.map(([error, ...guards]) => [error.name, error, guards] as const))(
    'know a %s: as it is, from another realm or copy, and from JSON',
    (name, error, guards) => {
      const expected = ['isTranslationError', ...guards].sort();
      expect(guardsOf(error)).toEqual(expected);
      expect(guardsOf(JSON.parse(JSON.stringify(error)))).toEqual(expected);
      const mark = '{ value: true, enumerable: false }';
      const foreign: unknown = runInNewContext(
        `Object.defineProperty(Object.assign(new Error('m'), { name: '${name}' }), Symbol.for('heygen-rx.error'), ${mark})`,
      );
      expect(foreign).not.toBeInstanceOf(Error);
      expect(guardsOf(foreign)).toEqual(expected);
    },
  );

  it('have one for each error', () => {
    expect(GUARDS).toHaveLength(ERRORS.length);
  });

  it.each<[string, unknown]>([
    ['null', null],
    ['undefined', undefined],
    ['a text', 'heygen-rx'],
    ['a function', () => 1],
    ['an Error', new Error('m')],
    ['another TimeoutError, such as that of rxjs', Object.assign(new Error('m'), { name: 'TimeoutError' })],
    ['the TimeoutError of the DOM', new DOMException('m', 'TimeoutError')],
    ['JSON of another library', { library: 'other', name: 'TimeoutError' }],
    [
      'an object that throws when it is read',
      new Proxy(
        {},
        {
          has: () => {
            throw new Error('mine');
          },
        },
      ),
    ],
  ])('refuse %s', (_title, thrown) => {
    expect(guardsOf(thrown)).toEqual([]);
  });
});

describe('an error', () => {
  it('shows the fields that it has, and not how it is recognised', () => {
    const error = new TimeoutError('too late', { jobId: 'a', cause: 'slow' });
    expect(Object.entries(error)).toEqual(expect.arrayContaining([['jobId', 'a']]));
    expect(Object.keys(error).sort()).toEqual(['jobId', 'name']);
    expect(Object.getOwnPropertySymbols(Object.assign({}, error))).toEqual([]);
    expect(error.cause).toBe('slow');
    expect('cause' in new TimeoutError('too late')).toBe(false);
    expect(error.toJSON()).toEqual({
      library: 'heygen-rx',
      name: 'TimeoutError',
      message: 'too late',
      jobId: 'a',
    });
  });

  it('can be read through a proxy that wraps its fields, such as that of Vue', () => {
    const error = new TimeoutError('too late', { jobId: 'a', snapshot: failed });
    const proxy = new Proxy(error, {
      get: (target, field): unknown =>
        field === 'snapshot' ? new Proxy(failed, {}) : Reflect.get(target, field),
    });
    expect(proxy.snapshot).toEqual(failed);
  });

  it('says what has failed', () => {
    expect(new JobFailedError(failed)).toMatchObject({
      message: 'Job a failed: m',
      jobId: 'a',
      snapshot: failed,
      failure: failed.failure,
    });
  });

  it('gets more details as a copy of the same class', () => {
    const error = new RateLimitError('slow down', { retryAfterMs: 5, cause: 'busy' });
    const copy = withDetails(error, { jobId: 'a' });
    expect(copy).toBeInstanceOf(RateLimitError);
    expect(copy).toMatchObject({ message: 'slow down', retryAfterMs: 5, jobId: 'a', cause: 'busy' });
    expect(error.jobId).toBeUndefined();
    // And again.
    expect(withDetails(copy, { jobId: 'b', idempotencyKey: 'k' })).toMatchObject({
      jobId: 'b',
      idempotencyKey: 'k',
    });
  });

  it('has the stack of the original as a copy, too', () => {
    const original = new JobNotFoundError('gone');
    expect(original.stack).toMatch(/\n +at /);
    expect(withDetails(original, { jobId: 'a' }).stack).toBe(original.stack);
    const foreign = { ...original.toJSON(), stack: 'at a' } as unknown as library.JobNotFoundError;
    for (const error of [original, foreign])
      expect(withDetails(error, {}).toJSON()).not.toHaveProperty('stack');
  });

  it('from JSON becomes an Error with more details', () => {
    const parsed = JSON.parse(
      JSON.stringify(new TimeoutError('too late', { jobId: 'a' })),
    ) as library.TimeoutError;
    const copy = withDetails(parsed, { requestId: 'r' });
    expect(copy).toBeInstanceOf(Error);
    expect(isTimeoutError(copy)).toBe(true);
    expect(isTranslationError(copy)).toBe(true);
    expect(copy).toMatchObject({ message: 'too late', jobId: 'a', requestId: 'r' });
  });
});
