import { expect } from '@jest/globals';
import {
  addedCreate,
  claimedCreate,
  settledCreate,
  statusOf,
  type CreateRow,
} from '../../../../lib/durable/policy/engine/create-row.js';
import type { CreateSettlement } from '../../../../lib/durable/engine/creates.js';
import { NO_ATTEMPTS } from '../../../../lib/policy/retry/retry.js';

const NOW = 1000;
const ERROR = { name: 'ServerError', message: '500' };
const attempts = { failed: 2, counted: 1, protocolErrors: 0 };
const create = { key: 'k', request: { title: 'A' }, digest: 'd', timeoutMs: 300 };
const open: CreateRow = {
  key: 'k',
  request: { title: 'A' },
  digest: 'd',
  attempts,
  startedAt: 100,
  deadlineAt: 400,
  dueAt: 200,
  firstSentAt: 150,
};
const claimed: CreateRow = { ...open, lease: 'mine', dueAt: 2000 };
const known = { jobIds: ['a'], answered: 1 };
const created: CreateRow = { ...open, end: { at: 300, jobIds: ['a', 'b'] } };
const failed: CreateRow = { ...open, end: { at: 300, error: ERROR } };
const fresh = { attempts: NO_ATTEMPTS, startedAt: NOW, deadlineAt: 1300, dueAt: NOW };

describe('a create that is added', () => {
  it('is due at once', () => {
    expect(addedCreate(undefined, create, NOW)).toEqual({
      key: 'k',
      request: { title: 'A' },
      digest: 'd',
      ...fresh,
    });
  });

  it('and that failed is tried again, and keeps when it was sent first', () => {
    expect(addedCreate(failed, create, NOW)).toEqual({ ...open, ...fresh });
  });

  it('and that failed keeps which jobs exist', () => {
    expect(addedCreate({ ...failed, known }, create, NOW)).toEqual({ ...open, ...fresh, known });
  });

  it.each([open, claimed, { ...open, known }])('and is open only gets a later deadline', row => {
    expect(addedCreate(row, create, NOW)).toEqual({ ...row, deadlineAt: 1300 });
    const later = { ...row, deadlineAt: 1300 };
    expect(addedCreate(later, create, NOW)).toBe(later);
  });

  it('and has succeeded does not change', () => {
    expect(addedCreate(created, create, NOW)).toBe(created);
  });
});

it.each<[CreateRow, object]>([
  [open, { key: 'k', type: 'open' }],
  [
    { ...open, known },
    { key: 'k', type: 'open', jobIds: ['a'] },
  ],
  [claimed, { key: 'k', type: 'open' }],
  [created, { key: 'k', type: 'created', jobIds: ['a', 'b'] }],
  [failed, { key: 'k', type: 'failed', error: ERROR }],
])('returns the status of a create', (row, status) => {
  expect(statusOf(row)).toEqual(status);
});

it.each<[string, CreateRow, number]>([
  // the row before, when it was sent first
  ['the first attempt', { ...open, firstSentAt: undefined }, NOW],
  ['another attempt', open, 150],
])('a claim for %s notes when a job may exist', (_title, row, firstSentAt) => {
  const after = claimedCreate(row, { lease: 'mine', until: 2000 }, NOW);
  expect(after).toEqual({ ...claimed, firstSentAt });
});

describe('a create that is settled', () => {
  const before = { jobIds: ['x'], answered: 0 };
  it.each<[string, CreateSettlement, object]>([
    [
      'with its jobs',
      { type: 'created', jobIds: ['a'], watches: [] },
      { end: { at: NOW, jobIds: ['a'] }, firstSentAt: 150, known: undefined },
    ],
    [
      'for good, with jobs that exist',
      { type: 'failed', error: ERROR, isUncertain: false, known },
      { end: { at: NOW, error: ERROR }, known },
    ],
    [
      'to be tried again, with jobs that exist',
      { type: 'again', dueInMs: -50, attempts, isUncertain: false, known },
      { dueAt: 950, known },
    ],
    [
      'for good, with a job that may exist',
      { type: 'failed', error: ERROR, isUncertain: true },
      { end: { at: NOW, error: ERROR }, firstSentAt: 150 },
    ],
    [
      'for good, where no job can exist',
      { type: 'failed', error: ERROR, isUncertain: false },
      { end: { at: NOW, error: ERROR }, firstSentAt: undefined },
    ],
    [
      'to be tried again, with a job that may exist',
      { type: 'again', dueInMs: 50, attempts, isUncertain: true },
      { dueAt: 1050, attempts, firstSentAt: 150 },
    ],
    [
      'to be tried again, where no job can exist',
      { type: 'again', dueInMs: 50, attempts, isUncertain: false },
      { dueAt: 1050, attempts, firstSentAt: undefined },
    ],
  ])('%s', (_title, settlement, expected) => {
    const after = settledCreate({ ...claimed, attempts: NO_ATTEMPTS, known: before }, settlement, NOW);
    expect(after).toMatchObject(expected);
    expect(after.lease).toBeUndefined();
    expect(after.end === undefined).toBe(settlement.type === 'again');
  });
});
