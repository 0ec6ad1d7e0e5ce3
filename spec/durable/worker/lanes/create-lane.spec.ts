import { NEVER, concat, concatMap, map, of, throwError, timer, type Observable } from 'rxjs';
import { RequestError } from 'heygen-rx';
import type { CreateStatus } from 'heygen-rx/durable';
import { marbles, scriptedTransport, type ScriptedTransport } from 'heygen-rx/testing';
import { SMALL_WORKER, smallWorker } from '../../support/small-worker.js';

const { limits } = SMALL_WORKER;

/** Where a create stands after so many ms, at a service some of whose methods are replaced. */
function statusAfter(ms: number, methods: object, timeoutMs = 60_000): Observable<CreateStatus | undefined> {
  const transport: ScriptedTransport = Object.assign(scriptedTransport(), methods);
  const { engine, worker } = smallWorker(transport, { limits: { ...limits, createTimeoutMs: 30_000 } });
  const create = { key: 'k', request: {}, digest: '', timeoutMs };
  engine.addCreates('main', [create]).subscribe(() => worker.start());
  timer(ms + 10).subscribe(() => void worker.stop({ graceMs: 0 }));
  return timer(ms).pipe(
    concatMap(() => engine.readCreates('main', ['k'])),
    map(([found]) => found),
  );
}

it('a create without a response ends at its deadline, not after the time limit of a request', () => {
  marbles(({ expectObservable }) => {
    const name$ = statusAfter(80, { create: () => NEVER }, 50).pipe(
      map(found => (found?.type === 'failed' ? found.error.name : found)),
    );
    expectObservable(name$).toBe('80ms (a|)', { a: 'UnknownOutcomeError' });
  });
});

it.each(['x\0', 'é'.repeat(1201)])('a created job whose id no engine can store is reported: %j', id => {
  marbles(({ expectObservable }) => {
    const error$ = statusAfter(800, { create: () => of(id) }).pipe(
      map(found => (found?.type === 'failed' ? [found.error.name, found.error.created] : found)),
    );
    expectObservable(error$).toBe('800ms (a|)', { a: ['UnknownOutcomeError', [id]] });
  });
});

it('a transport whose `check` returns a promise creates nothing, and its rejection does no harm', () => {
  marbles(({ expectObservable }) => {
    const check = () => Promise.reject(new Error('too late'));
    const message$ = statusAfter(800, { check }).pipe(
      map(found => (found?.type === 'failed' ? found.error.message : found)),
    );
    expectObservable(message$).toBe('800ms (a|)', {
      a: '`check` of the transport must not return a promise',
    });
  });
});

it.each([
  [
    'is refused',
    throwError(() => new RequestError('no such language', { status: 400 })),
    60_000,
    'RequestError',
  ],
  ['gets no response', NEVER, 50, 'UnknownOutcomeError'],
])('a create that %s after some of its jobs exist is reported with those', (_, rest$, timeoutMs, name) => {
  marbles(({ expectObservable }) => {
    const error$ = statusAfter(800, { create: () => concat(of('a'), rest$) }, timeoutMs).pipe(
      map(found => (found?.type === 'failed' ? [found.error.name, found.error.created] : found)),
    );
    expectObservable(error$).toBe('800ms (a|)', { a: [name, ['a']] });
  });
});
