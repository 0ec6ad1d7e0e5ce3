import { expect, jest } from '@jest/globals';
import {
  AuthenticationError,
  CircuitBreakerError,
  JobNotFoundError,
  NetworkError,
  ProtocolError,
  RateLimitError,
  RequestError,
  ServerError,
  type TranslationError,
} from '../../../lib/model/errors.js';
import type { PollingContext } from '../../../lib/policy/polling/polling-strategy.js';
import { begin } from '../../../lib/policy/watch/decide.js';
import type { WatchInput } from '../../../lib/policy/watch/state.js';
import { contextAt, lastDecision, report, RULES, type Happening } from './support.js';

const failure = (error: TranslationError): WatchInput => ({ type: 'failure', error });
const reset = failure(new NetworkError('reset', { code: 'ECONNRESET' }));
const nonsense = failure(new ProtocolError('not JSON'));
const gone = failure(new JobNotFoundError('no such job', { status: 404 }));
const unauthorized = failure(new AuthenticationError('wrong key', { status: 401 }));
const redirect = failure(new RequestError('elsewhere', { code: 'redirect' }));
const refusedByCircuit = failure(new CircuitBreakerError('open'));
const slowDown = (retryAfterMs: number): WatchInput =>
  failure(new RateLimitError('slow down', { retryAfterMs }));

const poll = (at: number, more: object = {}) => ({ type: 'poll', at, isLast: false, ...more });
const ended = (name: string, more: object = {}) => ({
  type: 'ended',
  error: expect.objectContaining({ name, ...more }),
});

/** A shortest interval of 50 ms. */
const LONG_INTERVAL = { rules: { ...RULES, minIntervalMs: 50 } };

/** One row: what has happened, and what comes next. */
type Row = readonly [title: string, happenings: readonly Happening[], next: object];

const tables: Readonly<Record<string, readonly Row[]>> = {
  'the first poll': [['is at once', [], poll(0)]],
  'an answer': [
    ['of an open job: after the first interval', [[1, report('pending')]], poll(5)],
    [
      'with the same status: after the next interval',
      [
        [1, report('pending')],
        [6, report('pending')],
      ],
      poll(14),
    ],
    [
      'with a new status: after the first interval again',
      [
        [1, report('pending')],
        [6, report('running')],
      ],
      poll(10),
    ],
    ['with a hint: not before it', [[1, report('pending', { retryAfterMs: 30 })]], poll(31)],
    [
      'whose hint ends just at the deadline: the last poll is then',
      [[1, report('pending', { retryAfterMs: 999 })]],
      { type: 'poll', at: 1000, isLast: true },
    ],
    [
      'whose hint is beyond the deadline',
      [[1, report('pending', { retryAfterMs: 1000 })]],
      ended('TimeoutError', { retryAfterMs: 1000 }),
    ],
    ['that settles the job', [[1, report('completed')]], { type: 'settled' }],
    ['in capitals', [[1, report('COMPLETED')]], { type: 'settled' }],
    ['that the job was canceled', [[1, report('canceled')]], { type: 'settled' }],
    ['in an unknown word: at the slow end', [[1, report('In queue')]], poll(17)],
    [
      'just before the deadline: the last poll is at it',
      [[997, report('pending')]],
      { type: 'poll', at: 1000, isLast: true, until: 1030 },
    ],
    ['at the deadline', [[1000, report('pending')]], ended('TimeoutError')],
  ],
  'a failure': [
    ['is tried again', [[1, reset]], poll(3)],
    [
      'twice, after a longer delay',
      [
        [1, reset],
        [4, reset],
      ],
      poll(8),
    ],
    [
      'three times: the watch goes on at the slow end',
      [
        [1, reset],
        [4, reset],
        [9, reset],
      ],
      poll(25),
    ],
    [
      'after three: the next poll has its attempts again',
      [
        [1, reset],
        [4, reset],
        [9, reset],
        [25, reset],
      ],
      poll(27),
    ],
    ['without a token left: at the slow end at once', [[1, reset, { canRetry: false }]], poll(17)],
    ['with a hint: not before it', [[1, slowDown(50)]], poll(51)],
    ['with a hint beyond the deadline', [[1, slowDown(5000)]], ended('TimeoutError', { retryAfterMs: 5000 })],
    ['with a hint that is no number', [[1, slowDown(NaN)]], poll(3)],
    ['of a poll that an open circuit refused: the watch goes on', [[1, refusedByCircuit]], poll(17)],
    [
      'of the last poll',
      [[1000, reset]],
      ended('TimeoutError', { cause: expect.objectContaining({ name: 'NetworkError' }) }),
    ],
    ['of the last poll at an open circuit', [[1000, refusedByCircuit]], ended('TimeoutError')],
  ],
  nonsense: [
    [
      'three times before the first answer',
      [
        [1, nonsense],
        [4, nonsense],
        [9, nonsense],
      ],
      ended('ProtocolError'),
    ],
    [
      'three times after it is an outage',
      [
        [1, report('pending')],
        [6, nonsense],
        [9, nonsense],
        [14, nonsense],
      ],
      poll(30),
    ],
    ['a report without a status', [[1, report('')]], poll(3)],
  ],
  'a refusal': [
    ['before the first answer', [[1, unauthorized]], ended('AuthenticationError', { jobId: 'job-1' })],
    [
      'before and after an outage at the last poll, which was slept through: nothing is confirmed',
      [
        [1, report('running')],
        [6, unauthorized],
        [60_000, reset],
        [60_003, unauthorized],
      ],
      ended('TimeoutError', { cause: expect.objectContaining({ name: 'AuthenticationError' }) }),
    ],
    [
      'after it is doubted: the next poll is at the slow end',
      [
        [1, report('running')],
        [6, unauthorized],
      ],
      poll(22),
    ],
    [
      'twice in a row',
      [
        [1, report('running')],
        [6, unauthorized],
        [23, unauthorized],
      ],
      ended('AuthenticationError', { snapshot: expect.anything() }),
    ],
    [
      'of two kinds',
      [
        [1, report('running')],
        [6, unauthorized],
        [23, gone],
      ],
      poll(39),
    ],
    [
      'of one kind with two codes',
      [
        [1, report('running')],
        [6, redirect],
        [23, failure(new RequestError('not trusted', { code: 'certificate' }))],
      ],
      poll(39),
    ],
    [
      'with one status and two codes: confirmed',
      [
        [1, report('running')],
        [6, failure(new RequestError('no', { status: 403, code: 'forbidden' }))],
        [23, failure(new RequestError('no', { status: 403, code: 'login' }))],
      ],
      ended('RequestError'),
    ],
    [
      'with neither status nor code: confirmed',
      [
        [1, report('running')],
        [6, failure(new RequestError('no'))],
        [23, failure(new RequestError('no'))],
      ],
      ended('RequestError'),
    ],
    [
      'twice, with an answer between',
      [
        [1, report('running')],
        [6, redirect],
        [23, report('running')],
        [32, redirect],
      ],
      poll(48),
    ],
    [
      'twice, with an outage between',
      [
        [1, report('running')],
        [6, redirect],
        [23, reset],
        [26, redirect],
      ],
      poll(42),
    ],
    [
      'twice, with an open circuit between',
      [
        [1, report('running')],
        [6, redirect],
        [23, refusedByCircuit],
        [40, redirect],
      ],
      poll(56),
    ],
    [
      'with a hint: not before it',
      [
        [1, report('running')],
        [6, slowDown(90)],
      ],
      poll(96),
    ],
    [
      'in the last poll cannot be confirmed',
      [
        [1, report('running')],
        [1000, gone],
      ],
      ended('TimeoutError', { cause: expect.objectContaining({ name: 'JobNotFoundError' }) }),
    ],
    [
      'in the last poll that confirms one',
      [
        [1, report('running')],
        [990, gone],
        [1000, gone],
      ],
      ended('JobNotFoundError'),
    ],
  ],
  'a wake': [
    [
      'while waiting: at once, but not below the shortest interval',
      [
        [1, report('pending')],
        [1, { type: 'wake', isPolling: false }],
      ],
      poll(2),
    ],
    [
      'later',
      [
        [1, report('pending')],
        [3, { type: 'wake', isPolling: false }],
      ],
      poll(3),
    ],
    [
      'overrides a retry delay',
      [
        [1, slowDown(0)],
        [2, { type: 'wake', isPolling: false }],
      ],
      poll(2),
    ],
    [
      'does not override a hint',
      [
        [1, report('pending', { retryAfterMs: 30 })],
        [3, { type: 'wake', isPolling: false }],
      ],
      poll(31),
    ],
    [
      'during a poll: once more after it',
      [
        [0, { type: 'wake', isPolling: true }],
        [5, report('pending')],
      ],
      poll(6),
    ],
    [
      'begins with short intervals again',
      [
        [1, report('pending')],
        [6, report('pending')],
        [7, { type: 'wake', isPolling: false }],
        [8, report('pending')],
      ],
      poll(12),
    ],
    [
      'during a pause',
      [
        [1, { type: 'pause' }],
        [3, { type: 'wake', isPolling: false }],
      ],
      { type: 'paused' },
    ],
  ],
  'a pause': [
    [
      'stops polling',
      [
        [1, report('pending')],
        [2, { type: 'pause' }],
      ],
      { type: 'paused' },
    ],
    [
      'does not end at the deadline',
      [
        [1, { type: 'pause' }],
        [2000, report('pending')],
      ],
      { type: 'paused' },
    ],
    [
      'ends with a poll within a second',
      [
        [1, report('pending')],
        [2, { type: 'pause' }],
        [9, { type: 'resume' }],
      ],
      poll(509),
    ],
    [
      'that ends just before the deadline: the last poll is at it',
      [
        [1, report('pending')],
        [2, { type: 'pause' }],
        [999, { type: 'resume' }],
      ],
      { type: 'poll', at: 1000, isLast: true, until: 1030 },
    ],
    [
      'that ends at the deadline: one last poll, spread like all',
      [
        [2, { type: 'pause' }],
        [1000, { type: 'resume' }],
      ],
      { type: 'poll', at: 1500, isLast: true, until: 1530 },
    ],
    [
      'that ends after the deadline: one last poll',
      [
        [2, { type: 'pause' }],
        [5000, { type: 'resume' }],
      ],
      { type: 'poll', at: 5500, isLast: true, until: 5530 },
    ],
    [
      'that ends right after an answer and just before the deadline: the last poll is at it',
      [
        [2, { type: 'pause' }],
        [999, report('running')],
        [999, { type: 'resume' }],
      ],
      { type: 'poll', at: 1000, isLast: true },
    ],
    [
      'that ends before the deadline, while the shortest interval reaches beyond it: the last poll is at it',
      [
        [2, { type: 'pause' }],
        [990, report('running'), LONG_INTERVAL],
        [995, { type: 'resume' }, LONG_INTERVAL],
      ],
      { type: 'poll', at: 1000, isLast: true },
    ],
    [
      'that ends before the deadline, until which the service asks to wait: the last poll is at it',
      [
        [2, { type: 'pause' }],
        [900, report('running', { retryAfterMs: 100 })],
        [910, { type: 'resume' }],
      ],
      { type: 'poll', at: 1000, isLast: true },
    ],
    [
      'that ends before the deadline, while the service asks for more time by less than the shortest interval',
      [
        [2, { type: 'pause' }],
        [900, report('running', { retryAfterMs: 140 }), LONG_INTERVAL],
        [910, { type: 'resume' }, LONG_INTERVAL],
      ],
      ended('TimeoutError', { retryAfterMs: 130 }),
    ],
    [
      'that ends before the deadline, while the service asks for more time than is left',
      [
        [2, { type: 'pause' }],
        [3, slowDown(2000)],
        [900, { type: 'resume' }],
      ],
      ended('TimeoutError', { retryAfterMs: 1103 }),
    ],
    [
      'that ends after the deadline, while the service asks for longer than one request may take',
      [
        [2, { type: 'pause' }],
        [3, report('running', { retryAfterMs: 1e9 })],
        [5000, { type: 'resume' }],
      ],
      ended('TimeoutError'),
    ],
    [
      'that ends after the deadline, while the service asks for a little more time',
      [
        [2, { type: 'pause' }],
        [3, slowDown(5017)],
        [5000, { type: 'resume' }],
      ],
      { type: 'poll', at: 5500, isLast: true },
    ],
    [
      'after which that poll fails: again',
      [
        [2, { type: 'pause' }],
        [5000, { type: 'resume' }],
        [5501, reset],
      ],
      { type: 'poll', at: 5503, isLast: true },
    ],
    [
      'after which that poll fails as often as it may',
      [
        [2, { type: 'pause' }],
        [5000, { type: 'resume' }],
        [5501, reset],
        [5504, reset],
        [5509, reset],
      ],
      ended('TimeoutError'),
    ],
    [
      'after which that poll fails, with no token left',
      [
        [2, { type: 'pause' }],
        [5000, { type: 'resume' }],
        [5501, reset, { canRetry: false }],
      ],
      ended('TimeoutError'),
    ],
    [
      'after which that poll is refused',
      [
        [2, { type: 'pause' }],
        [5000, { type: 'resume' }],
        [5501, gone],
      ],
      ended('JobNotFoundError'),
    ],
    [
      'after which that poll fails for as long as a request may take',
      [
        [2, { type: 'pause' }],
        [5000, { type: 'resume' }],
        [5530, reset],
      ],
      ended('TimeoutError'),
    ],
    [
      'after which that poll finds the job open',
      [
        [2, { type: 'pause' }],
        [5000, { type: 'resume' }],
        [5501, report('running')],
      ],
      ended('TimeoutError'),
    ],
  ],
  'the deadline': [
    [
      'of a poll that was held up: it is sent as the last',
      [[1000, { type: 'deadline' }]],
      { type: 'poll', at: 1000, isLast: true, until: 1030 },
    ],
    [
      'of the last poll',
      [
        [1000, { type: 'deadline' }],
        [1030, { type: 'deadline' }],
      ],
      ended('TimeoutError'),
    ],
    [
      'of a poll that was held up beyond it: no later than one request after it',
      [[1020, { type: 'deadline' }]],
      { type: 'poll', at: 1020, isLast: true, until: 1030 },
    ],
    [
      'slept through: the last poll has its time',
      [[60_000, { type: 'deadline' }]],
      { type: 'poll', at: 60_000, isLast: true, until: 60_030 },
    ],
    [
      'late by less than two seconds and a request: nobody slept',
      [
        [1, report('running')],
        [3000, reset],
      ],
      ended('TimeoutError'),
    ],
    [
      'slept through by a request: one more poll, and attempts',
      [
        [1, report('running')],
        [60_000, reset],
      ],
      { type: 'poll', at: 60_002, isLast: true },
    ],
  ],
};

describe.each(Object.entries(tables))('%s', (_subject, rows) => {
  it.each(rows)('%s', (_title, happenings, next) => {
    expect(lastDecision(happenings).next).toMatchObject(next);
  });
});

describe('a job that this client has just created', () => {
  const created = { firstPoll: 'after-interval', createdAt: 0, notFoundUntil: 100 } as const;

  it.each<Row>([
    ['is polled after the first interval', [], poll(4)],
    ['may be unknown at first', [[5, gone]], poll(7)],
    [
      'may be unknown for longer than the attempts last',
      [
        [5, gone],
        [8, gone],
        [13, gone],
        [18, gone],
      ],
      poll(22),
    ],
    [
      'may be unknown between answers that make no sense: those are not three in a row',
      [
        [5, nonsense],
        [8, nonsense],
        [13, gone],
        [18, nonsense],
      ],
      poll(34),
    ],
    [
      'is gone if it is still unknown after the grace time',
      [
        [5, gone],
        [100, gone],
      ],
      ended('JobNotFoundError'),
    ],
    [
      'is not gone at the first 404 once a bulk answer has had it',
      [
        [5, { type: 'seen' }],
        [6, gone],
      ],
      poll(22),
    ],
    [
      'is gone, once seen, when it is not found twice',
      [
        [5, report('pending')],
        [10, gone],
        [27, gone],
      ],
      ended('JobNotFoundError'),
    ],
  ])('%s', (_title, happenings, next) => {
    expect(lastDecision(happenings, created).next).toMatchObject(next);
  });
});

describe('what is known of a job', () => {
  it('is its first status in our words, and the word of the service', () => {
    expect(lastDecision([[1, report('In queue')]]).state).toMatchObject({
      status: 'running',
      statusText: 'In queue',
    });
    expect(lastDecision([[1, report('expired')]]).state).toMatchObject({
      status: 'error',
      failure: { code: 'expired', message: expect.stringContaining('"expired"') },
    });
  });

  it('keeps its status while the service uses another word', () => {
    const happenings: readonly Happening[] = [
      [1, report('pending')],
      [5, report('In queue')],
    ];
    expect(lastDecision(happenings).state).toMatchObject({ status: 'pending', statusText: 'In queue' });
  });

  it('is a result where it has completed, and a failure where it has failed', () => {
    const both = { result: { videoUrl: 'https://v.example' }, failure: { message: 'no voice' } };
    const { state: open } = lastDecision([[1, report('running', both)]]);
    expect([open.result, open.failure]).toEqual([undefined, undefined]);
    const { state: done } = lastDecision([[1, report('completed', both)]]);
    expect([done.result, done.failure]).toEqual([both.result, undefined]);
    const { state: failed } = lastDecision([[1, report('error', both)]]);
    expect([failed.result, failed.failure]).toEqual([undefined, both.failure]);
  });

  it.each([
    [
      'as the service tells',
      [
        [5, report('pending')],
        [90, report('completed', { ageMs: 90, endedAfterMs: 6 })],
      ],
      6,
    ],
    [
      'to halfway between the last two polls',
      [
        [5, report('pending')],
        [9, report('completed')],
      ],
      7,
    ],
    ['unknown when it was done at the first poll', [[5, report('completed', { ageMs: 192_000 })]], undefined],
  ] as const)('is how long it took: %s', (_title, happenings, tookMs) => {
    expect(lastDecision(happenings as readonly Happening[]).state.tookMs).toBe(tookMs);
  });

  it('is never younger than before, whatever the service tells', () => {
    const { state } = lastDecision([
      [5, report('pending', { ageMs: 500 })],
      [10, report('pending', { ageMs: 20 })],
    ]);
    expect(state.createdAt).toBe(-495);
  });

  it.each([
    ['progress', 40],
    ['progress', NaN],
    ['ageMs', -1],
    ['ageMs', NaN],
    ['retryAfterMs', NaN],
    ['endedAfterMs', Infinity],
    ['videoSeconds', 0],
  ])('is not a %s of %d: it is dropped, and told once', (field, value) => {
    const odd = report('running', { [field]: value });
    const [first, second] = [
      [[1, odd]],
      [
        [1, odd],
        [6, odd],
      ],
    ].map(all => lastDecision(all as unknown as Happening[]));
    expect(first!.next).toMatchObject({ type: 'poll', at: 5 });
    const complaints = (events: readonly { type: string }[]) =>
      events.filter(({ type }) => type === 'ERROR_OCCURRED');
    expect(complaints(first!.events)).toEqual([
      expect.objectContaining({
        error: expect.objectContaining({ message: expect.stringContaining(field) }),
      }),
    ]);
    expect(complaints(second!.events)).toEqual([]);
  });
});

describe('a job that was created long before its deadline began', () => {
  it('is polled at once, for the last time, when the deadline has passed', () => {
    const { next } = begin({ jobId: 'job-1', firstPoll: 'after-interval', startedAt: -1000 }, contextAt(10));
    expect(next).toMatchObject({ type: 'poll', at: 10, isLast: true, until: 30 });
  });
});

describe('a strategy of the user', () => {
  it.each<[string, readonly Happening[], object]>([
    [
      'after a poll',
      [[5, report('running', { progress: 0.5, ageMs: 70, videoSeconds: 60 })]],
      { polls: 1, step: 1, status: 'running', elapsedMs: 70, slow: false, progress: 0.5, videoSeconds: 60 },
    ],
    [
      'after the next',
      [
        [5, report('pending')],
        [9, report('pending')],
      ],
      { polls: 2, step: 2, status: 'pending', elapsedMs: 9, slow: false, progress: undefined },
    ],
    ['in a word that is not known', [[5, report('queued')]], { polls: 1, status: 'running', slow: true }],
    ['in trouble', [[5, reset, { canRetry: false }]], { polls: 0, step: 0, status: 'pending', slow: true }],
  ])('is asked %s', (_title, happenings, question) => {
    const strategy = jest.fn((_context: PollingContext) => 7);
    const rules = { ...RULES, strategy, key: 'precision' };
    const alsoOpen = [{ elapsedMs: 1 }];
    const last = happenings.map(([at, input, more]): Happening => [at, input, { rules, alsoOpen, ...more }]);
    expect(lastDecision(last).next).toMatchObject({ at: last.at(-1)![0] + 7 });
    expect(strategy).toHaveBeenLastCalledWith(
      expect.objectContaining({ key: 'precision', alsoOpen, random: expect.any(Function), ...question }),
    );
  });

  it('is asked with the length of the video that the user told, rather than the service', () => {
    const strategy = jest.fn((_context: PollingContext) => 7);
    const rules = { ...RULES, strategy, videoSeconds: 61 };
    lastDecision([[5, report('running', { videoSeconds: 60 }), { rules }]]);
    expect(strategy).toHaveBeenLastCalledWith(expect.objectContaining({ videoSeconds: 61 }));
  });

  it('that throws is the cause of the error', () => {
    const boom = new Error('boom');
    const strategy = () => {
      throw boom;
    };
    const { next } = lastDecision([[1, report('pending'), { rules: { ...RULES, strategy } }]]);
    expect(next).toMatchObject({ type: 'ended', error: { cause: { message: 'boom' } } });
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('boom');
      },
      '`strategy` threw Error: boom',
    ],
    ['returns NaN', () => NaN, 'must return a number of ms, got NaN'],
    ['returns a text', () => 'soon' as unknown as number, 'got soon'],
  ])('that %s ends the watch', (_title, strategy, message) => {
    const context = { rules: { ...RULES, strategy } };
    expect(lastDecision([[1, report('pending'), context]]).next).toMatchObject(
      ended('TranslationError', { message: expect.stringContaining(message) }),
    );
  });
});

describe('a server error', () => {
  it('that names a time is waited for, and not counted', () => {
    const busy = failure(new ServerError('busy', { status: 503, retryAfterMs: 20 }));
    expect(lastDecision([[1, busy]], {}).next).toMatchObject(poll(21));
    expect(contextAt(0).canRetry).toBe(true);
  });
});
