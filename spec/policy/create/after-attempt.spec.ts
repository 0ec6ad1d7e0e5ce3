import { expect } from '@jest/globals';
import {
  NetworkError,
  ProtocolError,
  QuotaError,
  RateLimitError,
  RequestError,
  ServerError,
  TimeoutError,
  type TranslationError,
} from '../../../lib/model/errors.js';
import {
  abandonedError,
  afterAbort,
  afterAttempt,
  createFailure,
  newCreate,
} from '../../../lib/policy/create/after-attempt.js';

const refusedConnection = new NetworkError('nobody there', { code: 'ECONNREFUSED' });
const reset = new NetworkError('reset', { code: 'ECONNRESET' });
const busy = new ServerError('busy', { status: 503 });
const throttled = new RateLimitError('slow down');
const page = new ProtocolError('a page', { status: 200 });
const noCredit = new QuotaError('no credit', { status: 402 });
const taken = new RequestError('already exists', { status: 409, code: 'conflict' });
const badVideo = new RequestError('no such language', { status: 400, code: 'invalid_parameter' });

/** What happens to a create: an attempt fails, or is cut short. */
type Happening = TranslationError | 'abort';

const after = (happenings: readonly Happening[]) =>
  happenings.reduce(
    (state, happening) => (happening === 'abort' ? afterAbort(state) : afterAttempt(state, happening)),
    newCreate('key-1'),
  );

describe('whether a job may exist', () => {
  it.each<[string, readonly Happening[], boolean]>([
    ['nothing was sent', [], false],
    ['no server was reached', [refusedConnection], false],
    ['a throttle', [throttled, throttled], false],
    ['a refusal', [noCredit], false],
    ['the response was lost', [reset], true],
    ['the service was failing', [busy], true],
    ['the response made no sense', [page], true],
    ['the attempt was cut short', ['abort'], true],
    ['a lost response, then no server was reached', [reset, refusedConnection], true],
    ['a lost response, then a throttle', [reset, throttled], true],
    ['a lost response, then a refusal that speaks of an earlier request', [reset, taken], true],
    ['a lost response, then no credit, which the lost one may have used', [reset, noCredit], true],
    ['a lost response, then a refusal of the request itself', [reset, badVideo], false],
    ['cut short, then a refusal of the request itself', ['abort', badVideo], false],
    ['a refusal of the request itself, then a lost response', [badVideo, reset], true],
  ])('%s', (_title, happenings, isUncertain) => {
    expect(after(happenings)).toEqual({ idempotencyKey: 'key-1', isUncertain });
  });

  it('is plain JSON', () => {
    const state = after([reset]);
    expect(JSON.parse(JSON.stringify(state))).toEqual(state);
  });
});

describe('what a caller gets', () => {
  it('of a certain failure: the failure, with the key', () => {
    expect(createFailure(after([noCredit]), noCredit)).toMatchObject({
      name: 'QuotaError',
      message: 'no credit',
      status: 402,
      idempotencyKey: 'key-1',
    });
    expect(noCredit.idempotencyKey).toBeUndefined();
  });

  it('of the jobs that are known to exist, if there are any', () => {
    expect(createFailure(after([noCredit]), noCredit).created).toBeUndefined();
    expect(createFailure(after([noCredit]), noCredit, []).created).toBeUndefined();
    expect(createFailure(after([noCredit]), noCredit, ['job-1']).created).toEqual(['job-1']);
  });

  it('of an uncertain one: that a job may exist, and how to find out', () => {
    const last = new RateLimitError('slow down', { requestId: 'request-1', created: ['job-1'] });
    const error = createFailure(after([reset, last]), last);
    expect(error).toMatchObject({
      name: 'UnknownOutcomeError',
      idempotencyKey: 'key-1',
      requestId: 'request-1',
      created: ['job-1'],
    });
    expect(error.cause).toBe(last);
    expect(error.message).toBe(
      "The job may or may not have been created (slow down). Create it again with idempotencyKey 'key-1' to find out",
    );
  });

  it('of an uncertain one: how long the service asks to wait', () => {
    const busyForLong = new ServerError('busy', { status: 503, retryAfterMs: 3_600_000 });
    expect(createFailure(after([busyForLong]), busyForLong)).toMatchObject({
      name: 'UnknownOutcomeError',
      retryAfterMs: 3_600_000,
    });
  });

  it.each<[string, unknown, string]>([
    ['an error', new DOMException('This operation was aborted', 'AbortError'), 'This operation was aborted'],
    ['an error of ours', new TimeoutError('too late'), 'too late'],
    ['a text', 'the user left', 'the user left'],
    ['an object without a message', { code: 1 }, 'no message'],
    [
      'an object that cannot be read',
      {
        get message(): string {
          throw new Error('too late');
        },
      },
      'no message',
    ],
    ['null', null, 'null'],
    ['undefined', undefined, 'undefined'],
  ])('who stopped waiting because of %s: the same, with the reason', (_title, reason, why) => {
    const error = abandonedError(after(['abort']), reason);
    expect(error).toMatchObject({ name: 'UnknownOutcomeError', idempotencyKey: 'key-1' });
    expect(error!.message).toContain(`may or may not have been created (${why}).`);
    expect(error!.cause ?? reason).toBe(reason);
  });

  it('who stopped waiting when some of the ids were known: these, for there may be more', () => {
    expect(abandonedError(after([throttled]), new Error('left'), ['job-1'])).toMatchObject({
      name: 'UnknownOutcomeError',
      created: ['job-1'],
    });
  });

  it('who stopped waiting before a job can exist: nothing', () => {
    expect(abandonedError(after([throttled]), new Error('left'))).toBeUndefined();
  });
});
