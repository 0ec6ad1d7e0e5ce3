import { expect } from '@jest/globals';
import type { ClaimedCreate } from '../../../../lib/durable/engine/creates.js';
import { tooLateToSend } from '../../../../lib/durable/policy/worker/too-late-to-send.js';
import { NO_ATTEMPTS } from '../../../../lib/policy/retry/retry.js';

const HOUR = 3_600_000;
const NOW = 100 * HOUR;
const create: ClaimedCreate = {
  key: 'k',
  request: {},
  attempts: NO_ATTEMPTS,
  startedAt: NOW - 400,
  deadlineAt: NOW + 600,
};

it.each<[string, Partial<ClaimedCreate>, string | undefined]>([
  ['in time', {}, undefined],
  ['at its deadline', { deadlineAt: NOW }, 'No job was created within 400 ms'],
  ['whose key is still known', { firstSentAt: NOW - 23 * HOUR + 1 }, undefined],
  ['whose key may be forgotten', { firstSentAt: NOW - 23 * HOUR }, 'may have forgotten the key'],
])('a create %s', (_title, fields, message) => {
  const error = tooLateToSend({ ...create, ...fields }, NOW);
  if (message === undefined) expect(error).toBeUndefined();
  else expect(error).toMatchObject({ name: 'TimeoutError', message: expect.stringContaining(message) });
});
