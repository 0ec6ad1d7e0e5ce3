import { expect } from '@jest/globals';
import {
  AuthenticationError,
  JobNotFoundError,
  ProtocolError,
  type TranslationError,
} from '../../../lib/model/errors.js';
import type { WatchInput } from '../../../lib/policy/watch/decision.js';
import { lastDecision, report, type Happening } from './support.js';

const failure = (error: TranslationError, isBulk = false): WatchInput => ({ type: 'failure', error, isBulk });
const nonsense = failure(new ProtocolError('a page'));
const bulkNonsense = failure(new ProtocolError('a page'), true);
const gone = failure(new JobNotFoundError('no such job', { status: 404 }));
const pageSaysGone = failure(new JobNotFoundError('a page', { status: 404, code: 'not_json' }));

/** A millisecond between each and the next. */
const inARow = (...inputs: readonly WatchInput[]): readonly Happening[] =>
  inputs.map((input, place) => [place + 1, input]);

describe('nonsense before the first answer', () => {
  it.each([
    ['three times', [nonsense, nonsense, nonsense], 'ended'],
    ['to a bulk request, however often', Array<WatchInput>(9).fill(bulkNonsense), 'poll'],
    ['to bulk requests and twice to a single one', [bulkNonsense, bulkNonsense, nonsense, nonsense], 'poll'],
    ['to bulk requests and then three times', [bulkNonsense, nonsense, nonsense, nonsense], 'ended'],
  ])('%s: %#', (_title, inputs, type) => {
    expect(lastDecision(inARow(...inputs)).next.type).toBe(type);
  });
});

describe('a refusal that was doubted', () => {
  it.each([
    ['the same again', [gone, gone], 'ended'],
    ['a page, and again a page', [pageSaysGone, pageSaysGone], 'ended'],
    ["a page, and then the service's own word", [pageSaysGone, gone], 'poll'],
    ["a page, and then the service's own word twice", [pageSaysGone, gone, gone], 'ended'],
    ['two with an answer between', [gone, report('running'), gone], 'poll'],
  ])('%s', (_title, inputs, type) => {
    expect(lastDecision(inARow(report('running'), ...inputs)).next.type).toBe(type);
  });
});

it('a refusal that is doubted is confirmed no sooner than the service asks', () => {
  const throttled = failure(new AuthenticationError('slow down', { status: 403, retryAfterMs: 700 }));
  const { state, next } = lastDecision(inARow(report('running'), throttled));
  expect(next).toMatchObject({ type: 'poll', notBeforeAt: 702 });
  expect(state.nextPollAt).toBeGreaterThanOrEqual(702);
});
