import fc from 'fast-check';
import { shifted } from '../../../../lib/durable/policy/engine/state-changes.js';
import { woken } from '../../../../lib/durable/policy/engine/state-changes.js';
import { decide } from '../../../../lib/policy/watch/decide.js';
import { contextAt, lastDecision, report } from '../../../policy/watch/support.js';

const { state } = lastDecision([
  [1, report('pending')],
  [6, report('running')],
]);

describe('a stored watch', () => {
  it('is woken as `decide` wakes it', () => {
    fc.assert(
      fc.property(fc.nat(100), fc.nat(100), fc.nat(100), (now, nextPollAt, notBeforeAt) => {
        const before = { ...state, nextPollAt, notBeforeAt };
        const decision = decide(before, { type: 'wake', isPolling: false }, contextAt(now));
        expect(woken(before, now)).toEqual(decision.state);
      }),
    );
  });

  it('may be made at any time and shifted to another', () => {
    const start = { createdAt: 0, startedAt: -3, notFoundUntil: 9 };
    const made = lastDecision([], start).state;
    expect(made.deadlineAt).toBe(997);
    const there = shifted(made, 1e12);
    expect(there).toEqual({
      ...made,
      at: 1e12,
      createdAt: 1e12,
      openAt: 1e12,
      notFoundUntil: 1e12 + 9,
      nextPollAt: 1e12,
      notBeforeAt: 1e12,
      deadlineAt: 1e12 + 997,
    });
    expect(shifted(there, -1e12)).toEqual(made);
    expect(shifted({ ...made, returnUntil: 4 }, 1).returnUntil).toBe(5);
  });
});
