import { expect } from '@jest/globals';
import { compareBreaker } from './breaker/sequences.js';

describe('CircuitBreaker', () => {
  it('does as its table says in 2 000 random sequences', () => {
    expect(compareBreaker(1, 2000)).toBeUndefined();
  });
});
