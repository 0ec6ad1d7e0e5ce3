import type { Evidence } from '../../../../lib/policy/polling/adaptive/parameter-grid.js';
import { ChangeDetector } from '../../../../lib/policy/polling/adaptive/change-point.js';

const job = (unforeseen: number): Evidence => ({ spans: [], wide: 1, unforeseen });

/** Tells a detector of jobs one by one, and notes after which it saw a change, and since which. */
function changes(advantages: readonly number[]): (readonly [at: number, since: number])[] {
  const detector = new ChangeDetector();
  return advantages.flatMap((advantage, index) => {
    const since = detector.note(job(index), advantage);
    return since ? [[index, since[0]!.unforeseen] as const] : [];
  });
}

const times = (count: number, value: number): number[] => Array.from({ length: count }, () => value);

describe('ChangeDetector', () => {
  it.each([
    ['nothing while the old foretell as well', times(200, 0), []],
    ['nothing while luck goes to and fro', times(100, 0).map((_, k) => (k % 2 ? 1.5 : -1.5)), []],
    [
      'a change once the odds are 55 to 1, and where it began',
      [...times(20, -0.1), ...times(10, 1)],
      [[24, 20]],
    ],
    ['a sudden one at once', [...times(20, 0), 5], [[20, 20]]],
    ['nothing in the first dozen jobs: there is nothing to forget', times(11, 5), []],
    [
      'the next one only after a dozen more',
      times(30, 5),
      [
        [11, 0],
        [23, 12],
      ],
    ],
    ['no change so slow that it takes more than 24 jobs', times(200, 0.15), []],
  ])('sees %s', (_what, advantages, seen) => {
    expect(changes(advantages)).toEqual(seen);
  });
});
