import { median } from '../../../../bench/report/median.js';
import { FAR_APART, farApart } from '../../../../bench/schedules/trials/far-apart.js';

// The benchmark has more runs of each kind. These jobs were not used to choose any number of the schedule.
const TIMES = 3;
const SEED = 7_000_001;

describe('adaptive, where jobs are of two groups far apart and a poll costs about as much as a short job lasts', () => {
  it.each([10, 20, 40])('%i times as long: costs at most 1.2 of the best possible after 30 jobs', ratio => {
    const kinds = FAR_APART.filter(kind => kind.ratio === ratio);
    const costs = kinds.flatMap((kind, index) => farApart(kind, TIMES, SEED + 100_003 * index));
    expect(median(costs)).toBeLessThan(1.2);
  });
});
