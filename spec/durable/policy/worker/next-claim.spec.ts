import { expect } from '@jest/globals';
import { nextClaim } from '../../../../lib/durable/policy/worker/next-claim.js';
import type { Claim } from '../../../../lib/durable/engine/claims.js';

it.each<[string, object, number, boolean]>([
  // what the engine says, the wait in ms, whether a hint may shorten it
  ['something was claimed', { type: 'send' }, 0, false],
  ['nothing is due', { type: 'wait', reason: 'idle' }, 30_000, true],
  ['something is due in 5 s', { type: 'wait', reason: 'idle', waitMs: 5000 }, 5000, true],
  ['something is due in an hour', { type: 'wait', reason: 'idle', waitMs: 3_600_000 }, 30_000, true],
  ['the slot is free in 20.2 ms', { type: 'wait', reason: 'rate', waitMs: 20.2 }, 21, false],
  ['the service asks for an hour', { type: 'wait', reason: 'silence', waitMs: 3_600_000 }, 1000, true],
  ['the circuit is open', { type: 'wait', reason: 'circuit' }, 1000, true],
  ['no time at all', { type: 'wait', reason: 'idle', waitMs: 0 }, 1, true],
  ['a time that has passed', { type: 'wait', reason: 'rate', waitMs: -5 }, 1, false],
  ['no number', { type: 'wait', reason: 'rate', waitMs: NaN }, 1, false],
])('after %s', (_title, claim, waitMs, isHinted) => {
  expect(nextClaim(claim as Claim<unknown>)).toEqual({ waitMs, isHinted });
});
