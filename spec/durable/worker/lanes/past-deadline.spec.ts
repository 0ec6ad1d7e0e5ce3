import { expect } from '@jest/globals';
import { asyncScheduler, concatMap, map, NEVER, timer, type Observable, type SchedulerLike } from 'rxjs';
import type { ClientEvent } from 'heygen-rx';
import { memoryEngine, type DurableEngine, type NewCreate } from 'heygen-rx/durable';
import { marbles, scriptedTransport, type ScriptedTransportOptions } from 'heygen-rx/testing';
import { newWatch, requestsOf, smallWorker, stored, typesOf } from '../../support/small-worker.js';

const HOUR = 3_600_000;
const TERMS = { perSecond: 1000, leaseMs: 10, probeMs: 10 };
const newCreate: NewCreate = { key: 'k', request: {}, digest: '', timeoutMs: 5 };

/** Nothing may be sent in this account. */
const isolate = (engine: DurableEngine): Observable<unknown> =>
  engine.swapCircuit('main', 0, { state: 'isolated', generation: 1 });
const silence = { quietMs: HOUR, askedMs: HOUR };
const silencePolls = (engine: DurableEngine): Observable<unknown> =>
  engine.settleWatches('main', 'lease', [], silence);
const silenceCreates = (engine: DurableEngine): Observable<unknown> =>
  engine.settleCreate('main', 'key', 'lease', { type: 'created', jobIds: [], watches: [] }, silence);

/** A worker that runs for 1.9 s of virtual time, from then on: while nothing may be sent, it claims every second. */
function workFrom(startMs: number, script: ScriptedTransportOptions = {}, engine = memoryEngine()) {
  const small = smallWorker(script, { engine });
  const events: ClientEvent[] = [];
  small.worker.event$.subscribe(event => events.push(event));
  timer(startMs).subscribe(() => small.worker.start());
  timer(startMs + 1900).subscribe(() => void small.worker.stop({ graceMs: 0 }));
  return { ...small, events };
}

/** An engine whose clock is an hour ahead of everybody else's. */
function hourAhead(): DurableEngine {
  const scheduler = Object.assign(Object.create(asyncScheduler) as SchedulerLike, {
    now: () => asyncScheduler.now() + HOUR,
  });
  return memoryEngine({ scheduler });
}

describe('watches past their deadline end without a request', () => {
  it.each([
    ['while the circuit is open', isolate, 'CircuitBreakerError'],
    ['while the service is to be left alone', silencePolls, undefined],
  ])('%s', (_title, prevent, cause) => {
    marbles(({ expectObservable, flush }) => {
      const small = workFrom(1);
      const { engine, events } = small;
      // One URL could not hold all ids.
      const jobIds = ['a', 'b'.repeat(2000), 'c'.repeat(2000), 'd'.repeat(2000)];
      prevent(engine)
        .pipe(
          concatMap(() =>
            engine.addWatches(
              'main',
              jobIds.map(jobId => newWatch(jobId, { deadlineAt: 5 })),
            ),
          ),
        )
        .subscribe();
      const error$ = timer(1500).pipe(
        concatMap(() => stored(engine, 'a')),
        map(({ end }) => [end?.error?.name, (end?.error?.cause as { name?: string } | undefined)?.name]),
      );
      expectObservable(error$).toBe('1500ms (a|)', { a: ['TimeoutError', cause] });
      flush();
      expect(requestsOf(small)).toEqual([]);
      expect(typesOf(events)).toBe('TIMEOUT TIMEOUT TIMEOUT TIMEOUT');
    });
  });
});

describe('a create is not sent', () => {
  const failureOf = (engine: DurableEngine, ms: number) =>
    timer(ms).pipe(
      concatMap(() => engine.readCreates('main', ['k'])),
      map(([found]) => (found?.type === 'failed' ? [found.error.name, found.error.message] : found)),
    );

  it.each<[string, (engine: DurableEngine) => Observable<unknown>]>([
    ['while the circuit is open', isolate],
    ['while the service is to be left alone', silenceCreates],
  ])('at its deadline %s', (_title, prevent) => {
    marbles(({ expectObservable, flush }) => {
      const small = workFrom(1);
      const { engine, events } = small;
      prevent(engine)
        .pipe(concatMap(() => engine.addCreates('main', [newCreate])))
        .subscribe();
      expectObservable(failureOf(engine, 1500)).toBe('1500ms (a|)', {
        a: ['TimeoutError', 'No job was created within 5 ms'],
      });
      flush();
      expect(requestsOf(small)).toEqual([]);
      expect(typesOf(events)).toBe('ERROR_OCCURRED');
    });
  });

  it('after its deadline', () => {
    marbles(({ expectObservable, flush }) => {
      const small = workFrom(20);
      small.engine.addCreates('main', [newCreate]).subscribe();
      expectObservable(failureOf(small.engine, 1500)).toBe('1500ms (a|)', {
        a: ['TimeoutError', 'No job was created within 5 ms'],
      });
      flush();
      expect(requestsOf(small)).toEqual([]);
    });
  });

  it.each([
    [22, 'created'],
    [23, 'UnknownOutcomeError'],
  ])('%s h after a worker has died with it, if the service may have forgotten its key', (hours, end) => {
    marbles(({ expectObservable, flush }) => {
      const small = workFrom(hours * HOUR, { everyJob: 'p' });
      const { engine } = small;
      engine
        .addCreates('main', [{ ...newCreate, timeoutMs: 48 * HOUR }])
        .pipe(concatMap(() => engine.claimCreate('main', TERMS)))
        .subscribe();
      const end$ = timer(hours * HOUR + 90).pipe(
        concatMap(() => engine.readCreates('main', ['k'])),
        map(([found]) => (found?.type === 'failed' ? found.error.name : found?.type)),
      );
      expectObservable(end$).toBe(`${hours * 60}m 90ms (a|)`, { a: end });
      flush();
      expect(small.transport.requests.filter(({ kind }) => kind === 'create')).toHaveLength(
        end === 'created' ? 1 : 0,
      );
    });
  });
});

describe('a worker', () => {
  it('opens the circuit by the clock of its engine', () => {
    marbles(({ flush }) => {
      const { engine, events } = workFrom(5, { jobs: { a: 'S' } }, hourAhead());
      engine.addWatches('main', [newWatch('a', { deadlineAt: HOUR })]).subscribe();
      flush();
      expect(events.some(({ type }) => type === 'CIRCUIT_BREAKER_OPENED')).toBe(true);
    });
  });

  it('ends a create without a response by the clock of its engine', () => {
    marbles(({ expectObservable }) => {
      const transport = Object.assign(scriptedTransport(), { create: () => NEVER });
      const { engine, worker } = smallWorker(transport, { engine: hourAhead() });
      timer(5).subscribe(() => worker.start());
      timer(1900).subscribe(() => void worker.stop({ graceMs: 0 }));
      engine.addCreates('main', [{ ...newCreate, timeoutMs: 50 }]).subscribe();
      const name$ = timer(90).pipe(
        concatMap(() => engine.readCreates('main', ['k'])),
        map(([found]) => (found?.type === 'failed' ? found.error.name : found?.type)),
      );
      expectObservable(name$).toBe('90ms (a|)', { a: 'UnknownOutcomeError' });
    });
  });

  it('decides by the clock of its engine, even if that is an hour ahead', () => {
    marbles(({ expectObservable, expectSubscriptions, flush }) => {
      const engine = hourAhead();
      const small = workFrom(5, { creates: 'N', jobs: { made: 'p---r---c', a: 'p--------c' } }, engine);
      engine.addWatches('main', [newWatch('a', { deadlineAt: 200 })]).subscribe();
      engine.addCreates('main', [{ ...newCreate, timeoutMs: 200 }]).subscribe();
      const ends$ = timer(95).pipe(
        concatMap(() => engine.readCreates('main', ['k'])),
        concatMap(([found]) =>
          stored(engine, 'made').pipe(
            map(({ state }) => [found?.type, state.status, Math.round(state.deadlineAt - HOUR)]),
          ),
        ),
      );
      expectObservable(ends$).toBe('95ms (a|)', { a: ['created', 'completed', 200] });
      expectSubscriptions(small.transport.polls('a')).toBe(['-----^!', '----------^!']);
      flush();
      expect(typesOf(small.events.filter(({ type }) => type === 'JOB_CREATED'))).toBe('JOB_CREATED');
    });
  });
});
