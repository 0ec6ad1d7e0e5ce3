import { expect } from '@jest/globals';
import { createSlots } from '../../../lib/policy/create/create-slots.js';

it.each([
  // slots in all, slots for creates
  [1, 1],
  [2, 1],
  [5, 4],
  [10, 8],
  [14, 12],
  [100, 80],
])('of %d slots, creates may use %d', (all, creates) => {
  expect(createSlots(all)).toBe(creates);
});
