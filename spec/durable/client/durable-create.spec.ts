import { expect } from '@jest/globals';
import { asyncScheduler, defer, map, Subject, throwError, timer, type Subscription } from 'rxjs';
import { RequestError, TimeoutError, type ClientEvent } from 'heygen-rx';
import {
  durableClient,
  memoryEngine,
  type DurableEngine,
  type NewCreate,
  type NewWatch,
} from 'heygen-rx/durable';
import { marbles } from 'heygen-rx/testing';
import { durableCreate } from '../../../lib/durable/client/durable-create.js';
import type { DurableDeps } from '../../../lib/durable/client/durable-deps.js';
import type { CreateUpdate } from '../../../lib/durable/client/updates/create-source.js';
import { errorToJson } from '../../../lib/model/error-json.js';
import type { Create, CreatePlan } from '../../../lib/stream/create/create-once.js';
import { RecentJobs } from '../../../lib/stream/create/recent-jobs.js';
import { TimerQueue } from '../../../lib/stream/time/timer-queue.js';
import { smallWorker, withMethods } from '../support/small-worker.js';

const stop = new Error('stop');
const key = 'k';
const DAY_MS = 86_400_000;
const ERROR = errorToJson(new TimeoutError('late'));

/** A create whose engine is played by a test: `sent()` says that the engine may have it, and `update$` is what the engine says of it. */
function played(timeLeftMs = 1000, terms?: CreatePlan['terms']) {
  const updateSubject = new Subject<CreateUpdate>();
  const added: NewCreate[] = [];
  const events: ClientEvent[] = [];
  let sent = (): void => undefined;
  const deps = {
    updates: {
      create: (create: NewCreate, onSent: () => void) => {
        added.push(create);
        sent = onSent;
        return updateSubject;
      },
    },
    timers: new TimerQueue(asyncScheduler),
    recentJobs: new RecentJobs(30_000),
    emit: (event: ClientEvent) => events.push(event),
  } as unknown as DurableDeps;
  const plan: CreatePlan = {
    request: { title: 'A' },
    idempotencyKey: key,
    whenOpen: 'wait',
    timeLeftMs: () => timeLeftMs,
    terms,
  };
  const create = durableCreate(plan, deps);
  return { create, added, events, updateSubject, deps, sent: () => sent() };
}
type Played = ReturnType<typeof played>;

/** What a caller who stops waiting now is told, and which jobs are known. */
const abandoned = (create: Create) => {
  const { name, created } = create.abandonedError(stop) ?? {};
  return [name, created, create.knownIds()];
};

describe('a caller who stops waiting for a durable create', () => {
  it.each<[string, (it: Played) => void, unknown]>([
    // what has happened, what the caller is told
    ['before it was subscribed has created nothing', () => undefined, [undefined, undefined, []]],
    [
      'before it was sent to the engine has created nothing',
      ({ create }) => void create.jobIds$.subscribe(),
      [undefined, undefined, []],
    ],
    [
      'after that is told that jobs may exist',
      ({ create, sent }) => {
        create.jobIds$.subscribe();
        sent();
      },
      ['UnknownOutcomeError', undefined, []],
    ],
    [
      'while it is open is told that jobs may exist',
      ({ create, sent, updateSubject }) => {
        create.jobIds$.subscribe();
        sent();
        updateSubject.next({ key, type: 'open' });
      },
      ['UnknownOutcomeError', undefined, []],
    ],
    [
      'is told which of its jobs exist',
      ({ create, sent, updateSubject }) => {
        create.jobIds$.subscribe();
        sent();
        updateSubject.next({ key, type: 'open', jobIds: ['a'] });
      },
      ['UnknownOutcomeError', ['a'], ['a']],
    ],
    [
      'after it has succeeded has nothing to find out',
      ({ create, sent, updateSubject }) => {
        create.jobIds$.subscribe();
        sent();
        updateSubject.next({ key, type: 'created', jobIds: ['a', 'b'] });
      },
      [undefined, undefined, ['a', 'b']],
    ],
    [
      'after it has failed has nothing to find out',
      ({ create, sent, updateSubject }) => {
        create.jobIds$.subscribe({ error: () => undefined });
        sent();
        updateSubject.next({ key, type: 'failed', error: ERROR });
      },
      [undefined, undefined, []],
    ],
    [
      'after the engine has refused it has created nothing, even if it is subscribed again',
      ({ create, sent, updateSubject }) => {
        create.jobIds$.subscribe({ error: () => undefined });
        sent();
        updateSubject.error(new RequestError('no'));
        create.jobIds$.subscribe({ error: () => undefined });
      },
      [undefined, undefined, []],
    ],
  ])('%s', (_title, happens, told) => {
    marbles(({ flush }) => {
      const it = played(Infinity);
      happens(it);
      expect(abandoned(it.create)).toEqual(told);
      flush();
    });
  });
});

describe('a durable create', () => {
  it('emits an event for each job, and remembers that the service may not know it yet', () => {
    marbles(({ flush }) => {
      const { create, updateSubject, events, deps } = played();
      const ids: unknown[] = [];
      create.jobIds$.subscribe(jobIds => ids.push(...jobIds));
      timer(5).subscribe(() => updateSubject.next({ key, type: 'created', jobIds: ['a', 'b'] }));
      flush();
      expect(ids).toEqual(['a', 'b']);
      expect(events).toEqual([
        { type: 'JOB_CREATED', at: 5, jobId: 'a' },
        { type: 'JOB_CREATED', at: 5, jobId: 'b' },
      ]);
      expect(deps.recentJobs.notFoundUntil('b')).toBe(30_005);
    });
  });

  it.each([0, -1])('whose time is up (%s ms left) is not stored', timeLeftMs => {
    marbles(({ expectObservable, flush }) => {
      const { create, added } = played(timeLeftMs);
      const error = expect.objectContaining({ name: 'TimeoutError', idempotencyKey: key });
      expectObservable(create.jobIds$).toBe('#', undefined, error);
      flush();
      expect(added).toEqual([]);
    });
  });

  it.each<[string, (it: Played) => void, object]>([
    [
      'was deleted',
      ({ updateSubject }) => updateSubject.next({ key, type: 'missing' }),
      { message: 'The create was deleted', idempotencyKey: key },
    ],
    [
      'has the key of another request',
      ({ updateSubject }) => updateSubject.next({ key, type: 'other request' }),
      {
        message: `Cannot create a job: the idempotencyKey 'k' belongs to another request`,
        code: 'key_of_another_request',
      },
    ],
    [
      'has failed',
      ({ updateSubject }) => updateSubject.next({ key, type: 'failed', error: ERROR }),
      { message: 'late' },
    ],
    [
      'is refused',
      ({ sent, updateSubject }) => {
        sent();
        updateSubject.error(new RequestError('no'));
      },
      { name: 'RequestError', message: 'no', idempotencyKey: key },
    ],
    [
      'cannot be read any more once it is stored',
      ({ sent, updateSubject }) => {
        sent();
        updateSubject.next({ key, type: 'open', jobIds: ['a'] });
        updateSubject.error(new RequestError('The engine was closed'));
      },
      {
        name: 'UnknownOutcomeError',
        message: expect.stringContaining('The engine was closed'),
        idempotencyKey: key,
        created: ['a'],
      },
    ],
    ['has no end', () => undefined, { message: 'No job was created within 1000 ms', idempotencyKey: key }],
  ])('that %s says so, once', (_title, happens, error) => {
    marbles(({ flush }) => {
      const one = played();
      const errors: unknown[] = [];
      one.create.jobIds$.subscribe({ error: (thrown: unknown) => errors.push(thrown) });
      happens(one);
      flush();
      expect(errors).toEqual([expect.objectContaining(error)]);
      expect(one.events).toEqual([
        { type: 'ERROR_OCCURRED', at: expect.any(Number), error: expect.objectContaining(error) },
      ]);
    });
  });

  it('that nobody waits for any more reports nothing at its deadline', () => {
    marbles(({ flush }) => {
      const { create, events } = played();
      create.jobIds$.subscribe().unsubscribe();
      flush();
      expect(events).toEqual([]);
    });
  });

  it('stores the options of its watches', () => {
    marbles(({ flush }) => {
      const given = { call: { key: 'speed' }, polling: { timeoutMs: 5 }, retry: {} };
      const all = [played(), played(1000, { given } as never)];
      for (const { create } of all) create.jobIds$.subscribe().unsubscribe();
      expect(all.map(({ added }) => added[0]!.terms)).toEqual([
        undefined,
        { key: 'speed', polling: { timeoutMs: 5 } },
      ]);
      flush();
    });
  });

  it('that is given up in the same tick is not stored', () => {
    marbles(({ flush }) => {
      const stored: unknown[] = [];
      const engine = memoryEngine();
      const addCreates: DurableEngine['addCreates'] = (account, creates) => {
        stored.push(...creates);
        return engine.addCreates(account, creates);
      };
      const client = durableClient({ engine: withMethods({ addCreates }, engine) });
      client.translate({ title: 'A' }).subscribe().unsubscribe();
      const other = client.translate({ title: 'B' }).subscribe();
      timer(100).subscribe(() => other.unsubscribe());
      flush();
      expect(stored).toEqual([expect.objectContaining({ request: { title: 'B' } })]);
    });
  });

  it('waits for a worker as long as the last one who asked for it wants', () => {
    marbles(({ expectObservable }) => {
      const { worker, engine } = smallWorker({ everyJob: 'c' });
      timer(1500).subscribe(() => worker.start());
      timer(2000).subscribe(() => void worker.stop({ graceMs: 0 }));
      const client = durableClient({ engine });
      const asked$ = (timeoutMs: number) =>
        defer(() => client.translate({}, { idempotencyKey: key, timeoutMs })).pipe(
          map(({ status }) => status.charAt(0)),
        );
      expectObservable(asked$(1000), '^ 899ms !').toBe('-');
      // As after a restart.
      expectObservable(asked$(1000), '900ms ^').toBe('1501ms p----(c|)');
    });
  });

  it('that is refused is reported once', () => {
    marbles(({ flush }) => {
      const engine = withMethods({ addCreates: () => throwError(() => new RequestError('no')) });
      const client = durableClient({ engine });
      const errors: ClientEvent[] = [];
      client.on('ERROR_OCCURRED', event => errors.push(event));
      client.translate({}, { idempotencyKey: key }).subscribe({ error: () => undefined });
      flush();
      expect(errors).toMatchObject([{ error: { name: 'RequestError', idempotencyKey: key } }]);
    });
  });

  it('whose engine is closed after it was stored may have created a job', () => {
    marbles(({ expectObservable }) => {
      const readCreates = () => throwError(() => new RequestError('The engine was closed'));
      const client = durableClient({ engine: withMethods({ readCreates }) });
      const error = expect.objectContaining({ name: 'UnknownOutcomeError', idempotencyKey: key });
      expectObservable(client.translate({}, { idempotencyKey: key })).toBe('#', undefined, error);
    });
  });

  it('that the engine leaves out of its reply is followed', () => {
    marbles(({ expectObservable }) => {
      const { worker, engine } = smallWorker({ everyJob: 'c' });
      worker.start();
      timer(50).subscribe(() => void worker.stop({ graceMs: 0 }));
      const addCreates: DurableEngine['addCreates'] = (...args) =>
        engine.addCreates(...args).pipe(map(() => []));
      const client = durableClient({ engine: withMethods({ addCreates }, engine) });
      expectObservable(client.translate().pipe(map(({ status }) => status.charAt(0)))).toBe('-p----(c|)');
    });
  });

  it('starts watches for which a 404 does not count yet', () => {
    marbles(({ flush }) => {
      const watches: NewWatch[] = [];
      const stored = memoryEngine();
      const addCreates: DurableEngine['addCreates'] = (_account, creates) =>
        timer(5).pipe(map(() => creates.map(each => ({ key: each.key, type: 'created', jobIds: ['a'] }))));
      const addWatches: DurableEngine['addWatches'] = (account, added) => {
        watches.push(...added);
        return stored.addWatches(account, added);
      };
      const engine = withMethods({ addCreates, addWatches }, stored);
      const client = durableClient({ engine });
      let watching: Subscription | undefined;
      timer(100).subscribe(() => (watching = client.translate().subscribe()));
      timer(200).subscribe(() => watching?.unsubscribe());
      flush();
      // Counted from now.
      expect(watches).toMatchObject([
        { state: { jobId: 'a', notFoundUntil: 30_000, deadlineAt: DAY_MS - 5 } },
      ]);
    });
  });
});
