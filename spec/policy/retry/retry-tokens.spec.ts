import { expect } from '@jest/globals';
import { RetryTokens } from '../../../lib/policy/retry/retry-tokens.js';

/** How many retries the budget allows until it is used up. */
function spendAll(budget: RetryTokens): number {
  let spent = 0;
  for (; budget.hasToken; spent++) budget.spend();
  return spent;
}

describe('the retry budget', () => {
  it('is a hundred retries, and a tenth of the successes after that', () => {
    const budget = new RetryTokens();
    expect(spendAll(budget)).toBe(100);
    for (let i = 0; i < 9; i++) budget.earn();
    expect(budget.hasToken).toBe(false);
    budget.earn();
    budget.earn();
    expect(spendAll(budget)).toBe(1);
  });

  it('holds no more than that', () => {
    const budget = new RetryTokens();
    budget.earn();
    expect(spendAll(budget)).toBe(100);
    for (let i = 0; i < 2000; i++) budget.earn();
    expect(spendAll(budget)).toBe(100);
  });

  it('never falls below zero', () => {
    const budget = new RetryTokens();
    spendAll(budget);
    budget.spend();
    for (let i = 0; i < 11; i++) budget.earn();
    expect(budget.hasToken).toBe(true);
  });
});
