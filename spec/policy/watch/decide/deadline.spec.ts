import { expect } from '@jest/globals';
import { begin } from '../../../../lib/policy/watch/decide.js';
import { contextAt, report, reset } from '../support.js';
import { ended, itDecides } from './it-decides.js';

describe('the deadline', () => {
  itDecides([
    [
      'of a poll that was held up: it is sent as the last',
      [[1000, { type: 'deadline' }]],
      { type: 'poll', at: 1000, isLast: true, until: 1030 },
    ],
    [
      'of the last poll: the watch ends',
      [
        [1000, { type: 'deadline' }],
        [1030, { type: 'deadline' }],
      ],
      ended('TimeoutError'),
    ],
    [
      'of a poll that was held up beyond it: no later than one request after it',
      [[1020, { type: 'deadline' }]],
      { type: 'poll', at: 1020, isLast: true, until: 1030 },
    ],
    [
      'slept through: the last poll has its time',
      [[60_000, { type: 'deadline' }]],
      { type: 'poll', at: 60_000, isLast: true, until: 60_030 },
    ],
    [
      'late by less than two seconds and a request: was not slept through, and the watch ends',
      [
        [1, report('running')],
        [3000, reset],
      ],
      ended('TimeoutError'),
    ],
    [
      'slept through by a request: the last poll is retried',
      [
        [1, report('running')],
        [60_000, reset],
      ],
      { type: 'poll', at: 60_002, isLast: true },
    ],
  ]);
});

describe('a job that was created long before its deadline began', () => {
  it('is polled at once, for the last time, when the deadline has passed', () => {
    const { next } = begin({ jobId: 'job-1', firstPoll: 'after-interval', startedAt: -1000 }, contextAt(10));
    expect(next).toMatchObject({ type: 'poll', at: 10, isLast: true, until: 30 });
  });
});
