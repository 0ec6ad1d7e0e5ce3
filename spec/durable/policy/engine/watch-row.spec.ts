import { expect } from '@jest/globals';
import {
  addedWatch,
  settledWatch,
  wokenWatch,
  type WatchRow,
} from '../../../../lib/durable/policy/engine/watch-row.js';
import { withLease } from '../../../../lib/durable/policy/engine/take.js';
import type { Settlement } from '../../../../lib/durable/engine/watches.js';
import { newWatch } from '../../support/small-worker.js';

const NOW = 1000;
const ERROR = { name: 'TimeoutError', message: 'too late' };
const { state: given } = newWatch('a', { deadlineAt: 50, nextPollAt: 7, notBeforeAt: 5 });

/** An open watch that has waited since 900, with its next poll due at 5000. */
const open: WatchRow = {
  state: { ...given, step: 3, deadlineAt: 9000, nextPollAt: 5000, notBeforeAt: 1200 },
  terms: { key: 'speed' },
  version: 4,
  dueAt: 5000,
  isWoken: false,
};
const claimed: WatchRow = { ...open, lease: 'mine', dueAt: 2000 };
const settled: WatchRow = { ...open, end: { at: 950 } };
const failed: WatchRow = { ...open, end: { at: 950, error: ERROR } };

describe('a watch that is added', () => {
  it('is due when its state says, counted from now', () => {
    expect(addedWatch(undefined, { state: given, terms: { key: 'speed' } }, 0, NOW)).toEqual({
      state: expect.objectContaining({ at: NOW, deadlineAt: 1050, nextPollAt: 1007, notBeforeAt: 1005 }),
      terms: { key: 'speed' },
      version: 1,
      dueAt: 1007,
      isWoken: false,
    });
  });

  it.each<[string, WatchRow | undefined, number, number]>([
    // the row before, the highest forgotten version, the version after
    ['that failed starts again with the next version', failed, 0, 5],
    ['of a forgotten job continues the numbering after all forgotten ones', undefined, 8, 9],
    ['that failed continues the numbering after all forgotten ones', failed, 8, 9],
  ])('%s', (_title, before, forgotten, version) => {
    expect(addedWatch(before, { state: given }, forgotten, NOW)).toMatchObject({ version, dueAt: 1007 });
  });

  it.each<[string, number, number]>([
    ['later deadline', 50_000, 51_000],
    ['earlier deadline', 50, 9000],
  ])('and is open already keeps everything but a %s', (_title, deadlineAt, expected) => {
    const after = addedWatch(claimed, { state: { ...given, deadlineAt } }, 0, NOW);
    expect(after).toEqual({ ...claimed, state: { ...claimed.state, deadlineAt: expected } });
  });

  it('and whose job is settled does not change', () => {
    expect(addedWatch(settled, { state: given }, 0, NOW)).toBe(settled);
  });
});

describe('a watch that is woken', () => {
  it.each<[string, WatchRow, number]>([
    ['is due now', { ...open, state: { ...open.state, notBeforeAt: 0 } }, NOW],
    ['is due as soon as the service allows', open, 1200],
    [
      'is due now, even if its intervals are the shortest',
      { ...open, state: { ...open.state, step: 0 } },
      1200,
    ],
    [
      'has the shortest intervals, even if it is due',
      { ...open, state: { ...open.state, nextPollAt: 1200 } },
      1200,
    ],
  ])('%s', (_title, row, dueAt) => {
    expect(wokenWatch(row, NOW)).toMatchObject({
      dueAt,
      isWoken: false,
      state: { step: 0, nextPollAt: dueAt },
    });
  });

  it('and is claimed notes it', () => {
    expect(wokenWatch(claimed, NOW)).toEqual({ ...claimed, isWoken: true });
  });

  it.each<[string, WatchRow]>([
    ['has ended with its job', settled],
    ['has ended with an error', failed],
    ['is due already', wokenWatch(open, NOW)],
    ['was woken while it was claimed', wokenWatch(claimed, NOW)],
  ])('and %s is not written', (_title, row) => {
    expect(wokenWatch(row, NOW + 1000)).toBe(row);
  });
});

it('a watch that is claimed is due again when its lease ends', () => {
  expect(withLease(open, { lease: 'mine', until: 2000 })).toEqual(claimed);
});

describe('a watch that is settled', () => {
  const settlement: Settlement = {
    state: { ...claimed.state, polls: 1, nextPollAt: 3000 },
    together: 1,
    hasChanged: true,
  };

  it.each<[string, WatchRow, Partial<Settlement>, object]>([
    ['goes on', claimed, {}, { version: 5, dueAt: 3000, end: undefined }],
    ['without a change keeps its version', claimed, { hasChanged: false }, { version: 4 }],
    ['ends with its job', claimed, { end: {} }, { end: { at: NOW, error: undefined } }],
    ['ends with an error', claimed, { end: { error: ERROR } }, { end: { at: NOW, error: ERROR } }],
    [
      'keeps a later deadline that was asked for meanwhile',
      { ...claimed, state: { ...claimed.state, deadlineAt: 20_000 } },
      {},
      { state: { deadlineAt: 20_000 } },
    ],
    [
      'ends with an error only by its latest deadline',
      { ...claimed, state: { ...claimed.state, deadlineAt: 20_000 } },
      { end: { error: ERROR } },
      { version: 5, dueAt: 3000, end: undefined, state: { polls: 1, deadlineAt: 20_000 } },
    ],
    [
      'ends with its job, whatever its deadline',
      { ...claimed, state: { ...claimed.state, deadlineAt: 20_000 } },
      { end: {} },
      { end: { at: NOW } },
    ],
    [
      'was woken meanwhile, and goes on by its latest deadline',
      { ...claimed, isWoken: true, state: { ...claimed.state, deadlineAt: 20_000 } },
      { end: { error: ERROR } },
      { dueAt: 1200, end: undefined },
    ],
    [
      'was woken meanwhile: is due as soon as the service allows',
      { ...claimed, isWoken: true },
      {},
      { dueAt: 1200, state: { step: 0, nextPollAt: 1200 } },
    ],
    ['was woken meanwhile, but has ended', { ...claimed, isWoken: true }, { end: {} }, { dueAt: 3000 }],
  ])('%s', (_title, row, given, expected) => {
    const after = settledWatch(row, { ...settlement, ...given }, NOW);
    expect(after).toMatchObject(expected);
    expect(after).toMatchObject({ together: 1, terms: row.terms, isWoken: false });
    expect(after.lease).toBeUndefined();
  });
});
