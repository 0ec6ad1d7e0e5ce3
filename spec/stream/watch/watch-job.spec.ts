import { expect } from '@jest/globals';
import { map, Observable, take, type OperatorFunction } from 'rxjs';
import {
  isTimeoutError,
  type JobSnapshot,
  type StatusReport,
  type TimeoutError,
  type TransportClientOptions,
} from 'heygen-rx';
import { marbles, scriptedTransport, type ScriptedTransportOptions } from 'heygen-rx/testing';
import { CLIENTS, onlyInProcess, type TestedClient } from '../../helpers/clients.js';

/** A snapshot as one letter: p r c e. */
const letter: OperatorFunction<JobSnapshot, string> = map(({ status }) => status.charAt(0));

interface Picture {
  /** The job as the service sees it. */
  readonly job: string;
  /** When each poll was sent (`^`) and answered or aborted (`!`). */
  readonly polls: readonly string[];
  readonly emits: string;
  /** When the subscriber leaves. */
  readonly until?: string;
  readonly error?: unknown;
}

/** Waits are 4, 8, 16, 16 ... ms, a failed try is repeated after 2, 4, 4 ... ms, and every answer takes 1 ms. */
const watchingWith =
  (smallClient: TestedClient['make']) =>
  (
    { job, polls, emits, until, error }: Picture,
    options: Omit<TransportClientOptions, 'transport'> = {},
    script: ScriptedTransportOptions = {},
  ) => {
    marbles(({ expectObservable, expectSubscriptions }) => {
      const { client, transport } = smallClient({ latencyMs: 1, ...script, jobs: { 'job-1': job } }, options);
      const letter$ = client.watch('job-1').pipe(letter);
      expectObservable(letter$, until).toBe(emits, undefined, error);
      expectSubscriptions(transport.polls('job-1')).toBe([...polls]);
    });
  };

const named = (name: string, fields: object = {}): unknown =>
  expect.objectContaining({ name, jobId: 'job-1', ...fields });

describe.each(CLIENTS)('watch, $name', tested => {
  const smallClient = tested.make;
  const watching = watchingWith(smallClient);

  it('polls at once, then after intervals that double up to the maximum', () => {
    watching({
      job: '  p-------------------------------------------------c',
      polls: [
        '     ^!',
        '     -----^!', //                                             + 4
        '     --------------^!', //                                    + 8
        '     -------------------------------^!', //                   + 16
        '     ------------------------------------------------^!', //  + 16
        '     -----------------------------------------------------------------^!',
      ],
      emits: '-p----------------------------------------------------------------(c|)',
    });
  });

  it('starts again with short intervals when the status changes', () => {
    watching({
      job: '  p---------r---------------------c',
      polls: [
        '     ^!',
        '     -----^!', //                            + 4
        '     --------------^!', //                   + 8, and the status is another
        '     -------------------^!', //              + 4
        '     ----------------------------^!', //     + 8
        '     ---------------------------------------------^!',
      ],
      emits: '-p-------------r------------------------------(c|)',
    });
  });

  it('completes after the last status; a failed job completes too', () => {
    watching({ job: 'e', polls: ['^!'], emits: '-(e|)' });
  });

  onlyInProcess(tested, 'it continues')(
    'plans no more polls for a subscriber that unsubscribes during a snapshot',
    () => {
      marbles(({ expectObservable, expectSubscriptions }) => {
        const { client, transport } = smallClient({ latencyMs: 1, jobs: { 'job-1': 'p' } });
        expectObservable(client.watch('job-1').pipe(take(1), letter)).toBe('-(p|)');
        expectSubscriptions(transport.polls('job-1')).toBe(['^!']);
      });
    },
  );

  onlyInProcess(tested, 'it continues')('stops timer and request at once on unsubscribe', () => {
    watching({ job: 'p', polls: ['^!'], until: '^--!', emits: '-p-' });
    watching({ job: 'p', polls: ['^--!'], until: '^--!', emits: '---' }, {}, { latencyMs: 9 });
  });

  it('polls at the slow end after an unknown word, keeps the status, and shows the word', () => {
    watching({
      job: '  r-u---------------r-----c',
      polls: [
        '     ^!',
        '     -----^!', //                  + 4: the word
        '     ----------------------^!', // + 16
        '     ---------------------------------------^!',
      ],
      emits: '-r----r----------------r----------------(c|)',
    });
  });

  describe('jitter of ±50 %', () => {
    it.each([
      { chance: 0, waitMs: 2, second: '---^!', emits: '-p--(c|)' },
      { chance: 0.5, waitMs: 4, second: '-----^!', emits: '-p----(c|)' },
      { chance: 1, waitMs: 6, second: '-------^!', emits: '-p------(c|)' },
    ])('makes 4 ms $waitMs ms at a chance of $chance', ({ chance, second, emits }) => {
      const options = { random: () => chance, polling: { jitterFactor: 0.5 } };
      watching({ job: 'p-c', polls: ['^!', second], emits }, options);
    });
  });

  describe('progress', () => {
    it('moves the next poll to the end that it predicts', () => {
      // Half done when the answer comes after 6 ms: the end is predicted another 6 ms later, sooner than the 8 ms of the schedule.
      watching({
        job: '  0----5------c',
        polls: ['^!', '-----^!', '------------^!'],
        emits: '-r----r------(c|)',
      });
    });
  });

  describe('a hint of the service', () => {
    it('is a lower bound, once', () => {
      watching(
        {
          job: '  R---------p------c',
          polls: ['^!', '----------^!', '---------------^!', '------------------------^!'],
          emits: '-----------p-------------(c|)',
        },
        {},
        { values: { R: { retryAfterMs: 9 } } },
      );
    });

    it('beyond the deadline ends the watch at once', () => {
      watching(
        {
          job: 'pR',
          polls: ['^!', '-----^!'],
          emits: '-p----#',
          error: named('TimeoutError', { retryAfterMs: 30 }),
        },
        { polling: { timeoutMs: 30 } },
        { values: { R: { retryAfterMs: 30 } } },
      );
    });
  });

  describe('failed polls', () => {
    it('are retried after short delays, and change nothing', () => {
      watching({
        job: '  p---S-----c',
        polls: ['^!', '-----^!', '--------^!', '-------------^!'],
        emits: '-p------------(c|)',
      });
    });

    it('never end a watch: when a poll has no attempts left, the watch continues at the slow end', () => {
      watching({
        job: '  p--N----------------c',
        polls: ['^!', '-----^!', '--------^!', '-------------^!', '------------------------------^!'],
        emits: '-p-----------------------------(c|)',
      });
    });

    onlyInProcess(tested, 'the budget is the worker’s, and so is its event')(
      'share a retry budget, which successes refill',
      () => {
        const retries: number[] = [];
        marbles(({ flush }) => {
          const job = 'N 999ms r 999ms N 999ms c';
          const options = {
            retry: { maxAttempts: 500 },
            circuitBreaker: { failureThreshold: 1_000_000 },
            polling: { strategy: () => 20, maxIntervalMs: 20, timeoutMs: 9000 },
          };
          const { client } = smallClient({ jobs: { 'job-1': job } }, options);
          client.on('RETRY_ATTEMPTED', ({ at }) => retries.push(at));
          client.watch('job-1').subscribe();
          flush();
        });
        // A hundred at first; some forty-eight answers between earn four more.
        expect(retries.filter(at => at < 1000)).toHaveLength(100);
        expect(retries.filter(at => at > 1000)).toHaveLength(4);
      },
    );

    it('end it when the service refuses twice in a row, with the id and the last snapshot', () => {
      const snapshot = expect.objectContaining({ status: 'pending', polls: 1 });
      watching({
        job: 'p--A',
        polls: ['^!', '-----^!', '----------------------^!'],
        emits: '-p---------------------#',
        error: named('AuthenticationError', { snapshot }),
      });
      watching({
        job: 'p--x',
        polls: ['^!', '-----^!', '----------------------^!'],
        emits: '-p---------------------#',
        error: named('JobNotFoundError', { snapshot }),
      });
    });

    it('end it after three protocol errors in a row', () => {
      watching(
        {
          job: 'G',
          polls: ['^!', '---^!', '--------^!'],
          emits: '---------#',
          error: named('ProtocolError'),
        },
        { retry: { maxAttempts: 9 } },
      );
      // Two, and then one that does: the count begins again.
      watching({
        job: '  G----p----G-------c',
        polls: [
          '^!',
          '---^!',
          '--------^!',
          '-------------^!',
          '----------------^!',
          '---------------------^!',
        ],
        emits: '---------p------------(c|)',
      });
    });
  });

  describe('the deadline', () => {
    it('sends one last poll, and says that the job is still running', () => {
      watching(
        {
          job: '  p',
          polls: ['^!', '-----^!', '--------------^!', '--------------------^!'],
          emits: '-p-------------------#',
          error: named('TimeoutError', {
            snapshot: expect.objectContaining({ status: 'pending', polls: 4 }),
          }),
        },
        { polling: { timeoutMs: 20 } },
      );
    });

    it('is met by a job that ends just before it', () => {
      watching(
        {
          job: 'p------------------c',
          polls: ['^!', '-----^!', '--------------^!', '--------------------^!'],
          emits: '-p-------------------(c|)',
        },
        { polling: { timeoutMs: 20 } },
      );
    });

    it('makes a poll in flight the last one', () => {
      watching(
        { job: 'p', polls: ['^---!', '--------^---!'], emits: '----p-------#', error: named('TimeoutError') },
        { polling: { timeoutMs: 10 } },
        { latencyMs: 4 },
      );
    });

    it('does not retry the last poll', () => {
      watching(
        {
          job: 'p-----N',
          polls: ['^!', '-----^!', '----------^!'],
          emits: '-p---------#',
          error: named('TimeoutError'),
        },
        { polling: { timeoutMs: 10 } },
      );
    });

    it('wins over a refusal of the last poll, which no further poll can confirm', () => {
      watching(
        {
          job: 'p-----x',
          polls: ['^!', '-----^!', '----------^!'],
          emits: '-p---------#',
          error: named('TimeoutError', { cause: named('JobNotFoundError') }),
        },
        { polling: { timeoutMs: 10 } },
      );
    });

    it('does not wait for a service that never responds', () => {
      marbles(({ expectObservable }) => {
        const silent = { ...scriptedTransport(), status: () => new Observable<StatusReport>() };
        const options = { polling: { timeoutMs: 10 }, requestTimeoutMs: 7 };
        const { client } = smallClient(silent, options);
        // 7 ms for the first poll, 2 ms until the second, which may take its 7 ms.
        expectObservable(client.watch('job-1')).toBe('16ms #', undefined, named('TimeoutError'));
      });
    });

    it('of 0 ms allows one poll', () => {
      watching(
        { job: 'p', polls: ['^!'], emits: '-(p#)', error: named('TimeoutError') },
        { polling: { timeoutMs: 0 } },
      );
    });
  });

  it('emits every poll with `emit: polls`', () => {
    marbles(({ expectObservable }) => {
      const { client } = smallClient({ jobs: { 'job-1': 'p-----c' } });
      expectObservable(client.watch('job-1', { emit: 'polls' }).pipe(letter)).toBe('-p----p--------(c|)');
    });
  });

  it('has the time of the next poll, the age of the job, and the status before', () => {
    marbles(({ expectObservable }) => {
      const { client } = smallClient({ jobs: { 'job-1': 'p-r-------c' } });
      expectObservable(client.watch('job-1')).toBe('-a----b----(c|)', {
        a: { jobId: 'job-1', status: 'pending', polls: 1, at: 1, elapsedMs: 1, nextPollAt: 5 },
        b: {
          jobId: 'job-1',
          status: 'running',
          previousStatus: 'pending',
          polls: 2,
          at: 6,
          elapsedMs: 6,
          nextPollAt: 10,
        },
        c: {
          jobId: 'job-1',
          status: 'completed',
          previousStatus: 'running',
          polls: 3,
          at: 11,
          elapsedMs: 9,
          result: expect.anything(),
        },
      });
    });
  });

  it('follows a custom schedule, but not below the minimum interval', () => {
    watching(
      { job: 'p-----c', polls: ['^!', '----^!', '--------^!'], emits: '-p-------(c|)' },
      { polling: { strategy: () => -1 }, minIntervalMs: 3 },
    );
  });

  it('errors with the job id if a custom schedule returns no number', () => {
    watching(
      {
        job: 'p',
        polls: ['^!'],
        emits: '-(p#)',
        error: named('TranslationError', { message: expect.stringContaining('strategy') }),
      },
      { polling: { strategy: () => NaN } },
    );
  });

  onlyInProcess(tested, 'its worker claims every 30 s, which takes a minute for a month of marbles')(
    'waits for more than 2^31 ms, and for Infinity',
    () => {
      const month = 30 * 24 * 3_600_000;
      watching(
        { job: `p ${month - 1}ms c`, polls: ['^!', `- ${month}ms ^!`], emits: `-p ${month}ms (c|)` },
        { polling: { strategy: () => month, timeoutMs: 2 * month } },
      );
      watching(
        {
          job: 'p',
          polls: ['^!', `${month}ms ^!`],
          emits: `-p ${month - 1}ms #`,
          error: named('TimeoutError'),
        },
        { polling: { strategy: () => Infinity, timeoutMs: month } },
      );
    },
  );

  it('has an error that other copies of this package recognise', () => {
    marbles(({ flush }) => {
      const { client } = smallClient({ jobs: { 'job-1': 'p' } }, { polling: { timeoutMs: 3 } });
      let seen: TimeoutError | undefined;
      client.watch('job-1').subscribe({
        error: (error: unknown) => {
          if (isTimeoutError(error)) seen = error;
        },
      });
      flush();
      expect(seen).toMatchObject({
        name: 'TimeoutError',
        message: expect.stringContaining('may still be running'),
      });
    });
  });
});
