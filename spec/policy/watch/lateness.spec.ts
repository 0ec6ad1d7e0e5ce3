import { expect } from '@jest/globals';
import { hasSlept, isLate } from '../../../lib/policy/watch/lateness.js';

describe('a timer', () => {
  it.each<[string, number, boolean, boolean, boolean]>([
    // how late, and was it late before: is it late, and has the machine slept?
    ['on time', 0, false, false, false],
    ['two seconds after it', 2000, false, false, false],
    ['later', 2001, false, true, true],
    ['late again: it is throttled', 60_000, true, true, false],
    ['on time again', 0, true, false, false],
  ])('%s', (_title, lateMs, wasLate, late, slept) => {
    expect(isLate(lateMs)).toBe(late);
    expect(hasSlept(lateMs, wasLate)).toBe(slept);
  });
});
