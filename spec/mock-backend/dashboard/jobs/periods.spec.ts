import { expect, it } from '@jest/globals';
import { Periods } from '../../../../mock-backend/dashboard/jobs/periods.js';

it('keeps the periods in which something held; the same state twice changes nothing', () => {
  const periods = new Periods();
  periods.update(false, 50);
  periods.update(true, 100);
  periods.update(true, 150);
  expect(periods.list).toEqual([{ from: 100 }]);
  periods.update(false, 200);
  periods.update(false, 250);
  periods.update(true, 300);
  expect(periods.list).toEqual([{ from: 100, to: 200 }, { from: 300 }]);
});
