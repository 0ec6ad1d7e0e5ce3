import { expect } from '@jest/globals';
import { AuthenticationError, JobNotFoundError, RequestError } from '../../../../lib/model/errors.js';
import {
  failure,
  gone,
  inARow,
  lastDecision,
  nonsense,
  redirect,
  refusedByCircuit,
  report,
  reset,
  unauthorized,
} from '../support.js';
import { ended, itDecides, poll } from './it-decides.js';

describe('a refusal', () => {
  itDecides([
    [
      'before the first report: ends the watch',
      [[1, unauthorized]],
      ended('AuthenticationError', { jobId: 'job-1' }),
    ],
    [
      'before and after an outage at the last poll, which was slept through: nothing is confirmed',
      [
        [1, report('running')],
        [6, unauthorized],
        [60_000, reset],
        [60_003, unauthorized],
      ],
      ended('TimeoutError', { cause: expect.objectContaining({ name: 'AuthenticationError' }) }),
    ],
    [
      'after a report: another poll has to confirm it, at the longest interval',
      [
        [1, report('running')],
        [6, unauthorized],
      ],
      poll(22),
    ],
    [
      'twice in a row: ends the watch',
      [
        [1, report('running')],
        [6, unauthorized],
        [23, unauthorized],
      ],
      ended('AuthenticationError', { snapshot: expect.anything() }),
    ],
    [
      'of two kinds: not confirmed',
      [
        [1, report('running')],
        [6, unauthorized],
        [23, gone],
      ],
      poll(39),
    ],
    [
      'of one kind with two codes: not confirmed',
      [
        [1, report('running')],
        [6, redirect],
        [23, failure(new RequestError('not trusted', { code: 'certificate' }))],
      ],
      poll(39),
    ],
    [
      'with one status and two codes: confirmed',
      [
        [1, report('running')],
        [6, failure(new RequestError('no', { status: 403, code: 'forbidden' }))],
        [23, failure(new RequestError('no', { status: 403, code: 'login' }))],
      ],
      ended('RequestError'),
    ],
    [
      'with neither status nor code: confirmed',
      [
        [1, report('running')],
        [6, failure(new RequestError('no'))],
        [23, failure(new RequestError('no'))],
      ],
      ended('RequestError'),
    ],
    [
      'twice, with a report between: not confirmed',
      [
        [1, report('running')],
        [6, redirect],
        [23, report('running')],
        [32, redirect],
      ],
      poll(48),
    ],
    [
      'twice, with an open circuit between: not confirmed',
      [
        [1, report('running')],
        [6, redirect],
        [23, refusedByCircuit],
        [40, redirect],
      ],
      poll(56),
    ],
    [
      'twice, with an outage between: not confirmed',
      [
        [1, report('running')],
        [6, redirect],
        [23, reset],
        [26, redirect],
      ],
      poll(42),
    ],
    [
      'in the last poll: cannot be confirmed',
      [
        [1, report('running')],
        [1000, gone],
      ],
      ended('TimeoutError', { cause: expect.objectContaining({ name: 'JobNotFoundError' }) }),
    ],
    [
      'in the last poll, after one: confirmed',
      [
        [1, report('running')],
        [990, gone],
        [1000, gone],
      ],
      ended('JobNotFoundError'),
    ],
  ]);
});

describe('a job that this client has just created', () => {
  itDecides(
    [
      ['is polled after the first interval', [], poll(4)],
      ['may be unknown at first', [[5, gone]], poll(7)],
      [
        'may be unknown for longer than the attempts last',
        [
          [5, gone],
          [8, gone],
          [13, gone],
          [18, gone],
        ],
        poll(22),
      ],
      [
        'may be unknown between reports that make no sense: those are not three in a row',
        [
          [5, nonsense],
          [8, nonsense],
          [13, gone],
          [18, nonsense],
        ],
        poll(34),
      ],
      [
        'is gone if it is still unknown after the grace time',
        [
          [5, gone],
          [100, gone],
        ],
        ended('JobNotFoundError'),
      ],
      [
        'is not gone at the first 404 once a bulk response has had it',
        [
          [5, { type: 'seen' }],
          [6, gone],
        ],
        poll(22),
      ],
      [
        'is gone, once seen, when it is not found twice',
        [
          [5, report('pending')],
          [10, gone],
          [27, gone],
        ],
        ended('JobNotFoundError'),
      ],
    ],
    { firstPoll: 'after-interval', createdAt: 0, notFoundUntil: 100 },
  );
});

const pageSaysGone = failure(new JobNotFoundError('a page', { status: 404, code: 'not_json' }));

describe('a refusal that was doubted', () => {
  it.each([
    ['the same again', 'ended', [gone, gone]],
    ['a page, and again a page', 'ended', [pageSaysGone, pageSaysGone]],
    ["a page, and then the service's own word", 'poll', [pageSaysGone, gone]],
    ["a page, and then the service's own word twice", 'ended', [pageSaysGone, gone, gone]],
    ['two with a report between', 'poll', [gone, report('running'), gone]],
  ])('%s: %s', (_title, type, inputs) => {
    expect(lastDecision(inARow(report('running'), ...inputs)).next.type).toBe(type);
  });
});

it('a refusal that is doubted is confirmed no sooner than the service asks', () => {
  const throttled = failure(new AuthenticationError('slow down', { status: 403, retryAfterMs: 700 }));
  const { state, next } = lastDecision(inARow(report('running'), throttled));
  expect(next).toMatchObject({ type: 'poll', notBeforeAt: 702 });
  expect(state.nextPollAt).toBeGreaterThanOrEqual(702);
});
