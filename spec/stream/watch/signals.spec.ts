import { expect } from '@jest/globals';
import { map, of, type OperatorFunction } from 'rxjs';
import { type JobSnapshot, type WatchOptions } from 'heygen-rx';
import { marbles, type MarbleHelpers } from 'heygen-rx/testing';
import { smallClient } from '../../helpers/small-client.js';

const letter: OperatorFunction<JobSnapshot, string> = map(({ status }) => status.charAt(0));
const timedOut: unknown = expect.objectContaining({ name: 'TimeoutError', jobId: 'job-1' });

interface Picture {
  readonly job: string;
  readonly signals: (hot: MarbleHelpers['hot']) => WatchOptions;
  readonly polls: readonly string[];
  readonly emits: string;
  readonly latencyMs?: number;
  readonly timeoutMs?: number;
  readonly error?: unknown;
}

/** Waits are 4, 8, 16 ... ms, answers take 1 ms, and whoever comes back from a pause polls after a chance of 1/200 s. */
function watching({ job, signals, polls, emits, latencyMs = 1, timeoutMs = 1000, error }: Picture) {
  marbles(({ hot, expectObservable, expectSubscriptions }) => {
    const options = { random: () => 0.005, polling: { jitterFactor: 0, timeoutMs } };
    const { client, transport } = smallClient({ jobs: { 'job-1': job }, latencyMs }, options);
    expectObservable(client.watch('job-1', signals(hot)).pipe(letter)).toBe(emits, undefined, error);
    expectSubscriptions(transport.polls('job-1')).toBe([...polls]);
  });
}

describe('wake$', () => {
  it('polls at once, and begins again with short intervals', () => {
    watching({
      job: '                          p--------------c',
      signals: hot => ({ wake$: hot('---w', { w: 'job-1' }) }),
      polls: ['^!', '---^!', '--------^!', '-----------------^!'],
      emits: '                        -p----------------(c|)',
    });
  });

  it('wakes all watches when it names no job, and none for the job of another', () => {
    watching({
      job: 'p-c',
      signals: hot => ({ wake$: hot('---w', { w: undefined }) }),
      polls: ['^!', '---^!'],
      emits: '-p--(c|)',
    });
    watching({
      job: 'p-c',
      signals: hot => ({ wake$: hot('---w', { w: 'job-2' }) }),
      polls: ['^!', '-----^!'],
      emits: '-p----(c|)',
    });
  });

  it('polls at once after a long wait too: that is no sleep of the machine', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const { client, transport } = smallClient({ jobs: { 'job-1': 'p 999ms c' } }, { random: () => 0.5 });
      const wake$ = hot('4s w', { w: 'job-1' });
      const watch$ = client.watch('job-1', { wake$, strategy: () => 60_000, timeoutMs: 600_000 });
      expectObservable(watch$.pipe(letter)).toBe('-p 3999ms (c|)');
      expectSubscriptions(transport.polls('job-1')).toBe(['^!', '4s ^!']);
    });
  });

  it('during a poll causes one more after it, however often it came', () => {
    watching({
      job: '                          p----c',
      latencyMs: 4,
      signals: hot => ({ wake$: hot('-ww', { w: 'job-1' }) }),
      polls: ['^---!', '-----^---!'],
      emits: '                        ----p----(c|)',
    });
  });

  it('goes on without a source that failed', () => {
    watching({
      job: 'p-c',
      signals: hot => ({ wake$: hot('--#') }),
      polls: ['^!', '-----^!'],
      emits: '-p----(c|)',
    });
  });
});

describe('paused$', () => {
  it('lets nothing leave, and polls at once, spread out, when it ends', () => {
    watching({
      job: '                            p------------------c',
      signals: hot => ({ paused$: hot('--t----------f', { t: true, f: false }) }),
      //                                            5 ms later
      polls: ['^!', '------------------^!', '---------------------------^!'],
      emits: '                          -p--------------------------(c|)',
    });
  });

  it('lets a poll under way end', () => {
    watching({
      job: '                            p-------------c',
      latencyMs: 4,
      signals: hot => ({ paused$: hot('--t----------f', { t: true, f: false }) }),
      polls: ['^---!', '------------------^---!'],
      emits: '                          ----p-----------------(c|)',
    });
  });

  it('goes on beyond the deadline, which then allows one more poll', () => {
    watching({
      job: '                            p',
      signals: hot => ({ paused$: hot('--t-------------f', { t: true, f: false }) }),
      timeoutMs: 10,
      polls: ['^!', '---------------------^!'],
      emits: '                          -p--------------------#',
      error: timedOut,
    });
    watching({
      job: '                            p---c',
      signals: hot => ({ paused$: hot('--t-------------f', { t: true, f: false }) }),
      timeoutMs: 10,
      polls: ['^!', '---------------------^!'],
      emits: '                          -p--------------------(c|)',
    });
  });

  it('tries that poll again while the network is not back', () => {
    watching({
      job: '                            p---N------------------c',
      signals: hot => ({ paused$: hot('--t-------------f', { t: true, f: false }) }),
      timeoutMs: 10,
      polls: ['^!', '---------------------^!', '------------------------^!'],
      emits: '                          -p-----------------------(c|)',
    });
  });

  it('does not let polls come closer than the shortest interval, however often it is switched', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const options = { random: () => 0, minIntervalMs: 20 };
      const { client, transport } = smallClient({ jobs: { 'job-1': 'p' } }, options);
      const paused$ = hot('--tftftftftftftftftftftftftftftftf', { t: true, f: false });
      expectObservable(client.watch('job-1', { paused$ }).pipe(letter), '^ 39ms !').toBe('-p');
      expectSubscriptions(transport.polls('job-1')).toBe(['^!', '21ms ^!']);
    });
  });

  it('is not overruled by a wake-up, which is remembered', () => {
    watching({
      job: '                            p--c',
      signals: hot => ({
        paused$: hot('                  --t-------f', { t: true, f: false }),
        wake$: hot('                    -----w', { w: 'job-1' }),
      }),
      polls: ['^!', '---------------^!'],
      emits: '                          -p--------------(c|)',
    });
  });

  it('holds back a poll that is due and stands in the queue', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const options = {
        random: () => 0.005,
        polling: { jitterFactor: 0 },
        circuitBreaker: { failureThreshold: 1, resetTimeoutMs: 9, spreadMs: 0 },
      };
      const { client, transport } = smallClient({ jobs: { 'job-1': 'N----c' } }, options);
      // Due again at 3, and held up by the circuit until 10; paused at 5.
      const paused$ = hot('-----t-------------f', { t: true, f: false });
      expectObservable(client.watch('job-1', { paused$ }).pipe(letter)).toBe('-------------------------(c|)');
      expectSubscriptions(transport.polls('job-1')).toBe(['^!', '------------------------^!']);
    });
  });

  it('of the client does not reach a call with one of its own', () => {
    marbles(({ hot, expectObservable }) => {
      const { client } = smallClient({ everyJob: 'p-c' }, { paused$: hot('--t', { t: true }) });
      expectObservable(client.watch('job-1', { paused$: of(false) }).pipe(letter)).toBe('-p----(c|)');
    });
  });

  it('of a call replaces that of the client: some jobs must go on', () => {
    marbles(({ expectObservable }) => {
      const { client } = smallClient({ everyJob: 'p-c' }, { paused$: of(true) });
      expectObservable(client.watch('job-1', { paused$: of(false) }).pipe(letter)).toBe('-p----(c|)');
      expectObservable(client.watch('job-2').pipe(letter), '^ 99ms !').toBe('');
    });
  });
});

describe('a sleep of the machine', () => {
  it('is followed by a poll, spread out', () => {
    marbles(({ scheduler, expectObservable, expectSubscriptions }) => {
      // The clock jumps by an hour while the timer for the second poll runs: it goes off late.
      const HOUR_MS = 3_600_000;
      let sleptMs = 0;
      scheduler.schedule(() => (sleptMs = HOUR_MS), 3);
      const clock = {
        now: () => scheduler.now() + sleptMs,
        schedule: scheduler.schedule.bind(scheduler),
      };
      const { client, transport } = smallClient(
        { jobs: { 'job-1': 'p-c' }, latencyMs: 1 },
        { scheduler: clock, random: () => 0.005, polling: { jitterFactor: 0, timeoutMs: 2 * HOUR_MS } },
      );
      expectObservable(client.watch('job-1').pipe(letter)).toBe('-p---------(c|)');
      expectSubscriptions(transport.polls('job-1')).toBe(['^!', '----------^!']);
    });
  });
});

describe('a pause of which nobody heard the end', () => {
  it('is forgotten with the last watch: silence means running', () => {
    marbles(({ hot, expectObservable }) => {
      const { client } = smallClient(
        { everyJob: 'p-----------c' },
        { paused$: hot('-t', { t: true }), polling: { timeoutMs: 100 } },
      );
      expectObservable(client.watch('job-1').pipe(letter), '^---!').toBe('-p--');
      expectObservable(client.watch('job-2').pipe(letter), '------------^').toBe('-------------(c|)');
    });
  });
});
