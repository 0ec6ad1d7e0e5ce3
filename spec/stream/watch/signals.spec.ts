import { expect, jest } from '@jest/globals';
import { ignoreElements, map, Observable, of, Subject, take, type OperatorFunction } from 'rxjs';
import {
  RateLimitError,
  type JobSnapshot,
  type TranslationClient,
  type TranslationError,
  type WatchOptions,
} from 'heygen-rx';
import { marbles, type MarbleHelpers } from 'heygen-rx/testing';
import { EventBus } from '../../../lib/stream/event-bus.js';
import { signalsOf, wakeSignal } from '../../../lib/stream/watch/signals.js';
import { smallClient } from '../../helpers/small-client.js';

const letter: OperatorFunction<JobSnapshot, string> = map(({ status }) => status.charAt(0));
const timedOut: unknown = expect.objectContaining({ name: 'TimeoutError', jobId: 'job-1' });

interface Picture {
  readonly job: string;
  readonly signals: (hot: MarbleHelpers['hot']) => WatchOptions;
  readonly polls: readonly string[];
  readonly emits: string;
  readonly values?: Readonly<Record<string, TranslationError>>;
  readonly latencyMs?: number;
  readonly timeoutMs?: number;
  readonly error?: unknown;
}

/** Intervals are 4, 8, 16 ... ms, answers take 1 ms, and the poll after a pause comes 1/200 s later. */
function watching({
  job,
  values = {},
  signals,
  polls,
  emits,
  latencyMs = 1,
  timeoutMs = 1000,
  error,
}: Picture) {
  marbles(({ hot, expectObservable, expectSubscriptions }) => {
    const options = { random: () => 0.005, polling: { jitterFactor: 0, timeoutMs } };
    const { client, transport } = smallClient({ jobs: { 'job-1': job }, values, latencyMs }, options);
    expectObservable(client.watch('job-1', signals(hot)).pipe(letter)).toBe(emits, undefined, error);
    expectSubscriptions(transport.polls('job-1')).toBe([...polls]);
  });
}

describe('wake$', () => {
  it('polls at once, and starts again with short intervals', () => {
    watching({
      job: '                          p--------------c',
      signals: hot => ({ wake$: hot('---w', { w: 'job-1' }) }),
      polls: ['^!', '---^!', '--------^!', '-----------------^!'],
      emits: '                        -p----------------(c|)',
    });
  });

  it('wakes all watches when it names no job, and only that job’s otherwise', () => {
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

  it('polls at once after a long interval too, which is not mistaken for sleep', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const { client, transport } = smallClient({ jobs: { 'job-1': 'p 999ms c' } }, { random: () => 0.5 });
      const wake$ = hot('4s w', { w: 'job-1' });
      const watch$ = client.watch('job-1', { wake$, strategy: () => 60_000, timeoutMs: 600_000 });
      expectObservable(watch$.pipe(letter)).toBe('-p 3999ms (c|)');
      expectSubscriptions(transport.polls('job-1')).toBe(['^!', '4s ^!']);
    });
  });

  it('causes one more poll after the current one, however often it emits', () => {
    watching({
      job: '                          p----c',
      latencyMs: 4,
      signals: hot => ({ wake$: hot('-ww', { w: 'job-1' }) }),
      polls: ['^---!', '-----^---!'],
      emits: '                        ----p----(c|)',
    });
  });

  it('still wakes a watch after others of its job and of other jobs have been unsubscribed', () => {
    const wake$ = new Subject<string | undefined>();
    const signal = wakeSignal(wake$, () => undefined);
    const woken: string[] = [];
    const connect = (jobId: string, name: string) => signal(jobId, () => woken.push(name));
    const [disconnectFirst, disconnectSecond, disconnectThird] = [
      connect('a', 'first'),
      connect('a', 'second'),
      connect('b', 'third'),
    ];
    disconnectFirst();
    wake$.next('a');
    disconnectSecond();
    wake$.next('a');
    wake$.next('b');
    expect(woken).toEqual(['second', 'third']);
    expect(wake$.observed).toBe(true);
    disconnectThird();
    expect(wake$.observed).toBe(false);
    connect('a', 'again');
    wake$.next(undefined);
    expect(woken).toEqual(['second', 'third', 'again']);
  });

  it('wakes all watches if it emits anything but a job id, such as a DOM event', () => {
    watching({
      job: 'p-c',
      signals: hot => ({ wake$: hot('---w', { w: new Event('focus') as never }) }),
      polls: ['^!', '---^!'],
      emits: '-p--(c|)',
    });
  });

  it.each<[string, boolean, (client: TranslationClient, wake$: Observable<string>) => Observable<unknown>]>([
    ['of the client', true, client => client.translate()],
    ['of the call', false, (client, wake$) => client.translate({}, { wake$ })],
    ['of the client, for a batch', true, client => client.translateBatch([{}])],
  ])('%s may name a job before its create has ended: the first poll comes at once', (_, isOwn, start) => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const wake$ = hot('---w', { w: 'job-1' });
      const script = { everyJob: 'c', latencyMs: 9 };
      const polling = { initialIntervalMs: 100, maxIntervalMs: 100, jitterFactor: 0 };
      const { client, transport } = smallClient(script, { polling, ...(isOwn && { wake$ }) });
      const end$ = start(client, wake$).pipe(ignoreElements());
      expectObservable(end$).toBe('-------------------|');
      expectSubscriptions(transport.polls('job-1')).toBe('----------^--------!');
      expectSubscriptions(wake$.subscriptions).toBe('^------------------!');
    });
  });

  it('is kept for a watch once, and at most 1000 of them are', () => {
    const wake$ = new Subject<string>();
    const signal = wakeSignal(wake$, () => undefined);
    const woken: string[] = [];
    const connect = (jobId?: string) => signal(jobId, () => woken.push(jobId ?? 'create'));
    const disconnect = connect();
    for (let n = 0; n <= 1000; n++) wake$.next(`job-${n}`);
    for (const jobId of ['job-0', 'job-1', 'job-1', 'job-1000']) connect(jobId)();
    disconnect();
    expect(woken).toEqual(['job-1', 'job-1000']);
    expect(wake$.observed).toBe(false);
  });

  it('is not kept if it woke a watch', () => {
    const wake$ = new Subject<string>();
    const signal = wakeSignal(wake$, () => undefined);
    const woken: string[] = [];
    signal(undefined, () => woken.push('create'));
    signal('job-1', () => woken.push('first'));
    wake$.next('job-1');
    signal('job-1', () => woken.push('second'));
    expect(woken).toEqual(['first']);
  });

  it('is ignored once it has failed', () => {
    watching({
      job: 'p-c',
      signals: hot => ({ wake$: hot('--#') }),
      polls: ['^!', '-----^!'],
      emits: '-p----(c|)',
    });
  });
});

describe('paused$', () => {
  it('sends nothing while paused, and polls soon after, spread out', () => {
    watching({
      job: '                            p------------------c',
      signals: hot => ({ paused$: hot('--t----------f', { t: true, f: false }) }),
      //                                            5 ms later
      polls: ['^!', '------------------^!', '---------------------------^!'],
      emits: '                          -p--------------------------(c|)',
    });
  });

  it('lets a poll in flight finish', () => {
    watching({
      job: '                            p-------------c',
      latencyMs: 4,
      signals: hot => ({ paused$: hot('--t----------f', { t: true, f: false }) }),
      polls: ['^---!', '------------------^---!'],
      emits: '                          ----p-----------------(c|)',
    });
  });

  it('may outlast the deadline, which then allows one last poll', () => {
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

  it('retries that poll until the network is back', () => {
    watching({
      job: '                            p---N------------------c',
      signals: hot => ({ paused$: hot('--t-------------f', { t: true, f: false }) }),
      timeoutMs: 10,
      polls: ['^!', '---------------------^!', '------------------------^!'],
      emits: '                          -p-----------------------(c|)',
    });
  });

  it('keeps the minimum interval between polls, however often it toggles', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const options = { random: () => 0, minIntervalMs: 20 };
      const { client, transport } = smallClient({ jobs: { 'job-1': 'p' } }, options);
      const paused$ = hot('--tftftftftftftftftftftftftftftftf', { t: true, f: false });
      expectObservable(client.watch('job-1', { paused$ }).pipe(letter), '^ 39ms !').toBe('-p');
      expectSubscriptions(transport.polls('job-1')).toBe(['^!', '21ms ^!']);
    });
  });

  it('ends the watch with it if the service has meanwhile asked for more time than is left', () => {
    watching({
      job: '                            R',
      values: { R: new RateLimitError('slow down', { retryAfterMs: 3_600_000 }) },
      latencyMs: 4,
      signals: hot => ({ paused$: hot('--t----------f', { t: true, f: false }) }),
      timeoutMs: 100,
      polls: ['^---!'],
      emits: '                          -------------#',
      error: expect.objectContaining({ name: 'TimeoutError', retryAfterMs: 3_599_991 }),
    });
  });

  it('defers a wake-up until it ends', () => {
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

  it('withdraws a poll that is queued', () => {
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

  it('that fails while it is true ends the pause', () => {
    watching({
      job: '                            p----------c',
      signals: hot => ({ paused$: hot('--t--------#', { t: true }) }),
      polls: ['^!', '----------------^!'],
      emits: '                          -p---------------(c|)',
    });
  });

  it.each([[null], [undefined], [0], [false]])('changes nothing with %p while it is not true', value => {
    watching({
      job: '                            p-c',
      signals: hot => ({ paused$: hot('--0', { 0: value as boolean }) }),
      polls: ['^!', '-----^!'],
      emits: '                          -p----(c|)',
    });
  });

  it('that is true from the start leaves `nextPollAt` out of the first snapshot of a new job, too', () => {
    marbles(({ expectObservable }) => {
      const { client } = smallClient({ everyJob: 'p' }, { paused$: of(true) });
      const hasNextPoll$ = client.translate().pipe(map(job => 'nextPollAt' in job));
      expectObservable(hasNextPoll$, '^ 9ms !').toBe('-n', { n: false });
    });
  });

  it('that ends before the watch has begun does not delay its first poll', () => {
    watching({
      job: '                            p-c',
      signals: () => ({ paused$: of(true, false) }),
      polls: ['^!', '-----^!'],
      emits: '                          -p----(c|)',
    });
  });

  it('of the client does not apply to a call with its own', () => {
    marbles(({ hot, expectObservable }) => {
      const { client } = smallClient({ everyJob: 'p-c' }, { paused$: hot('--t', { t: true }) });
      expectObservable(client.watch('job-1', { paused$: of(false) }).pipe(letter)).toBe('-p----(c|)');
    });
  });

  it('of a call replaces that of the client', () => {
    marbles(({ expectObservable }) => {
      const { client } = smallClient({ everyJob: 'p-c' }, { paused$: of(true) });
      expectObservable(client.watch('job-1', { paused$: of(false) }).pipe(letter)).toBe('-p----(c|)');
      expectObservable(client.watch('job-2').pipe(letter), '^ 99ms !').toBe('');
    });
  });
});

describe.each(['wake$', 'paused$'])('%s whose `subscribe`', name => {
  it('throws is reported, and the watch continues without it', () => {
    const broken = {
      subscribe: () => {
        throw new Error('no bus');
      },
    };
    const messages: string[] = [];
    marbles(({ expectObservable }) => {
      const { client } = smallClient({ everyJob: 'p-c' });
      client.on('ERROR_OCCURRED', ({ error }) => messages.push(error.message));
      expectObservable(client.watch('job-1', { [name]: broken }).pipe(letter)).toBe('-p----(c|)');
    });
    expect(messages).toEqual(['`wake$` or `paused$` failed: Error: no bus']);
  });

  it('returns something that cannot be unsubscribed is reported, and the job is watched anyway', () => {
    const stuck = {
      subscribe: () => ({
        unsubscribe: () => {
          throw new Error('stuck');
        },
      }),
    };
    const messages: string[] = [];
    marbles(({ expectObservable }) => {
      const { client } = smallClient({ everyJob: 'p--c' }, { [name]: stuck });
      client.on('ERROR_OCCURRED', ({ error }) => messages.push(error.message));
      expectObservable(client.translate().pipe(letter)).toBe('-p----(c|)');
    });
    expect(messages).toHaveLength(1);
    expect(messages[0]).toMatch(/^`wake\$` or `paused\$` failed: .*stuck/s);
  });

  it('returns nothing is subscribed once for all watches', () => {
    const subscribe = jest.fn();
    marbles(({ expectObservable }) => {
      const { client } = smallClient({ everyJob: 'p-c' }, { [name]: { subscribe } });
      expectObservable(client.watch('job-1').pipe(letter)).toBe('-p----(c|)');
      expectObservable(client.watch('job-2').pipe(letter)).toBe('-p----(c|)');
    });
    expect(subscribe).toHaveBeenCalledTimes(1);
  });

  it('starts a watch while it is subscribed to is subscribed once for both, and unsubscribed with the last', () => {
    let subscribed = 0;
    let isFirst = true;
    marbles(({ expectObservable, flush }) => {
      const signal$ = new Observable<never>(() => {
        subscribed++;
        if (isFirst) client.watch('job-2').subscribe();
        isFirst = false;
        return () => subscribed--;
      });
      const { client } = smallClient({ everyJob: 'p-c' }, { [name]: signal$ });
      expectObservable(client.watch('job-1').pipe(letter)).toBe('-p----(c|)');
      client.event$.pipe(take(1)).subscribe(() => expect(subscribed).toBe(1));
      flush();
    });
    expect(subscribed).toBe(0);
  });
});

it.each([
  [true, ['a pause', 'a resume', 'b resume', 'b resume']],
  [false, ['a resume', 'a pause', 'b pause', 'b pause']],
])('`paused$` that changes while it emits %s: its latest value holds for all watches', (first, expected) => {
  const pausedSubject = new Subject<boolean>();
  const { pause } = signalsOf({ paused$: pausedSubject }, new EventBus(() => 0));
  const told: string[] = [];
  let isWatching = false;
  pause!('a', input => {
    if (!isWatching) return;
    told.push(`a ${input}`);
    if (told.length === 1) pausedSubject.next(!first);
  });
  pause!('b', input => isWatching && told.push(`b ${input}`));
  pausedSubject.next(!first);
  isWatching = true;
  pausedSubject.next(first);
  expect(told).toEqual(expected);
});

describe('machine sleep', () => {
  it('is followed by a poll, spread out', () => {
    marbles(({ scheduler, expectObservable, expectSubscriptions }) => {
      // The clock jumps by an hour while the timer for the second poll runs: it fires late.
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

describe('a pause whose end no watch saw', () => {
  it('is forgotten with the last watch: until a signal emits, it counts as false', () => {
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
