import { expect } from '@jest/globals';
import type { JobSnapshot } from '../../../lib/model/job.js';
import { hasChanged, snapshotOf } from '../../../lib/policy/watch/snapshot.js';
import type { WatchStart } from '../../../lib/policy/watch/state.js';
import { decisions, lastDecision, report, RULES, type Happening } from './support.js';

/** The snapshots of a watch, each with the one before it in mind. */
const snapshots = (happenings: readonly Happening[], start?: Partial<WatchStart>): readonly JobSnapshot[] =>
  decisions(happenings, start)
    .slice(1)
    .reduce<JobSnapshot[]>((all, { state }) => [...all, snapshotOf(state, all.at(-1))], []);

const running = report('running');

describe('a snapshot', () => {
  it.each<[string, readonly Happening[], object]>([
    [
      'of an open job',
      [[1, report('pending')]],
      { jobId: 'job-1', status: 'pending', polls: 1, at: 1, elapsedMs: 1, nextPollAt: 5 },
    ],
    [
      'with progress',
      [[1, report('running', { progress: 0.25 })]],
      { jobId: 'job-1', status: 'running', polls: 1, at: 1, elapsedMs: 1, nextPollAt: 5, progress: 0.25 },
    ],
    [
      'after a change',
      [
        [1, report('pending')],
        [6, running],
      ],
      {
        jobId: 'job-1',
        status: 'running',
        previousStatus: 'pending',
        polls: 2,
        at: 6,
        elapsedMs: 6,
        nextPollAt: 10,
      },
    ],
    [
      'without a change',
      [
        [1, running],
        [6, running],
      ],
      { jobId: 'job-1', status: 'running', polls: 2, at: 6, elapsedMs: 6, nextPollAt: 14 },
    ],
    [
      'in a word of the service',
      [[1, report('In queue')]],
      {
        jobId: 'job-1',
        status: 'running',
        statusText: 'In queue',
        polls: 1,
        at: 1,
        elapsedMs: 1,
        nextPollAt: 17,
      },
    ],
    [
      'whose word and progress are gone again',
      [
        [1, report('In queue', { progress: 0.2 })],
        [18, running],
      ],
      { jobId: 'job-1', status: 'running', polls: 2, at: 18, elapsedMs: 18, nextPollAt: 26 },
    ],
    [
      'during a pause, when nobody knows the next poll',
      [
        [1, { type: 'pause' }],
        [2, running],
      ],
      { jobId: 'job-1', status: 'running', previousStatus: 'pending', polls: 1, at: 2, elapsedMs: 2 },
    ],
    [
      'of the last poll, after which there is none',
      [[1007, running]],
      { jobId: 'job-1', status: 'running', polls: 1, at: 1007, elapsedMs: 1007 },
    ],
    [
      'of a poll after which the service asks to wait beyond the deadline',
      [
        [1, report('pending')],
        [900, report('pending', { retryAfterMs: 101 })],
      ],
      { jobId: 'job-1', status: 'pending', polls: 2, at: 900, elapsedMs: 900 },
    ],
    [
      'when the schedule returns no interval',
      [[1, report('pending'), { rules: { ...RULES, strategy: () => NaN } }]],
      { jobId: 'job-1', status: 'pending', polls: 1, at: 1, elapsedMs: 1 },
    ],
    [
      'of a job that is older than its watch',
      [[1, report('running', { ageMs: 500 })]],
      { jobId: 'job-1', status: 'running', polls: 1, at: 1, elapsedMs: 500, nextPollAt: 5 },
    ],
    [
      'of a completed job',
      [
        [1, report('running', { progress: 0.9 })],
        [5, report('completed', { progress: 1, result: { videoUrl: 'https://v.example' } })],
      ],
      {
        jobId: 'job-1',
        status: 'completed',
        previousStatus: 'running',
        polls: 2,
        at: 5,
        elapsedMs: 3,
        result: { videoUrl: 'https://v.example' },
      },
    ],
    [
      'of one without a result, that was done before anybody asked',
      [[5, report('completed', { failure: { message: 'left over' } })]],
      { jobId: 'job-1', status: 'completed', polls: 1, at: 5, result: {} },
    ],
    [
      'of a failed job',
      [
        [
          5,
          report('error', { failure: { message: 'no voice', code: 'voice' }, endedAfterMs: 4, result: {} }),
        ],
      ],
      {
        jobId: 'job-1',
        status: 'error',
        polls: 1,
        at: 5,
        elapsedMs: 4,
        failure: { message: 'no voice', code: 'voice' },
      },
    ],
    [
      'of one without a reason',
      [[5, report('error')]],
      {
        jobId: 'job-1',
        status: 'error',
        polls: 1,
        at: 5,
        failure: { message: 'the service gave no reason' },
      },
    ],
    [
      'of one that ended in a word of the service',
      [[5, report('canceled')]],
      {
        jobId: 'job-1',
        status: 'error',
        statusText: 'canceled',
        polls: 1,
        at: 5,
        failure: { code: 'canceled', message: 'the service reported "canceled"' },
      },
    ],
    [
      'of one that ended in a word of the service, with a reason of its own',
      [[5, report('canceled', { failure: { message: 'by the owner' } })]],
      {
        jobId: 'job-1',
        status: 'error',
        statusText: 'canceled',
        polls: 1,
        at: 5,
        failure: { code: 'canceled', message: 'by the owner' },
      },
    ],
  ])('%s', (_title, happenings, snapshot) => {
    expect(snapshots(happenings).at(-1)).toStrictEqual(snapshot);
  });

  it('of a job that was created just now', () => {
    const { state } = lastDecision([], { firstPoll: 'after-interval', createdAt: 0 });
    expect(snapshotOf(state)).toStrictEqual({
      jobId: 'job-1',
      status: 'pending',
      polls: 0,
      at: 0,
      elapsedMs: 0,
      nextPollAt: 4,
    });
  });

  it('is the same for all who watch, so none of them can change it', () => {
    const { state } = lastDecision([[5, running]]);
    expect(() => Object.assign(snapshotOf(state), { status: 'completed' })).toThrow(TypeError);
  });

  it('never makes a job younger than nothing', () => {
    const { state } = lastDecision([[5, running]], { createdAt: 1000 });
    expect(snapshotOf(state)).toMatchObject({ elapsedMs: 0 });
  });
});

describe('the duration of a job', () => {
  it.each<[string, readonly Happening[], Partial<WatchStart>, number | undefined]>([
    ['as the service reports', [[90, report('completed', { endedAfterMs: 6 })]], {}, 6],
    [
      'halfway between the last two polls',
      [
        [5, running],
        [10, report('completed')],
      ],
      {},
      8,
    ],
    [
      'counted from its creation',
      [
        [5, running],
        [9, report('error')],
      ],
      { createdAt: 3 },
      4,
    ],
    [
      'from its creation to halfway, where the first poll finds it done',
      [[8, report('completed')]],
      { createdAt: 2 },
      3,
    ],
    ['unknown, if it was never seen open', [[5, report('completed', { ageMs: 900 })]], {}, undefined],
    ['never less than nothing', [[5, report('completed')]], { createdAt: 100 }, 0],
  ])('is %s', (_title, happenings, start, elapsedMs) => {
    expect(snapshots(happenings, start).at(-1)!.elapsedMs).toBe(elapsedMs);
  });
});

describe('a change that users see', () => {
  it.each<[string, readonly Happening[], boolean]>([
    ['the first report', [[1, report('pending')]], true],
    [
      'the same again',
      [
        [1, running],
        [6, running],
      ],
      false,
    ],
    [
      'another status',
      [
        [1, report('pending')],
        [6, running],
      ],
      true,
    ],
    [
      'another word',
      [
        [1, report('queued')],
        [18, report('rendering')],
      ],
      true,
    ],
    [
      'the word is gone',
      [
        [1, report('queued')],
        [18, running],
      ],
      true,
    ],
    [
      'the same word',
      [
        [1, report('queued')],
        [18, report('queued')],
      ],
      false,
    ],
    [
      'the first progress',
      [
        [1, running],
        [6, report('running', { progress: 0 })],
      ],
      true,
    ],
    [
      'more progress',
      [
        [1, report('running', { progress: 0.1 })],
        [6, report('running', { progress: 0.2 })],
      ],
      true,
    ],
    [
      'the same progress',
      [
        [1, report('running', { progress: 0.1 })],
        [6, report('running', { progress: 0.1 })],
      ],
      false,
    ],
    [
      'no more progress',
      [
        [1, report('running', { progress: 0.1 })],
        [6, running],
      ],
      true,
    ],
    [
      'the end',
      [
        [1, running],
        [6, report('completed')],
      ],
      true,
    ],
    ['the end at once', [[1, report('error')]], true],
  ])('%s: %s', (_title, happenings, expected) => {
    const all = decisions(happenings);
    const before = snapshots(happenings.slice(0, -1)).at(-1);
    expect(hasChanged(before, all.at(-1)!.state)).toBe(expected);
  });

  it('are all reports of a settled job', () => {
    const { state } = lastDecision([[1, report('completed')]]);
    expect(hasChanged(snapshotOf(state), state)).toBe(true);
  });
});
