import { expect } from '@jest/globals';
import { NetworkError, RequestError, ServerError, TimeoutError } from 'heygen-rx';
import type { ClaimedCreate } from '../../../../lib/durable/engine/creates.js';
import type { CreateOutcome } from '../../../../lib/durable/policy/worker/create-outcome.js';
import { settleCreate } from '../../../../lib/durable/policy/worker/settle-create.js';
import { NO_ATTEMPTS } from '../../../../lib/policy/retry/retry.js';
import { RULES } from '../../../policy/watch/support.js';

const NOW = 10_000;
const CONTEXT = { rules: RULES, notFoundGraceMs: 30, now: NOW, random: () => 0.5 };
const create: ClaimedCreate = {
  key: 'k',
  request: {},
  terms: { key: 'speed' },
  attempts: NO_ATTEMPTS,
  startedAt: NOW - 400,
  deadlineAt: NOW + 600,
};
const uncertain: ClaimedCreate = { ...create, firstSentAt: NOW - 300 };
const known = { jobIds: ['a', 'x'], answered: 1 };
const partial: ClaimedCreate = { ...create, known };
const usedUp: ClaimedCreate = { ...create, attempts: { failed: 2, counted: 2, protocolErrors: 0 } };

describe('an attempt', () => {
  const reset: CreateOutcome = { type: 'failure', error: new NetworkError('reset') };
  const busy: CreateOutcome = {
    type: 'failure',
    error: new ServerError('busy', { status: 503, retryAfterMs: 50 }),
  };
  const refused: CreateOutcome = { type: 'failure', error: new RequestError('no', { status: 400 }) };
  const notSent: CreateOutcome = { type: 'not sent', error: new TimeoutError('late') };

  it.each<[string, ClaimedCreate, CreateOutcome, object, string]>([
    // the create before, how the attempt ended, what is stored, the events
    [
      'without a response is tried again, and a job may exist',
      create,
      reset,
      { type: 'again', dueInMs: 2, isUncertain: true, attempts: { failed: 1, counted: 1 } },
      'RETRY_ATTEMPTED',
    ],
    ['waits as long as the service asks', create, busy, { type: 'again', dueInMs: 50 }, 'RETRY_ATTEMPTED'],
    [
      'does so however often it asked before',
      { ...create, attempts: { failed: 9, counted: 0, protocolErrors: 0 } },
      busy,
      { type: 'again', dueInMs: 50 },
      'RETRY_ATTEMPTED',
    ],
    [
      'is the last if the service asks to wait beyond the deadline',
      { ...create, deadlineAt: NOW + 49 },
      busy,
      { type: 'failed' },
      'ERROR_OCCURRED',
    ],
    [
      'is tried again at the deadline at the latest',
      { ...create, deadlineAt: NOW + 1 },
      reset,
      { type: 'again', dueInMs: 1 },
      'RETRY_ATTEMPTED',
    ],
    [
      'without a response, and the attempts are used up',
      usedUp,
      reset,
      { type: 'failed', isUncertain: true, error: { name: 'UnknownOutcomeError', idempotencyKey: 'k' } },
      'ERROR_OCCURRED',
    ],
    [
      'that is refused proves that there is no job',
      create,
      refused,
      { type: 'failed', isUncertain: false, error: { name: 'RequestError', idempotencyKey: 'k' } },
      'ERROR_OCCURRED',
    ],
    [
      'that was never sent leaves open what earlier ones did',
      uncertain,
      notSent,
      { type: 'failed', isUncertain: true, error: { name: 'UnknownOutcomeError' } },
      'ERROR_OCCURRED',
    ],
    [
      'that was never sent is certain if it was the first',
      create,
      notSent,
      { type: 'failed', isUncertain: false, error: { name: 'TimeoutError' } },
      'ERROR_OCCURRED',
    ],
    [
      'that the worker aborts is given to others',
      create,
      { type: 'aborted' },
      { type: 'again', dueInMs: 0, isUncertain: true, attempts: NO_ATTEMPTS, known: undefined },
      '',
    ],
    [
      'that the worker aborts after it has returned ids is stored with them',
      partial,
      { type: 'aborted', found: ['b', 'a'] },
      { type: 'again', known: { jobIds: ['a', 'x', 'b'], answered: 1 } },
      '',
    ],
    [
      'that is refused names the jobs that exist',
      partial,
      refused,
      { type: 'failed', isUncertain: false, error: { name: 'RequestError', created: ['a', 'x'] }, known },
      'ERROR_OCCURRED',
    ],
    [
      'that was never sent names the jobs that exist',
      partial,
      notSent,
      { type: 'failed', error: { name: 'TimeoutError', created: ['a', 'x'] }, known },
      'ERROR_OCCURRED',
    ],
    [
      'that returns another id and fails is tried again with all of them',
      partial,
      { type: 'failure', error: new NetworkError('reset', { created: ['b', 'x'] }) },
      { type: 'again', isUncertain: true, known: { jobIds: ['a', 'x', 'b'], answered: 1 } },
      'RETRY_ATTEMPTED',
    ],
    [
      'that returns another id and fails for good names all of them',
      { ...partial, attempts: usedUp.attempts },
      { type: 'failure', error: new NetworkError('reset', { created: ['b'] }) },
      {
        type: 'failed',
        error: { name: 'UnknownOutcomeError', created: ['a', 'x', 'b'] },
        known: { jobIds: ['a', 'x', 'b'], answered: 1 },
      },
      'ERROR_OCCURRED',
    ],
    [
      'that is answered, but is not the last, is followed by the next before creates that were added later',
      { ...usedUp, firstSentAt: NOW - 300, known },
      { type: 'answered', jobIds: ['a', 'b'] },
      {
        type: 'again',
        dueInMs: -400,
        isUncertain: false,
        attempts: NO_ATTEMPTS,
        known: { jobIds: ['a', 'b', 'x'], answered: 2 },
      },
      '',
    ],
  ])('%s', (_title, before, outcome, settlement, types) => {
    const settled = settleCreate(before, outcome, CONTEXT);
    expect(settled.settlement).toMatchObject(settlement);
    expect(settled.events.map(({ type }) => type).join(' ')).toBe(types);
  });

  it('that makes jobs begins their watches, with the deadline of the create', () => {
    const { settlement, events } = settleCreate(create, { type: 'created', jobIds: ['a', 'b'] }, CONTEXT);
    const state = { deadlineAt: 600, createdAt: 0, notFoundUntil: 30, nextPollAt: 4, polls: 0 };
    expect(settlement).toMatchObject({
      type: 'created',
      jobIds: ['a', 'b'],
      watches: [
        { state: { jobId: 'a', ...state }, terms: { key: 'speed' } },
        { state: { jobId: 'b', ...state }, terms: { key: 'speed' } },
      ],
    });
    expect(events).toEqual([
      { type: 'JOB_CREATED', at: NOW, jobId: 'a' },
      { type: 'JOB_CREATED', at: NOW, jobId: 'b' },
    ]);
  });
});
