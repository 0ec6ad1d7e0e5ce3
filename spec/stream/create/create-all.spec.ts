import { expect } from '@jest/globals';
import { map, of, throwError, type Observable } from 'rxjs';
import { AuthenticationError, RequestError, TimeoutError, UnknownOutcomeError } from 'heygen-rx';
import { marbles } from 'heygen-rx/testing';
import {
  abandonedBatchError,
  createAll,
  createdBy,
  notAllCreated,
  type BatchCreate,
} from '../../../lib/stream/create/create-all.js';
import type { Create } from '../../../lib/stream/create/create-once.js';

const unauthorized = new AuthenticationError('wrong key', { status: 401 });
const refused = new RequestError('no such voice', { status: 422, code: 'voice' });

/** A create of one job, in German. */
const createOf = (requestIndex: number, jobIds$: Observable<string>, more: Partial<Create> = {}) =>
  ({
    requestIndex,
    languages: ['German'],
    places: [0],
    create: {
      idempotencyKey: `key-${requestIndex}`,
      jobIds$: jobIds$.pipe(map(jobId => [jobId])),
      knownIds: () => [`job-${requestIndex}`],
      abandonedError: () => undefined,
      ...more,
    },
  }) as const satisfies BatchCreate;

const answered = of('a');
const failing = (error: Error): Observable<never> => throwError(() => error);

/** The outcomes, one request at a time, in short: the id, or the error's name with the request it is told of. */
function outcomesOf(requests: readonly Observable<string>[]): readonly string[] {
  const outcomes: string[] = [];
  createAll(
    requests.map((jobIds$, index) => createOf(index, jobIds$)),
    1,
  ).subscribe(outcome => {
    if ('jobIds' in outcome) outcomes.push(outcome.jobIds.join(' '));
    else {
      const { name, requestIndex, language, idempotencyKey } = outcome.error;
      outcomes.push([name, requestIndex, language, idempotencyKey].join(' '));
    }
    expect(outcome.requestIndex).toBe(outcomes.length - 1);
  });
  return outcomes;
}

describe('the creates of a batch', () => {
  it('are sent so many at a time', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const requests = [cold('---(a|)'), cold('-(b|)'), cold('-(c|)')];
      const all$ = createAll(
        requests.map((jobIds$, index) => createOf(index, jobIds$)),
        2,
      );
      expectObservable(all$.pipe(map(({ requestIndex }) => String(requestIndex)))).toBe('-12(0|)');
      expectSubscriptions(requests[2]!.subscriptions).toBe('-^!');
    });
  });

  const error = (name: string, index: number): string => `${name} ${index} German key-${index}`;
  it.each<[string, readonly Observable<string>[], readonly string[]]>([
    [
      'of which one is refused: the others are sent',
      [answered, failing(refused), answered],
      ['job-0', error('RequestError', 1), 'job-2'],
    ],
    [
      'of which one says that the key is wrong: no more are sent',
      [failing(unauthorized), answered],
      [error('AuthenticationError', 0), error('AuthenticationError', 1)],
    ],
    [
      'of which two in a row are refused in the same way: no more are sent',
      [failing(refused), failing(refused), answered],
      [error('RequestError', 0), error('RequestError', 1), error('RequestError', 2)],
    ],
    [
      'of which two are refused in the same way, with one created between: the others are sent',
      [failing(refused), answered, failing(refused), answered],
      [error('RequestError', 0), 'job-1', error('RequestError', 2), 'job-3'],
    ],
    ['of which one fails with a foreign error', [failing(new Error('reset'))], [error('NetworkError', 0)]],
  ])('%s', (_title, requests, expected) => {
    expect(outcomesOf(requests)).toEqual(expected);
  });
});

describe('the error of a request for several languages', () => {
  it('names none of them', () => {
    const several = { ...createOf(0, failing(refused)), languages: ['German', 'French'], places: [0, 1] };
    const outcomes: unknown[] = [];
    createAll([several], 1).subscribe(outcome => outcomes.push(outcome));
    expect(outcomes).toMatchObject([{ error: { requestIndex: 0 } }]);
    expect(outcomes[0]).not.toHaveProperty('error.language');
  });
});

it('jobs are named in the order of their languages, without those that do not exist', () => {
  const several = {
    ...createOf(0, answered, { knownIds: () => ['job-1', 'job-2'] }),
    languages: ['German', 'French', 'Thai'],
    places: [1, 2, 0],
  };
  expect(createdBy([several, createOf(3, answered)])).toEqual(['job-2', 'job-1', 'job-3']);
});

it('a batch that could not all be created names what exists, and its first error', () => {
  const creates = [createOf(0, answered), createOf(1, failing(refused), { knownIds: () => [] })];
  expect(notAllCreated(creates, [refused])).toMatchObject({
    message: '1 of 2 requests could not be created (first: no such voice); `created` has 1 ids',
    created: ['job-0'],
    errors: [refused],
    cause: refused,
  });
});

describe('a caller that stops waiting for a batch', () => {
  const reason = new TimeoutError('too late');
  const nothing = createOf(0, answered, { knownIds: () => [] });
  const exists = createOf(1, answered);
  const underWay = createOf(2, answered, {
    knownIds: () => [],
    abandonedError: why => new UnknownOutcomeError('perhaps', { idempotencyKey: 'key-2', cause: why }),
  });

  it('gets its reason if nothing has been created or is in flight', () => {
    expect(abandonedBatchError([nothing, nothing], reason, [])).toBe(reason);
  });

  it.each<[string, readonly BatchCreate[], readonly RequestError[], object]>([
    [
      'a job that exists',
      [exists],
      [],
      { message: 'too late; creates in flight: 0; `created` has 1 ids', created: ['job-1'] },
    ],
    [
      'a create that is under way',
      [nothing, underWay],
      [],
      {
        message: 'too late; creates in flight: 1 (first: perhaps); `created` has 0 ids',
        errors: [{ name: 'UnknownOutcomeError', requestIndex: 2, idempotencyKey: 'key-2' }],
      },
    ],
    ['a request that was refused', [nothing], [refused], { created: [], errors: [refused] }],
    [
      'a job that exists and a request that was refused',
      [exists],
      [refused],
      { created: ['job-1'], errors: [refused] },
    ],
  ])('gets %s', (_title, creates, errors, expected) => {
    expect(abandonedBatchError(creates, reason, errors)).toMatchObject({
      name: 'BatchError',
      cause: reason,
      ...expected,
    });
  });
});
