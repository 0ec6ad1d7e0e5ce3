import { expect } from '@jest/globals';
import { NetworkError, RequestError, ServerError } from 'heygen-rx';
import type { ClaimedWatch } from '../../../../lib/durable/engine/watches.js';
import { settlePoll } from '../../../../lib/durable/policy/worker/settle-poll.js';
import type { PollMeaning } from '../../../../lib/durable/policy/worker/poll-meaning.js';
import { contextAt, lastDecision, report } from '../../../policy/watch/support.js';

const NOW = 100;
const REMEMBERED_MS = 600_000;
const { state: unseen } = lastDecision([]);
const { state: running } = lastDecision([[1, report('running')]], { createdAt: 0 });
const context = { ...contextAt(NOW), place: { index: 1, count: 8 }, isLearning: true };

const limited = { most: 4, until: NOW + 50, endsWithAnswer: true };

describe('a watch after a poll', () => {
  it.each<[string, Partial<ClaimedWatch>, PollMeaning, object]>([
    // what is particular about the watch, what the poll means for it, what is stored
    [
      'that told nothing new has not changed',
      {},
      { type: 'decide', input: report('running') },
      { hasChanged: false, state: { polls: 2 } },
    ],
    [
      'of which all are wanted has changed',
      { terms: { emit: 'polls' } },
      { type: 'decide', input: report('running') },
      { hasChanged: true },
    ],
    [
      'that failed has not changed, even if all are wanted',
      { terms: { emit: 'polls' } },
      { type: 'decide', input: { type: 'failure', error: new NetworkError('reset') } },
      { hasChanged: false },
    ],
    [
      'that was the first has changed',
      { state: unseen },
      { type: 'decide', input: report('pending') },
      { hasChanged: true },
    ],
    [
      'that found its job settled has ended, and is learned from',
      {},
      { type: 'decide', input: report('completed') },
      { hasChanged: true, end: { error: undefined }, observed: { byMs: NOW } },
    ],
    [
      'that was the last, at its deadline, has ended, and is learned from: it took longer',
      { state: { ...running, deadlineAt: NOW } },
      { type: 'decide', input: report('running') },
      { hasChanged: true, end: { error: { name: 'TimeoutError' } }, observed: { afterMs: NOW } },
    ],
    [
      'that was refused twice has ended with the error, and is not learned from',
      { state: { ...running, isAgeKnown: true, doubt: 'RequestError 403' } },
      { type: 'decide', input: { type: 'failure', error: new RequestError('no', { status: 403 }) } },
      { hasChanged: true, end: { error: { name: 'RequestError' } }, observed: undefined },
    ],
    [
      'that failed with others may have been too large',
      {},
      {
        type: 'decide',
        input: { type: 'failure', error: new ServerError('500', { status: 500 }), isBulk: true },
        bulkFailure: 'fail and split',
      },
      { bulkLimit: { most: Infinity, endsWithAnswer: true }, together: undefined, hasChanged: false },
    ],
    [
      'that failed by itself keeps its limit',
      { bulkLimit: limited },
      { type: 'decide', input: { type: 'failure', error: new NetworkError('reset') } },
      { bulkLimit: limited, together: 4 },
    ],
    [
      'that succeeded loses a limit that a success lifts',
      { bulkLimit: limited },
      { type: 'decide', input: report('running') },
      { bulkLimit: undefined, together: undefined },
    ],
    [
      'in half of a refused request is due at once',
      {},
      { type: 'again', how: 'in half', isSeen: false },
      {
        state: { nextPollAt: running.nextPollAt, polls: running.polls },
        together: 4,
        bulkLimit: { most: 4, until: NOW + REMEMBERED_MS },
        hasChanged: false,
      },
    ],
    [
      'alone is due at once, by itself',
      { state: { ...unseen, nextPollAt: 500 } },
      { type: 'again', how: 'alone', isSeen: true },
      { state: { nextPollAt: NOW, isSeen: true, polls: 0 }, together: 1, hasChanged: false },
    ],
    [
      'alone keeps the limit of its next request, and is no more known than before',
      { state: unseen, bulkLimit: limited },
      { type: 'again', how: 'alone', isSeen: false },
      { state: { isSeen: false }, together: 1, bulkLimit: limited },
    ],
    [
      'alone is as known as before',
      {},
      { type: 'again', how: 'alone', isSeen: false },
      { state: { isSeen: true } },
    ],
  ])('%s', (_title, watch, meaning, expected) => {
    const { settlement } = settlePoll({ state: running, ...watch }, meaning, context);
    expect(settlement).toMatchObject(expected);
  });

  it('that was aborted is given back as it was', () => {
    const watch = { state: { ...running, nextPollAt: 500 }, bulkLimit: limited, together: 4 };
    expect(settlePoll(watch, { type: 'unchanged' }, context)).toEqual({
      settlement: { ...watch, hasChanged: false },
      events: [],
    });
  });

  it.each(['alone', 'in half'] as const)('that is sent again %s says nothing', how => {
    expect(settlePoll({ state: running }, { type: 'again', how, isSeen: false }, context).events).toEqual([]);
  });

  it('whose report throws while it is read is a failed poll', () => {
    const failure = {
      get message(): string {
        throw new Error('lazy');
      },
    };
    const input = { type: 'report', report: { jobId: 'a', status: 'error', failure } } as const;
    const { settlement, events } = settlePoll({ state: running }, { type: 'decide', input }, context);
    expect(settlement).toMatchObject({ hasChanged: false, end: undefined, state: { polls: running.polls } });
    expect(events).toMatchObject([{ type: 'RETRY_ATTEMPTED', error: { name: 'NetworkError' } }]);
  });

  it('reports nothing to schedules that do not learn', () => {
    const meaning: PollMeaning = { type: 'decide', input: report('completed') };
    const { settlement } = settlePoll({ state: running }, meaning, { ...context, isLearning: false });
    expect(settlement.observed).toBeUndefined();
  });
});
