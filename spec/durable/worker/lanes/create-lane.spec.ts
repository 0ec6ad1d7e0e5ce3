import { asyncScheduler, concat, concatMap, map, NEVER, of, throwError, timer, type Observable } from 'rxjs';
import { NetworkError, RequestError, type TranslationRequest } from 'heygen-rx';
import type { CreateStatus, DurableEngine, DurableWorkerOptions, NewCreate } from 'heygen-rx/durable';
import { marbles, scriptedTransport, type ScriptedTransport } from 'heygen-rx/testing';
import { languagesOf } from '../../../../lib/model/request.js';
import { endless } from '../../../helpers/endless.js';
import { newWatch, SMALL_WORKER, smallWorker, stored } from '../../support/small-worker.js';

const { limits } = SMALL_WORKER;

interface StatusOptions {
  readonly timeoutMs: number;
  readonly request: TranslationRequest;
  readonly options: Partial<DurableWorkerOptions>;
  readonly meanwhile: (engine: DurableEngine) => unknown;
}

const createOf = (request: TranslationRequest, timeoutMs = 60_000): NewCreate => ({
  key: 'k',
  request,
  digest: '',
  timeoutMs,
});

/** Where a create stands after so many ms, at a service some of whose methods are replaced. */
function statusAfter(
  ms: number,
  methods: object,
  {
    timeoutMs = 60_000,
    request = {},
    options = {},
    meanwhile = () => undefined,
  }: Partial<StatusOptions> = {},
): Observable<CreateStatus | undefined> {
  const transport: ScriptedTransport = Object.assign(scriptedTransport(), methods);
  const { engine, worker } = smallWorker(transport, {
    limits: { ...limits, createTimeoutMs: 30_000 },
    ...options,
  });
  engine.addCreates('main', [createOf(request, timeoutMs)]).subscribe(() => worker.start());
  meanwhile(engine);
  timer(ms + 10).subscribe(() => void worker.stop({ graceMs: 0 }));
  return timer(ms).pipe(
    concatMap(() => engine.readCreates('main', ['k'])),
    map(([found]) => found),
  );
}

/** A service where each job needs a request of its own, and what was sent to it. */
function splitService(responses: Readonly<Record<string, readonly Observable<string>[]>>) {
  const sent: { readonly key: string; readonly at: number }[] = [];
  const methods = {
    split: (request: TranslationRequest, key: string) =>
      languagesOf(request).map(outputLanguage => ({
        request: { outputLanguage },
        key: `${key}-${outputLanguage}`,
      })),
    create: (_request: TranslationRequest, key: string) => {
      sent.push({ key, at: asyncScheduler.now() });
      const all = responses[key]!;
      const times = sent.filter(each => each.key === key).length;
      return all[Math.min(times, all.length) - 1]!;
    },
  };
  return { sent, methods };
}

const reset$ = timer(1).pipe(
  map(() => {
    throw new NetworkError('reset', { code: 'ECONNRESET' });
  }),
);
const refused$ = throwError(() => new RequestError('no such language', { status: 400 }));
const id$ = (id: string): Observable<string> => timer(1).pipe(map(() => id));

describe('a create whose jobs need requests of their own', () => {
  const request = { outputLanguages: ['fr', 'de', 'es'] };

  it('takes a slot of the rate for each, and none is sent again once it was answered', () => {
    const { sent, methods } = splitService({
      'k-fr': [id$('1')],
      'k-de': [reset$, id$('2')],
      'k-es': [id$('3')],
    });
    marbles(({ expectObservable, flush }) => {
      const options = { limits: { ...limits, maxRequestsPerSecond: 10 } };
      expectObservable(statusAfter(1500, methods, { request, options })).toBe('1500ms (a|)', {
        a: { key: 'k', type: 'created', jobIds: ['1', '2', '3'] },
      });
      flush();
    });
    expect(sent.map(({ key }) => key)).toEqual(['k-fr', 'k-de', 'k-de', 'k-es']);
    for (let index = 1; index < sent.length; index++)
      expect(sent[index]!.at - sent[index - 1]!.at).toBeGreaterThanOrEqual(100);
  });

  it('leaves a slot to polls between them', () => {
    const { methods } = splitService({ 'k-fr': [id$('1')], 'k-de': [id$('2')], 'k-es': [id$('3')] });
    marbles(({ expectObservable }) => {
      const transport = Object.assign(scriptedTransport({ jobs: { a: 'c' } }), methods);
      const { engine, worker } = smallWorker(transport, {
        limits: { ...limits, maxConcurrentRequests: 1, maxRequestsPerSecond: 10 },
      });
      engine.addCreates('main', [{ key: 'k', request, digest: '', timeoutMs: 60_000 }]).subscribe();
      engine.addWatches('main', [newWatch('a')]).subscribe(() => worker.start());
      timer(900).subscribe(() => void worker.stop({ graceMs: 0 }));
      const both$ = timer(250).pipe(
        concatMap(() => engine.readCreates('main', ['k'])),
        concatMap(([found]) => stored(engine, 'a').pipe(map(({ end }) => [found?.type, end !== undefined]))),
      );
      expectObservable(both$).toBe('250ms (a|)', { a: ['open', true] });
    });
  });

  it('names those that exist if a later attempt fails before it has them', () => {
    const { sent, methods } = splitService({ 'k-fr': [id$('1')], 'k-de': [reset$, refused$] });
    marbles(({ expectObservable, flush }) => {
      const error$ = statusAfter(800, methods, { request }).pipe(
        map(found => (found?.type === 'failed' ? [found.error.name, found.error.created] : found)),
      );
      expectObservable(error$).toBe('800ms (a|)', { a: ['RequestError', ['1']] });
      flush();
    });
    expect(sent.map(({ key }) => key)).toEqual(['k-fr', 'k-de', 'k-de']);
  });

  it('continues after them if it is added again', () => {
    const { sent, methods } = splitService({
      'k-fr': [id$('1')],
      'k-de': [refused$, id$('2')],
      'k-es': [id$('3')],
    });
    marbles(({ expectObservable, flush }) => {
      const added = (engine: DurableEngine) =>
        timer(300).subscribe(() => engine.addCreates('main', [createOf(request)]).subscribe());
      expectObservable(statusAfter(800, methods, { request, meanwhile: added })).toBe('800ms (a|)', {
        a: { key: 'k', type: 'created', jobIds: ['1', '2', '3'] },
      });
      flush();
    });
    expect(sent.map(({ key }) => key)).toEqual(['k-fr', 'k-de', 'k-de', 'k-es']);
  });
});

it('ids that failed attempts have returned are in the error of a later attempt', () => {
  marbles(({ expectObservable }) => {
    let attempts = 0;
    const create = () => (++attempts === 1 ? concat(of('a'), reset$) : refused$);
    const error$ = statusAfter(800, { create }).pipe(
      map(found => (found?.type === 'failed' ? found.error.created : found)),
    );
    expectObservable(error$).toBe('800ms (a|)', { a: ['a'] });
  });
});

it('ids that came before the worker stopped are known to clients', () => {
  marbles(({ expectObservable }) => {
    const transport = Object.assign(scriptedTransport(), { create: () => concat(of('a'), NEVER) });
    const { engine, worker } = smallWorker(transport);
    engine.addCreates('main', [createOf({})]).subscribe(() => worker.start());
    timer(20).subscribe(() => void worker.stop({ graceMs: 0 }));
    const found$ = timer(40).pipe(concatMap(() => engine.readCreates('main', ['k'])));
    expectObservable(found$).toBe('40ms (a|)', { a: [{ key: 'k', type: 'open', jobIds: ['a'] }] });
  });
});

it.each([
  ['nothing', NEVER],
  ['nothing but nonsense', concat(of(7 as never), NEVER)],
])('a create that has returned %s names no jobs', (_title, rest$) => {
  marbles(({ expectObservable }) => {
    const error$ = statusAfter(80, { create: () => rest$ }, { timeoutMs: 50 }).pipe(
      map(found => (found?.type === 'failed' ? [found.error.name, 'created' in found.error] : found)),
    );
    expectObservable(error$).toBe('80ms (a|)', { a: ['UnknownOutcomeError', false] });
  });
});

it('a create without a response ends at its deadline, not after the time limit of a request', () => {
  marbles(({ expectObservable }) => {
    const name$ = statusAfter(80, { create: () => NEVER }, { timeoutMs: 50 }).pipe(
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
    const error$ = statusAfter(800, { create: () => concat(of('a'), rest$) }, { timeoutMs }).pipe(
      map(found => (found?.type === 'failed' ? [found.error.name, found.error.created] : found)),
    );
    expectObservable(error$).toBe('800ms (a|)', { a: [name, ['a']] });
  });
});

it('a transport that returns ids without end does not freeze the worker', () => {
  const { value$, times } = endless('job-1');
  marbles(({ flush }) => {
    statusAfter(50, { create: () => value$ }, { options: { retry: { maxAttempts: 1 } } }).subscribe();
    flush();
  });
  expect(times()).toBe(1000);
});
