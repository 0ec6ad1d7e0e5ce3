import { expect } from '@jest/globals';
import { gone, lastDecision, report, reset, slowDown, unauthorized, type Happening } from './support.js';

const running = report('running');

const event = (type: string, at: number, more: object = {}) => ({ type, at, jobId: 'job-1', ...more });
const error = (name: string, more: object = {}) => expect.objectContaining({ name, jobId: 'job-1', ...more });
const odd = (message: string) => error('ProtocolError', { message });

describe('the events of a decision', () => {
  it.each<[string, readonly Happening[], readonly object[]]>([
    // What has changed.
    [
      'the first report',
      [[1, report('pending')]],
      [
        event('STATUS_CHANGED', 1, {
          currentState: 'pending',
          snapshot: expect.objectContaining({ polls: 1, nextPollAt: 5 }),
        }),
      ],
    ],
    [
      'the same report',
      [
        [1, running],
        [6, running],
      ],
      [],
    ],
    [
      'another status',
      [
        [1, report('pending')],
        [6, running],
      ],
      [
        event('STATUS_CHANGED', 6, {
          previousState: 'pending',
          currentState: 'running',
          snapshot: expect.objectContaining({ previousStatus: 'pending' }),
        }),
      ],
    ],
    [
      'a completed job',
      [
        [1, running],
        [6, report('completed')],
      ],
      [
        event('STATUS_CHANGED', 6, {
          previousState: 'running',
          currentState: 'completed',
          snapshot: expect.anything(),
        }),
        event('JOB_COMPLETED', 6, { snapshot: expect.objectContaining({ status: 'completed' }) }),
      ],
    ],
    [
      'a failed job',
      [[1, report('error')]],
      [
        event('STATUS_CHANGED', 1, { currentState: 'error', snapshot: expect.anything() }),
        event('JOB_FAILED', 1, { snapshot: expect.objectContaining({ status: 'error' }) }),
      ],
    ],
    // What makes no sense.
    [
      'a word that is not known',
      [
        [1, running],
        [6, report('queued')],
      ],
      [
        event('ERROR_OCCURRED', 6, {
          error: odd('The service calls this status "queued", which is not known: the job counts as running'),
        }),
      ],
    ],
    [
      'the same word again',
      [
        [1, report('queued')],
        [18, report('queued')],
      ],
      [],
    ],
    [
      'no word after it',
      [
        [1, report('queued')],
        [18, running],
      ],
      [],
    ],
    [
      'a word that ends the job',
      [
        [1, running],
        [6, report('expired')],
      ],
      ['STATUS_CHANGED', 'JOB_FAILED'].map(type => expect.objectContaining({ type }) as object),
    ],
    [
      'numbers that make no sense',
      [
        [1, running],
        [6, report('running', { progress: 40, ageMs: NaN })],
      ],
      [
        event('ERROR_OCCURRED', 6, {
          error: odd('Ignored invalid fields of the report: progress, ageMs'),
        }),
      ],
    ],
    [
      'more of those',
      [
        [1, report('running', { ageMs: -1 })],
        [6, report('running', { progress: 40 })],
      ],
      [],
    ],
    // Trouble.
    [
      'an attempt that failed',
      [
        [1, running],
        [6, reset],
      ],
      [
        event('RETRY_ATTEMPTED', 6, {
          attempt: 1,
          delayMs: 2,
          error: error('NetworkError', { snapshot: expect.anything() }),
        }),
      ],
    ],
    [
      'the next one',
      [
        [1, reset],
        [4, reset],
      ],
      [event('RETRY_ATTEMPTED', 4, { attempt: 2, delayMs: 4, error: error('NetworkError') })],
    ],
    [
      'attempts that are used up',
      [
        [1, reset],
        [4, reset],
        [9, reset],
      ],
      [event('ERROR_OCCURRED', 9, { error: error('NetworkError') })],
    ],
    [
      'a refusal that is doubted',
      [
        [1, running],
        [6, gone],
      ],
      [event('ERROR_OCCURRED', 6, { error: error('JobNotFoundError') })],
    ],
    [
      'a refusal that is believed',
      [[1, unauthorized]],
      [event('ERROR_OCCURRED', 1, { error: error('AuthenticationError') })],
    ],
    // The deadline.
    ['the deadline', [[1000, reset]], [event('TIMEOUT', 1000, { error: error('TimeoutError') })]],
    [
      'a hint beyond the deadline',
      [[1, slowDown(5000)]],
      [event('TIMEOUT', 1, { error: error('TimeoutError', { retryAfterMs: 5000 }) })],
    ],
    [
      'attempts that are used up, and a hint beyond the deadline',
      [[1, slowDown(5000), { canRetry: false }]],
      [
        event('ERROR_OCCURRED', 1, { error: error('RateLimitError') }),
        event('TIMEOUT', 1, { error: error('TimeoutError') }),
      ],
    ],
    [
      'a response whose hint is beyond the deadline',
      [[1, report('pending', { retryAfterMs: 5000 })]],
      [
        expect.objectContaining({ type: 'STATUS_CHANGED' }),
        event('TIMEOUT', 1, { error: error('TimeoutError') }),
      ],
    ],
    // Nothing to tell.
    [
      'a wake',
      [
        [1, running],
        [2, { type: 'wake', isPolling: false }],
      ],
      [],
    ],
    ['a pause', [[1, { type: 'pause' }]], []],
    [
      'a return',
      [
        [1, { type: 'pause' }],
        [2, { type: 'resume' }],
      ],
      [],
    ],
    ['a poll that is held up until the deadline', [[1000, { type: 'deadline' }]], []],
    ['a bulk response that is not enough', [[1, { type: 'seen' }]], []],
  ])('%s', (_title, happenings, events) => {
    expect(lastDecision(happenings).events).toEqual(events);
  });

  it('when a watch begins: none', () => {
    expect(lastDecision([]).events).toEqual([]);
    expect(lastDecision([], { firstPoll: 'after-interval' }).events).toEqual([]);
  });
});

describe('an error', () => {
  it('has no snapshot before the first report', () => {
    const { next } = lastDecision([[1, unauthorized]]);
    expect(next).toMatchObject({ error: { jobId: 'job-1' } });
    expect(next).not.toMatchObject({ error: { snapshot: expect.anything() } });
  });

  it('has the last snapshot after it', () => {
    const { next } = lastDecision([
      [1, running],
      [1000, reset],
    ]);
    expect(next).toMatchObject({ error: { snapshot: { status: 'running', polls: 1 } } });
  });

  it.each<[string, readonly Happening[], string]>([
    [
      'no poll succeeded',
      [[1000, reset]],
      'Job job-1 may still be running (no poll succeeded): it was not settled within 1000 ms. Only the watch has ended; watch the job again by its id',
    ],
    [
      'the job was last seen in a status of ours',
      [
        [1, running],
        [1000, { type: 'deadline' }],
        [45_001, { type: 'deadline' }],
      ],
      'Job job-1 may still be running (last seen running 45 s ago): it was not settled within 1000 ms. Only the watch has ended; watch the job again by its id',
    ],
    [
      'in a word of the service',
      [
        [1, report('in_review')],
        [45_001, report('in_review')],
      ],
      'Job job-1 may still be running (last seen "in_review" 0 s ago): it was not settled within 1000 ms. Only the watch has ended; watch the job again by its id',
    ],
    [
      'the service asks for more time than is left',
      [[1, report('pending', { retryAfterMs: 5000 })]],
      'Job job-1 may still be running (last seen pending 0 s ago): the service asked to wait 5000 ms, past the deadline. Only the watch has ended; watch the job again by its id',
    ],
  ])('says at the deadline: %s', (_title, happenings, message) => {
    expect(lastDecision(happenings).next).toMatchObject({ error: { name: 'TimeoutError', message } });
  });
});
