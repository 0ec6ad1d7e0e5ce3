import { report } from '../support.js';
import { ended, itDecides, poll } from './it-decides.js';

describe('the first poll', () => {
  itDecides([['is at once', [], poll(0)]]);
});

describe('a response', () => {
  itDecides([
    ['of an open job: after the first interval', [[1, report('pending')]], poll(5)],
    [
      'with the same status: after the next interval',
      [
        [1, report('pending')],
        [6, report('pending')],
      ],
      poll(14),
    ],
    [
      'with a new status: after the first interval again',
      [
        [1, report('pending')],
        [6, report('running')],
      ],
      poll(10),
    ],
    ['with a hint: not before it', [[1, report('pending', { retryAfterMs: 30 })]], poll(31)],
    [
      'whose hint ends just at the deadline: the last poll is then',
      [[1, report('pending', { retryAfterMs: 999 })]],
      { type: 'poll', at: 1000, isLast: true },
    ],
    [
      'whose hint is beyond the deadline: the watch ends',
      [[1, report('pending', { retryAfterMs: 1000 })]],
      ended('TimeoutError', { retryAfterMs: 1000 }),
    ],
    ['that settles the job: the watch is over', [[1, report('completed')]], { type: 'settled' }],
    ['in capitals: means the same', [[1, report('COMPLETED')]], { type: 'settled' }],
    ['that the job was canceled: settles it too', [[1, report('canceled')]], { type: 'settled' }],
    ['in an unknown word: at the longest interval', [[1, report('In queue')]], poll(17)],
    [
      'just before the deadline: the last poll is at it',
      [[997, report('pending')]],
      { type: 'poll', at: 1000, isLast: true, until: 1030 },
    ],
    ['at the deadline: the watch ends', [[1000, report('pending')]], ended('TimeoutError')],
  ]);
});
