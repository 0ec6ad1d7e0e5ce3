import { expect } from '@jest/globals';
import { COMMON_FAULTS } from './raw-faults/faults.js';
import { runFaults } from './raw-faults/run-faults.js';

describe('below HTTP', () => {
  it('every fault is a typed error, in time, and counts as it should', async () => {
    const { complaints } = await runFaults(COMMON_FAULTS, false);
    expect(complaints).toEqual([]);
  });
});
