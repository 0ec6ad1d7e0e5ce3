// What a user's function may do to the client while the client calls it.
import { expect, jest } from '@jest/globals';
import { asyncScheduler, BehaviorSubject, Observable, Subscription, timer } from 'rxjs';
import {
  CircuitBreaker,
  CircuitBreakerError,
  TranslationClient,
  type Transport,
  type TransportClientOptions,
} from 'heygen-rx';
import { marbles, virtualClient } from 'heygen-rx/testing';
import { PendingPoll, type PollSender } from '../../lib/stream/poll/pending-poll.js';
import { TimerQueue } from '../../lib/stream/time/timer-queue.js';
import { outcomeOf } from '../helpers/outcome.js';
import { SMALL, smallClient } from '../helpers/small-client.js';

/** A client whose transport first calls `act`, and the requests that were sent: the Observables of the transport that were subscribed to. */
function clientThat(act: () => void, options: Partial<TransportClientOptions> = {}) {
  const sent: string[] = [];
  const call = (name: string): Observable<never> => {
    act();
    return new Observable(() => void sent.push(name));
  };
  const transport: Transport = {
    create: () => call('create'),
    status: () => call('status'),
    statuses: () => call('statuses'),
  };
  return { client: new TranslationClient({ ...SMALL, ...options, transport }), sent };
}

describe('a transport that, instead of sending a request,', () => {
  const promises: [string, (client: TranslationClient, signal: AbortSignal) => Promise<unknown>][] = [
    ['createJob', (client, signal) => client.createJob({}, { signal })],
    ['createBatchJobs', (client, signal) => client.createBatchJobs(2, { signal })],
    ['getStatus', (client, signal) => client.getStatus('a', { signal })],
    ['waitForCompletion', (client, signal) => client.waitForCompletion('a', { signal })],
    ['waitForBatchCompletion', (client, signal) => client.waitForBatchCompletion(['a', 'b'], { signal })],
  ];

  it.each(promises)('aborts %s: nothing is sent, and no job can exist', async (_name, start) => {
    const controller = new AbortController();
    const { client, sent } = clientThat(() => controller.abort(new Error('enough')));
    await expect(start(client, controller.signal)).rejects.toThrow(/^enough$/);
    expect(sent).toEqual([]);
  });

  it.each(promises)('closes the client during %s: nothing is sent', async (_name, start) => {
    const { client, sent } = clientThat(() => client.close());
    await expect(start(client, new AbortController().signal)).rejects.toThrow(/The client was closed/);
    expect(sent).toEqual([]);
  });

  it.each<[string, (client: TranslationClient) => Observable<unknown>]>([
    ['translate', client => client.translate()],
    ['translateBatch', client => client.translateBatch([{}, {}])],
    ['watch', client => client.watch('a')],
    ['watchBatch', client => client.watchBatch(['a', 'b'])],
  ])('unsubscribes %s: nothing is sent', (_name, start) => {
    marbles(({ flush }) => {
      const subscription = new Subscription();
      const { client, sent } = clientThat(() => subscription.unsubscribe());
      const stopped$ = new Observable(subscriber => {
        subscription.add(() => subscriber.unsubscribe());
        start(client).subscribe(subscriber);
      });
      stopped$.subscribe();
      flush();
      expect([sent, subscription.closed]).toEqual([[], true]);
    });
  });

  it('unsubscribes a create: that says nothing about a job when the client is closed later', async () => {
    let isFirst = true;
    const leave = new Subscription();
    const { client, sent } = clientThat(() => isFirst && leave.unsubscribe(), { maxRequestsPerSecond: 1 });
    const job$ = client.translate();
    const stopped$ = new Observable(subscriber => {
      leave.add(() => subscriber.unsubscribe());
      job$.subscribe(subscriber);
    });
    stopped$.subscribe();
    isFirst = false;
    const outcome = outcomeOf(job$);
    client.close();
    expect(sent).toEqual([]);
    await expect(outcome).resolves.toMatchObject({ error: { name: 'ClientClosedError' } });
  });
});

it('a `wake$` whose teardown starts a call sends no poll of the watches that are being unsubscribed', () => {
  marbles(({ flush, scheduler }) => {
    const wake$ = new Observable<never>(() => () => void client.createJob().catch(() => undefined));
    // Two polls are in flight; the third waits for a slot.
    const { client, transport } = smallClient(
      { everyJob: 'p', latencyMs: 9 },
      { wake$, maxConcurrentRequests: 2 },
    );
    const subscription = client.watchBatch(['a', 'b', 'c']).subscribe();
    scheduler.schedule(() => subscription.unsubscribe(), 3);
    flush();
    expect(transport.requests.map(({ kind, jobIds }) => [kind, ...jobIds])).toEqual([
      ['status', 'a'],
      ['status', 'b'],
      ['create', 'job-1'],
    ]);
  });
});

it.each<[string, (client: TranslationClient, act: () => void) => void]>([
  [
    'its error handler',
    (client, act) => void client.translate({}, { timeoutMs: 5 }).subscribe({ error: act }),
  ],
  [
    'a handler of ERROR_OCCURRED',
    (client, act) => {
      client.on('ERROR_OCCURRED', act);
      client.translate({}, { timeoutMs: 5 }).subscribe({ error: () => undefined });
    },
  ],
])('a create whose deadline comes before its turn is not sent, whatever %s calls', (_title, start) => {
  marbles(({ flush, scheduler }) => {
    const { client, transport } = smallClient(
      { everyJob: 'p', latencyMs: 100 },
      { maxConcurrentRequests: 1 },
    );
    const poll = client.watch('a').subscribe();
    const createAnother = (): void => {
      poll.unsubscribe();
      client.createJob({}, { idempotencyKey: 'another' }).catch(() => undefined);
    };
    scheduler.schedule(() => start(client, createAnother), 1);
    flush();
    const creates = transport.requests.filter(({ kind }) => kind === 'create');
    expect(creates.map(({ key }) => key)).toEqual(['another']);
  });
});

it('a circuit breaker that has a watch unsubscribed while it makes its request wait keeps no place for it', () => {
  const watch = new Subscription();
  let waiting = 0;
  const turn$ = new Observable<void>(() => {
    waiting++;
    return () => waiting--;
  });
  const circuitBreaker = Object.defineProperties(new CircuitBreaker(), {
    ask: { value: () => new CircuitBreakerError('not now') },
    turn$: { get: () => (watch.unsubscribe(), turn$) },
  });
  marbles(({ flush }) => {
    const { client } = smallClient({ everyJob: 'p' }, { circuitBreaker });
    watch.add(client.watch('a').subscribe());
    flush();
  });
  expect([watch.closed, waiting]).toEqual([true, 0]);
});

it('a circuit breaker that has a watch unsubscribed when it is asked for its state is not asked for a permit', () => {
  const watch = new Subscription();
  const ask = jest.fn();
  const circuitBreaker = Object.defineProperties(new CircuitBreaker(), {
    ask: { value: ask },
    state: { get: () => watch.unsubscribe() },
  });
  marbles(({ flush }) => {
    const { client } = smallClient({ everyJob: 'p', bulk: true }, { circuitBreaker });
    // A last poll asks whether it would have to wait.
    watch.add(client.watch('a', { timeoutMs: 0 }).subscribe());
    flush();
  });
  expect([watch.closed, ask.mock.calls]).toEqual([true, []]);
});

it('a poll that is unsubscribed while it leaves the queue, by a custom breaker, does not wait for its time again', () => {
  marbles(({ scheduler }) => {
    const timers = new TimerQueue(scheduler);
    const upcoming: PendingPoll[] = [];
    let isLeaving = false;
    const sender: PollSender = {
      upcoming: one => upcoming.push(one),
      due: () => undefined,
      withdraw: one => {
        if (!isLeaving) return;
        isLeaving = false;
        one.unsubscribe();
      },
    };
    const poll = new PendingPoll({ jobId: 'a' }, { sender, timers });
    const next = { type: 'poll', at: 5, notBeforeAt: 5, isLast: false, until: 100 } as const;
    poll.plan(next);
    poll.poll(() => undefined).subscribe();
    isLeaving = true;
    poll.plan({ ...next, at: 9 });
    expect([upcoming.length, timers.isSet(poll.timing)]).toEqual([1, false]);
  });
});

describe('a schedule that, when it is asked for the first interval,', () => {
  /** When a watch of a job that completes after 4 s is polled. Its requests take 500 ms. */
  function polledAt(pauses: {
    readonly before: boolean;
    readonly inside: boolean;
    readonly at: number;
  }): number[] {
    const polledAt: number[] = [];
    marbles(({ flush }) => {
      const paused$ = new BehaviorSubject(false);
      const strategy = ({ polls }: { readonly polls: number }): number => {
        if (polls === 1) paused$.next(pauses.inside);
        return 1000;
      };
      const client = virtualClient(
        { jobs: { 'job-1': 'p 3999ms c' }, latencyMs: 500 },
        { random: () => 0, paused$, polling: { strategy } },
      );
      client.watch('job-1', { emit: 'polls' }).subscribe(() => polledAt.push(asyncScheduler.now()));
      timer(100).subscribe(() => paused$.next(pauses.before));
      timer(pauses.at).subscribe(() => paused$.next(false));
      flush();
    });
    return polledAt;
  }

  it('pauses the watch: it is polled again when it resumes', () => {
    expect(polledAt({ before: false, inside: true, at: 3300 })).toEqual([500, 3800, 5300]);
  });

  it('resumes the watch: it continues', () => {
    expect(polledAt({ before: true, inside: false, at: 9000 })).toEqual([500, 1010, 2510, 4010, 5510]);
  });
});
