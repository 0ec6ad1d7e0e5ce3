import { expect, it } from '@jest/globals';
import { NetworkError, TranslationError, type ClientEvent } from '../../../lib/index.js';
import type { WorkerStats } from '../../../lib/durable/index.js';
import { completedSnapshot, failedSnapshot } from '../../../lib/testing/index.js';
import { NOTHING_SEEN, workerLines, type WorkerInput } from '../../../cli/durable/worker-lines.js';

const lane = { open: 0, due: 0, lateMs: 0, silentMs: 0 };
const figures = (stats: Partial<Record<keyof WorkerStats, unknown>> = {}): WorkerInput => ({
  type: 'figures',
  stats: {
    watches: lane,
    creates: lane,
    circuit: { state: { state: 'closed' } },
    requestsPerSecond: 0,
    ...stats,
  } as unknown as WorkerStats,
});
const event = (of: object): WorkerInput => ({
  type: 'event',
  event: { at: 0, jobId: 'a', ...of } as ClientEvent,
});
const databaseFails = event({
  type: 'ERROR_OCCURRED',
  jobId: undefined,
  error: new TranslationError('Cannot call the engine', { cause: new Error('connection refused') }),
});
const requestFails = (attempt: number) =>
  event({
    type: 'RETRY_ATTEMPTED',
    attempt,
    delayMs: 2000,
    error: new NetworkError('no response', { code: 'ECONNREFUSED' }),
  });

const NONE = '0 watches open; 0.0 requests/s; 0 completed, 0 failed';
const DOWN = 'The database is not responding (connection refused); retrying.';
const UNREACHABLE = 'Cannot reach the service: connection refused (ECONNREFUSED), retrying in 2.0 s.';

/** What is seen of a worker, each with its time in ms, and all that is printed. */
type Row = readonly [
  what: string,
  seen: readonly (readonly [at: number, input: WorkerInput])[],
  lines: readonly string[],
];

it.each<Row>([
  ['the first figures', [[0, figures()]], [NONE]],
  [
    'unchanged figures: again after a minute',
    [
      [0, figures()],
      [59_999, figures()],
      [60_000, figures()],
      [119_999, figures()],
    ],
    [NONE, NONE],
  ],
  [
    'changed figures: at once',
    [
      [0, figures()],
      [5000, figures({ watches: { ...lane, open: 1, due: 1, lateMs: 400 } })],
    ],
    [NONE, '1 watch open, 1 due for 400 ms; 0.0 requests/s; 0 completed, 0 failed'],
  ],
  [
    'creates, an open circuit and a silence',
    [
      [
        0,
        figures({
          creates: { ...lane, open: 2, silentMs: 3000 },
          circuit: { state: { state: 'open' } },
          requestsPerSecond: 4.21,
        }),
      ],
    ],
    ['0 watches open; 2 creates open; 4.2 requests/s; 0 completed, 0 failed; circuit open; silent for 3.0 s'],
  ],
  [
    'jobs that end: in the next figures',
    [
      [0, event({ type: 'JOB_COMPLETED', snapshot: completedSnapshot() })],
      [1, event({ type: 'JOB_COMPLETED', snapshot: completedSnapshot() })],
      [2, event({ type: 'JOB_FAILED', snapshot: failedSnapshot() })],
      [3, figures()],
    ],
    ['0 watches open; 0.0 requests/s; 2 completed, 1 failed'],
  ],
  [
    'a failing database: once, until figures arrive again',
    [
      [0, databaseFails],
      [1, databaseFails],
      [2, figures()],
      [3, figures()],
      [4, databaseFails],
    ],
    [DOWN, 'The database is responding again.', NONE, DOWN],
  ],
  ['one failed request: nothing', [[0, requestFails(1)]], []],
  [
    'failed requests: from the second in a row, and when they end',
    [
      [0, requestFails(1)],
      [0, requestFails(2)],
      [0, requestFails(3)],
      [4000, event({ type: 'CIRCUIT_BREAKER_CLOSED' })],
      [4001, event({ type: 'CIRCUIT_BREAKER_CLOSED' })],
    ],
    [UNREACHABLE, 'The service is responding again.'],
  ],
])('prints of %s', (_, signs, expected) => {
  let seen = NOTHING_SEEN;
  const printed = signs.flatMap(([at, input]) => {
    const result = workerLines(seen, input, at);
    ({ seen } = result);
    return result.lines;
  });
  expect(printed).toEqual(expected);
});
