import { expect } from '@jest/globals';
import { NetworkError, type ClientEvent, type ObservedJob } from 'heygen-rx';
import type { Decision } from '../../../lib/policy/watch/decision.js';
import { initialState, type WatchState } from '../../../lib/policy/watch/state.js';
import { carryOut, openJobOf, type WatchDeps } from '../../../lib/stream/watch/effects.js';
import type { WatchTerms } from '../../../lib/stream/watch/watch-terms.js';
import { TimeoutError } from '../../../lib/model/errors.js';
import { RULES } from '../../policy/watch/support.js';

const state: WatchState = {
  ...initialState({ jobId: 'job-1', firstPoll: 'after-interval', createdAt: 10 }, { now: 10, rules: RULES }),
  videoSeconds: 60,
};

const termsOf = (rules: object = {}, learner?: WatchTerms['learner']): WatchTerms =>
  ({ rules: { ...RULES, ...rules }, learner }) as WatchTerms;

describe('an open job, as a learning schedule sees it', () => {
  const deps = { timers: { now: () => 17 } } as unknown as WatchDeps;

  it.each<[string, WatchState, object, object]>([
    ['its age and the length that the service reports', state, {}, { elapsedMs: 7, videoSeconds: 60 }],
    ['the length that the caller gives', state, { videoSeconds: 90 }, { elapsedMs: 7, videoSeconds: 90 }],
    ['its key', state, { key: 'fast' }, { elapsedMs: 7, key: 'fast', videoSeconds: 60 }],
    ['nothing that is not known', { ...state, videoSeconds: undefined }, {}, { elapsedMs: 7 }],
  ])('has %s', (_title, given, rules, expected) => {
    expect(openJobOf(given, termsOf(rules), deps)).toStrictEqual(expected);
  });
});

describe('carrying out a decision', () => {
  /** What happens to the retry budget, and what the schedule records. */
  function carriedOut(decision: Partial<Decision>, input?: 'report'): readonly string[] {
    const done: string[] = [];
    const deps = {
      bus: {
        emit: ({ type }: ClientEvent) => done.push(type),
        call: (_what: string, run: () => unknown) => run(),
      },
      retryTokens: { earn: () => done.push('earn'), spend: () => done.push('spend') },
    } as unknown as WatchDeps;
    const record = (job: ObservedJob): void => void done.push(`record ${job.afterMs}`);
    const learner = Object.assign(() => 5, { record });
    const report = { type: 'report', report: { jobId: 'job-1', status: 'running' } } as const;
    carryOut(
      { state: { ...state, at: 20, polls: 1 }, events: [], next: { type: 'paused' }, ...decision },
      { input: input && report, before: state, terms: termsOf({}, learner), deps },
    );
    return done;
  }
  const error = new NetworkError('reset');
  const about = { at: 1, jobId: 'job-1', error } as const;

  it.each<[string, Partial<Decision>, 'report' | undefined, readonly string[]]>([
    ['after a report: the budget grows', {}, 'report', ['earn']],
    ['without one: it does not', {}, undefined, []],
    [
      'to retry: it shrinks',
      { events: [{ type: 'RETRY_ATTEMPTED', attempt: 1, delayMs: 2, ...about }] },
      undefined,
      ['spend', 'RETRY_ATTEMPTED'],
    ],
    [
      'with another event: it stays',
      { events: [{ type: 'ERROR_OCCURRED', ...about }] },
      undefined,
      ['ERROR_OCCURRED'],
    ],
    [
      'of a settled job: the schedule learns',
      { state: { ...state, status: 'completed', at: 20, polls: 1 }, next: { type: 'settled' } },
      'report',
      ['earn', 'record 0'],
    ],
    [
      'at the deadline: the schedule learns that it was still open',
      { next: { type: 'ended', error: new TimeoutError('late') } },
      undefined,
      ['record 10'],
    ],
    [
      'of a watch that ends with another error: it learns nothing',
      { next: { type: 'ended', error } },
      undefined,
      [],
    ],
  ])('%s', (_title, decision, input, expected) => {
    expect(carriedOut(decision, input)).toEqual(expected);
  });
});
