import { expect } from '@jest/globals';
import { rulesOfWatch } from '../../../../lib/durable/policy/worker/rules-of-watch.js';
import { RULES } from '../../../policy/watch/support.js';
import { newWatch } from '../../support/small-worker.js';

it.each([
  // when the job was created, the deadline, the time-out
  ['from the creation of its job', 1000, 61_000, 60_000],
  ['in whole ms', 1000.25, 61_000, 60_000],
  ['never negative', 1000, 400, 0],
])('the time-out of a watch counts %s', (_title, createdAt, deadlineAt, timeoutMs) => {
  const { state } = newWatch('a', { createdAt, deadlineAt });
  expect(rulesOfWatch({ ...RULES, timeoutMs: 5, key: 'speed' }, state)).toEqual({
    ...RULES,
    timeoutMs,
    key: 'speed',
  });
});
