import { expect } from '@jest/globals';
import { NetworkError, ProtocolError, RequestError, ServerError, type TranslationError } from 'heygen-rx';
import type { StatusReport } from '../../../../lib/model/status-report.js';
import {
  meaningsOf as meaningsOfChecked,
  type PollMeaning,
} from '../../../../lib/durable/policy/worker/poll-meaning.js';
import { checkedOutcome, type PollOutcome } from '../../../../lib/durable/policy/worker/poll-outcome.js';

/** What the outcome of a request means for each of its jobs. */
const meaningsOf = (jobIds: readonly string[], outcome: PollOutcome): ((jobId: string) => PollMeaning) =>
  meaningsOfChecked(jobIds, checkedOutcome(jobIds, outcome));

const failure = (error: TranslationError): PollOutcome => ({ type: 'failure', error });
const nonsense = new ProtocolError('a page');
const running = { jobId: 'a', status: 'running' };

describe('a request for one job', () => {
  it.each<[string, PollOutcome, object]>([
    [
      'a report',
      { type: 'response', response: running },
      { type: 'decide', input: { type: 'report', report: running } },
    ],
    [
      'a partial report',
      { type: 'response', response: { ...running, partial: true } },
      { type: 'decide', input: { type: 'report' } },
    ],
    ['nonsense', failure(nonsense), { type: 'decide', input: { type: 'failure', error: nonsense } }],
    ['no report', { type: 'response', response: 5 }, { type: 'decide', input: { type: 'failure' } }],
    ['an abort', { type: 'aborted' }, { type: 'unchanged' }],
    [
      'silence over the deadline',
      { type: 'expired', reason: 'silence' },
      { type: 'decide', input: { type: 'deadline' } },
    ],
    [
      'an open circuit over the deadline',
      { type: 'expired', reason: 'circuit' },
      { type: 'decide', input: { type: 'failure' } },
    ],
  ])('that meets %s', (_title, outcome, meaning) => {
    const found = meaningsOf(['a'], outcome)('a');
    expect(found).toMatchObject(meaning);
    expect(found).not.toHaveProperty('input.isBulk');
  });
});

describe('a request for two jobs', () => {
  it.each<[string, TranslationError, object]>([
    [
      'nonsense',
      nonsense,
      { type: 'decide', input: { type: 'failure', isBulk: true }, bulkFailure: 'fail and split' },
    ],
    [
      'a server error',
      new ServerError('500', { status: 500 }),
      { type: 'decide', bulkFailure: 'fail and split' },
    ],
    ['a reset', new NetworkError('reset'), { type: 'decide', input: { type: 'failure', isBulk: true } }],
    ['a refusal', new RequestError('no', { status: 403 }), { type: 'again', how: 'in half', isSeen: false }],
    [
      'no such call',
      new RequestError('no', { status: 404, code: 'no_bulk_call' }),
      { type: 'again', how: 'alone', isSeen: false },
    ],
  ])('that meets %s says nothing about one of them alone', (_title, error, meaning) => {
    expect(meaningsOf(['a', 'b'], failure(error))('a')).toMatchObject(meaning);
  });

  it('that the network cuts off may be sent again with as many', () => {
    const error = new NetworkError('reset');
    expect(meaningsOf(['a', 'b'], failure(error))('a')).toEqual({
      type: 'decide',
      input: { type: 'failure', error, isBulk: true },
    });
  });

  it.each<[string, unknown]>([
    ['no list', running],
    ['no word about them', [{ jobId: 'c', status: 'running' }]],
  ])('whose response is %s has failed for both', (_title, answer) => {
    const meaningOf = meaningsOf(['a', 'b'], { type: 'response', response: answer });
    const failed = { type: 'failure', error: { name: 'ProtocolError' }, isBulk: true };
    for (const jobId of ['a', 'b']) {
      expect(meaningOf(jobId)).toMatchObject({
        type: 'decide',
        input: failed,
        bulkFailure: 'fail and split',
      });
    }
  });

  it('gives each job its own report, and polls jobs without one alone', () => {
    const answer = [running, { jobId: 'b', status: '' }, { jobId: 'c', status: 'running', partial: true }];
    const meaningOf = meaningsOf(['a', 'b', 'c', 'd'], { type: 'response', response: answer });
    expect(['a', 'b', 'c', 'd'].map(meaningOf)).toMatchObject([
      { type: 'decide', input: { type: 'report' }, isOpen: true },
      { type: 'again', how: 'alone', isSeen: false },
      { type: 'again', how: 'alone', isSeen: true },
      { type: 'again', how: 'alone', isSeen: false },
    ]);
  });
});

describe('a result that cannot be stored as JSON', () => {
  it.each<[string, unknown, string]>([
    ['a bigint', { size: 1n }, 'TypeError: '],
    ['a `toJSON` that throws a text', { toJSON: throwing('broken') }, 'broken'],
    [
      'a `toJSON` that throws what cannot be made a string',
      { toJSON: throwing(Object.create(null)) },
      'object',
    ],
  ])('with %s fails the poll of that job only', (_title, result, why) => {
    const answer = [
      { jobId: 'a', status: 'completed', result },
      { jobId: 'b', status: 'completed' },
    ];
    const meaningOf = meaningsOf(['a', 'b'], { type: 'response', response: answer });
    const message = expect.stringMatching(`^The response for job a cannot be stored as JSON: ${why}`);
    expect(meaningOf('a')).toMatchObject({ type: 'decide', input: { type: 'failure', error: { message } } });
    expect(meaningOf('b')).toMatchObject({ type: 'decide', input: { type: 'report' } });
  });
});

it.each<[string, unknown, unknown]>([
  ['what cannot be read again', { toJSON: once({ videoUrl: 'v' }) }, { videoUrl: 'v' }],
  ['a date', { at: new Date(0) }, { at: '1970-01-01T00:00:00.000Z' }],
  ['nothing that JSON knows', { toJSON: () => undefined }, undefined],
])('a result with %s is kept as it was read first', (_title, result, kept) => {
  const answer = lazyReport(result);
  const found = meaningsOf(['a'], { type: 'response', response: answer })('a');
  const { report } = (found as { readonly input: { readonly report: StatusReport } }).input;
  expect(report.result).toEqual(kept);
  expect(JSON.stringify(report.result)).toBe(JSON.stringify(kept));
  expect(report.status).toBe('completed');
});

/** Its status is a getter, as in objects that are parsed late. */
const lazyReport = (result: unknown): StatusReport =>
  Object.create(
    {
      get status() {
        return 'completed';
      },
    },
    { result: { value: result } },
  ) as StatusReport;

function once(value: unknown): () => unknown {
  let isRead = false;
  return () => {
    if (isRead) throw new Error('read twice');
    isRead = true;
    return value;
  };
}

function throwing(thrown: unknown): () => never {
  return () => {
    throw thrown;
  };
}
