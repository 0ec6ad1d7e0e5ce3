import { gone, refusedByCircuit, report, reset, RULES, slowDown } from '../support.js';
import { ended, itDecides, poll } from './it-decides.js';

/** A shortest interval of 50 ms. */
const LONG_INTERVAL = { rules: { ...RULES, minIntervalMs: 50 } };

describe('a wake', () => {
  itDecides([
    [
      'while waiting: polls at once, but not below the shortest interval',
      [
        [1, report('pending')],
        [1, { type: 'wake', isPolling: false }],
      ],
      poll(2),
    ],
    [
      'later: polls at once',
      [
        [1, report('pending')],
        [3, { type: 'wake', isPolling: false }],
      ],
      poll(3),
    ],
    [
      'overrides a retry delay',
      [
        [1, slowDown(0)],
        [2, { type: 'wake', isPolling: false }],
      ],
      poll(2),
    ],
    [
      'does not override a hint',
      [
        [1, report('pending', { retryAfterMs: 30 })],
        [3, { type: 'wake', isPolling: false }],
      ],
      poll(31),
    ],
    [
      'during a poll: polls once more after it',
      [
        [0, { type: 'wake', isPolling: true }],
        [5, report('pending')],
      ],
      poll(6),
    ],
    [
      'begins with short intervals again',
      [
        [1, report('pending')],
        [6, report('pending')],
        [7, { type: 'wake', isPolling: false }],
        [8, report('pending')],
      ],
      poll(12),
    ],
    [
      'during a pause: polls nothing',
      [
        [1, { type: 'pause' }],
        [3, { type: 'wake', isPolling: false }],
      ],
      { type: 'paused' },
    ],
  ]);
});

describe('a pause', () => {
  itDecides([
    [
      'stops polling',
      [
        [1, report('pending')],
        [2, { type: 'pause' }],
      ],
      { type: 'paused' },
    ],
    [
      'does not end at the deadline',
      [
        [1, { type: 'pause' }],
        [2000, report('pending')],
      ],
      { type: 'paused' },
    ],
    [
      'ends with a poll within a second',
      [
        [1, report('pending')],
        [2, { type: 'pause' }],
        [9, { type: 'resume' }],
      ],
      poll(509),
    ],
    [
      'that ends just before the deadline: the last poll is at it',
      [
        [1, report('pending')],
        [2, { type: 'pause' }],
        [999, { type: 'resume' }],
      ],
      { type: 'poll', at: 1000, isLast: true, until: 1030 },
    ],
    [
      'that ends at the deadline: one last poll, spread like all',
      [
        [2, { type: 'pause' }],
        [1000, { type: 'resume' }],
      ],
      { type: 'poll', at: 1500, isLast: true, until: 1530 },
    ],
    [
      'that ends after the deadline: one last poll',
      [
        [2, { type: 'pause' }],
        [5000, { type: 'resume' }],
      ],
      { type: 'poll', at: 5500, isLast: true, until: 5530 },
    ],
    [
      'that ends right after a report and just before the deadline: the last poll is at it',
      [
        [2, { type: 'pause' }],
        [999, report('running')],
        [999, { type: 'resume' }],
      ],
      { type: 'poll', at: 1000, isLast: true },
    ],
    [
      'that ends before the deadline, while the shortest interval reaches beyond it: the last poll is at it',
      [
        [2, { type: 'pause' }],
        [990, report('running'), LONG_INTERVAL],
        [995, { type: 'resume' }, LONG_INTERVAL],
      ],
      { type: 'poll', at: 1000, isLast: true },
    ],
    [
      'that ends before the deadline, until which the service asks to wait: the last poll is at it',
      [
        [2, { type: 'pause' }],
        [900, report('running', { retryAfterMs: 100 })],
        [910, { type: 'resume' }],
      ],
      { type: 'poll', at: 1000, isLast: true },
    ],
    [
      'that ends before the deadline, while the service asks for more time by less than the shortest interval',
      [
        [2, { type: 'pause' }],
        [900, report('running', { retryAfterMs: 140 }), LONG_INTERVAL],
        [910, { type: 'resume' }, LONG_INTERVAL],
      ],
      ended('TimeoutError', { retryAfterMs: 130 }),
    ],
    [
      'that ends before the deadline, while the service asks for more time than is left: the watch ends',
      [
        [2, { type: 'pause' }],
        [3, slowDown(2000)],
        [900, { type: 'resume' }],
      ],
      ended('TimeoutError', { retryAfterMs: 1103 }),
    ],
    [
      'that ends after the deadline, while the service asks for longer than one request may take: the watch ends',
      [
        [2, { type: 'pause' }],
        [3, report('running', { retryAfterMs: 1e9 })],
        [5000, { type: 'resume' }],
      ],
      ended('TimeoutError'),
    ],
    [
      'that ends after the deadline, while the service asks for a little more time: one last poll',
      [
        [2, { type: 'pause' }],
        [3, slowDown(5017)],
        [5000, { type: 'resume' }],
      ],
      { type: 'poll', at: 5500, isLast: true },
    ],
    [
      'after which that poll fails: it is retried',
      [
        [2, { type: 'pause' }],
        [5000, { type: 'resume' }],
        [5501, reset],
      ],
      { type: 'poll', at: 5503, isLast: true },
    ],
    [
      'after which an open circuit refuses that poll: it is retried',
      [
        [2, { type: 'pause' }],
        [5000, { type: 'resume' }],
        [5501, refusedByCircuit],
      ],
      { type: 'poll', at: 5503, isLast: true },
    ],
    [
      'after which an open circuit refuses that poll as often as it may be sent: the watch ends',
      [
        [2, { type: 'pause' }],
        [5000, { type: 'resume' }],
        [5501, refusedByCircuit],
        [5504, refusedByCircuit],
        [5509, refusedByCircuit],
      ],
      ended('TimeoutError'),
    ],
    [
      'after which that poll fails as often as it may: the watch ends',
      [
        [2, { type: 'pause' }],
        [5000, { type: 'resume' }],
        [5501, reset],
        [5504, reset],
        [5509, reset],
      ],
      ended('TimeoutError'),
    ],
    [
      'after which that poll fails, with no token left: the watch ends',
      [
        [2, { type: 'pause' }],
        [5000, { type: 'resume' }],
        [5501, reset, { canRetry: false }],
      ],
      ended('TimeoutError'),
    ],
    [
      'after which that poll is refused: the refusal ends the watch',
      [
        [2, { type: 'pause' }],
        [5000, { type: 'resume' }],
        [5501, gone],
      ],
      ended('JobNotFoundError'),
    ],
    [
      'after which that poll fails for as long as a request may take: the watch ends',
      [
        [2, { type: 'pause' }],
        [5000, { type: 'resume' }],
        [5530, reset],
      ],
      ended('TimeoutError'),
    ],
    [
      'after which that poll finds the job open: the watch ends',
      [
        [2, { type: 'pause' }],
        [5000, { type: 'resume' }],
        [5501, report('running')],
      ],
      ended('TimeoutError'),
    ],
  ]);
});
