import { expect, it } from '@jest/globals';
import { countsText } from '../../../../mock-backend/dashboard/batches/counts-text.js';

it('names what there is, in the order of the bar', () => {
  expect(countsText(undefined)).toBe('');
  expect(countsText({ pending: 1, running: 0, completed: 9, error: 3, lost: 0 })).toBe(
    '9 completed, 3 failed, 1 pending',
  );
});
