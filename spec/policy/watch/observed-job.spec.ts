import { expect } from '@jest/globals';
import type { ObservedJob } from '../../../lib/policy/polling/polling-strategy.js';
import { observedJob } from '../../../lib/policy/watch/observed-job.js';
import type { WatchRules } from '../../../lib/policy/watch/decision.js';
import type { WatchStart } from '../../../lib/policy/watch/state.js';
import { decisions, gone, report, RULES, type Happening } from './support.js';

const running = report('running');
const created: Partial<WatchStart> = { firstPoll: 'after-interval', createdAt: 0 };

/** What a schedule may learn from the last decision of a watch. */
function observed(
  happenings: readonly Happening[],
  start: Partial<WatchStart> = created,
  rules: Partial<WatchRules> = {},
): ObservedJob | undefined {
  const all = decisions(happenings, start);
  return observedJob(all.at(-2)!.state, all.at(-1)!, { ...RULES, ...rules });
}

describe('what a schedule may learn', () => {
  it.each<[string, ObservedJob | undefined, ObservedJob | undefined]>([
    [
      'of a job that was found done at the first poll',
      observed([[5, report('completed')]]),
      { afterMs: 0, byMs: 5 },
    ],
    [
      'of one that was found open before',
      observed([
        [5, running],
        [12, report('error')],
      ]),
      { afterMs: 5, byMs: 12 },
    ],
    [
      'of one that was created before its watch',
      observed(
        [
          [5, running],
          [12, report('completed')],
        ],
        { createdAt: -100 },
      ),
      { afterMs: 105, byMs: 112 },
    ],
    [
      'of one whose age the service tells',
      observed(
        [
          [5, report('running', { ageMs: 50 })],
          [12, report('completed')],
        ],
        {},
      ),
      { afterMs: 50, byMs: 57 },
    ],
    [
      'of one whose age is reported when it has ended',
      observed([[5, report('completed', { ageMs: 50 })]], {}),
      { afterMs: 0, byMs: 50 },
    ],
    [
      'of one that was open at its deadline',
      observed([
        [5, running],
        [1000, { type: 'deadline' }],
        [1030, { type: 'deadline' }],
      ]),
      { afterMs: 5 },
    ],
    ['of one that is watched on', observed([[5, running]]), undefined],
    [
      'of one that a refusal has ended',
      observed([
        [5, running],
        [9, gone],
        [25, gone],
      ]),
      undefined,
    ],
    [
      'of one whose age nobody knows',
      observed(
        [
          [5, running],
          [12, report('completed')],
        ],
        {},
      ),
      undefined,
    ],
    [
      'of one that was never polled',
      observed([
        [1000, { type: 'deadline' }],
        [1030, { type: 'deadline' }],
      ]),
      undefined,
    ],
    [
      'of one that seems younger than its last poll',
      observed(
        [
          [5, running],
          [5, report('completed')],
        ],
        { createdAt: 9 },
      ),
      { afterMs: 0, byMs: 0 },
    ],
  ])('%s', (_title, job, expected) => {
    expect(job).toStrictEqual(expected);
  });

  it('includes what the duration may depend on', () => {
    const done = [[5, report('completed', { videoSeconds: 60 })]] as const;
    expect(observed(done, created, { key: 'precision' })).toStrictEqual({
      key: 'precision',
      videoSeconds: 60,
      afterMs: 0,
      byMs: 5,
    });
    expect(observed(done, created, { videoSeconds: 61 })).toStrictEqual({
      videoSeconds: 61,
      afterMs: 0,
      byMs: 5,
    });
  });

  it('keeps the length of the video from an earlier report', () => {
    const happenings = [
      [5, report('running', { videoSeconds: 60 })],
      [12, report('completed')],
    ] as const;
    expect(observed(happenings)).toStrictEqual({ videoSeconds: 60, afterMs: 5, byMs: 12 });
  });
});
