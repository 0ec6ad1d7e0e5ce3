import { expect } from '@jest/globals';
import { isPolledSince } from '../../../../lib/durable/client/updates/is-polled-since.js';

it.each([
  // what was seen, the state now
  ['was never polled', undefined, { polls: 0, at: 5 }, false],
  ['was seen before its first poll, and not polled', { polls: 0, at: 5 }, { polls: 0, at: 9 }, false],
  ['was polled first', undefined, { polls: 1, at: 5 }, true],
  ['was polled since it began', { polls: 0, at: 5 }, { polls: 1, at: 5 }, true],
  ['was polled again', { polls: 1, at: 5 }, { polls: 2, at: 9 }, true],
  ['was polled again within one tick', { polls: 1, at: 5 }, { polls: 2, at: 5 }, true],
  ['has not been polled since', { polls: 2, at: 9 }, { polls: 2, at: 9 }, false],
  ['began again, and was polled as often', { polls: 2, at: 9 }, { polls: 2, at: 20 }, true],
  ['began again, and was polled less often', { polls: 2, at: 9 }, { polls: 1, at: 9 }, true],
  ['began again, and was not polled', { polls: 2, at: 9 }, { polls: 0, at: 20 }, false],
])('a job that %s', (_title, seen, now, isPolled) => {
  expect(isPolledSince(seen, now)).toBe(isPolled);
});
