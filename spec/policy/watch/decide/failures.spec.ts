import { expect } from '@jest/globals';
import { ProtocolError, ServerError } from '../../../../lib/model/errors.js';
import type { WatchInput } from '../../../../lib/policy/watch/decision.js';
import {
  failure,
  inARow,
  lastDecision,
  nonsense,
  refusedByCircuit,
  report,
  reset,
  slowDown,
} from '../support.js';
import { ended, itDecides, poll } from './it-decides.js';

describe('a failure', () => {
  itDecides([
    ['is retried', [[1, reset]], poll(3)],
    [
      'twice, after a longer delay',
      [
        [1, reset],
        [4, reset],
      ],
      poll(8),
    ],
    [
      'three times: the watch goes on at the longest interval',
      [
        [1, reset],
        [4, reset],
        [9, reset],
      ],
      poll(25),
    ],
    [
      'after three: the next poll has its attempts again',
      [
        [1, reset],
        [4, reset],
        [9, reset],
        [25, reset],
      ],
      poll(27),
    ],
    ['without a token left: at the longest interval at once', [[1, reset, { canRetry: false }]], poll(17)],
    ['with a hint: not before it', [[1, slowDown(50)]], poll(51)],
    [
      'after a report, with a hint: not before it',
      [
        [1, report('running')],
        [6, slowDown(90)],
      ],
      poll(96),
    ],
    [
      'with a hint of a failing server: not before it either',
      [[1, failure(new ServerError('busy', { status: 503, retryAfterMs: 20 }))]],
      poll(21),
    ],
    [
      'with a hint beyond the deadline: the watch ends',
      [[1, slowDown(5000)]],
      ended('TimeoutError', { retryAfterMs: 5000 }),
    ],
    ['with a hint that is not a number: as without one', [[1, slowDown(NaN)]], poll(3)],
    ['of a poll that an open circuit refused: the watch continues', [[1, refusedByCircuit]], poll(17)],
    [
      'of the last poll: the watch ends, with it as cause',
      [[1000, reset]],
      ended('TimeoutError', { cause: expect.objectContaining({ name: 'NetworkError' }) }),
    ],
    [
      'of the last poll at an open circuit: the watch ends',
      [[1000, refusedByCircuit]],
      ended('TimeoutError'),
    ],
  ]);
});

describe('nonsense', () => {
  itDecides([
    [
      'three times before the first report: the watch ends',
      [
        [1, nonsense],
        [4, nonsense],
        [9, nonsense],
      ],
      ended('ProtocolError'),
    ],
    [
      'three times after it: is an outage',
      [
        [1, report('pending')],
        [6, nonsense],
        [9, nonsense],
        [14, nonsense],
      ],
      poll(30),
    ],
    ['such as a report without a status: is retried', [[1, report('')]], poll(3)],
  ]);
});

const bulkNonsense = failure(new ProtocolError('a page'), true);

describe('nonsense in bulk, before the first report', () => {
  it.each([
    ['three times', 'ended', [nonsense, nonsense, nonsense]],
    ['to a bulk request, however often', 'poll', Array<WatchInput>(9).fill(bulkNonsense)],
    ['to bulk requests and twice to a single one', 'poll', [bulkNonsense, bulkNonsense, nonsense, nonsense]],
    ['to bulk requests and then three times', 'ended', [bulkNonsense, nonsense, nonsense, nonsense]],
  ])('%s: %s', (_title, type, inputs) => {
    expect(lastDecision(inARow(...inputs)).next.type).toBe(type);
  });
});
