import { expect } from '@jest/globals';
import {
  asyncScheduler,
  from,
  catchError,
  concatMap,
  lastValueFrom,
  map,
  mergeMap,
  type Observable,
  of,
  take,
  toArray,
} from 'rxjs';
import { QuotaError } from '../../lib/model/errors.js';
import { marbles, scriptedTransport, type ScriptedTransportOptions } from 'heygen-rx/testing';

const named = <T>(source$: Observable<T>) =>
  source$.pipe(catchError((error: unknown) => of((error as Error).name)));

/** What a poll at each of these moments gets: a status word, or the name of an error. */
function polls(
  options: ScriptedTransportOptions,
  moments: string,
  expected: string,
  words: Record<string, string>,
) {
  marbles(({ cold, expectObservable }) => {
    const transport = scriptedTransport(options);
    const poll$ = cold(moments).pipe(
      mergeMap(() => named(transport.status('job-1').pipe(map(report => report.status)))),
    );
    expectObservable(poll$).toBe(expected, words);
  });
}

describe('scriptedTransport', () => {
  describe('polls', () => {
    it('get the status that holds when they are sent', () => {
      //                                 p--r--c
      polls({ jobs: { 'job-1': 'p--r--c' } }, 'aaaaaaaa|', 'ppprrrcc|', {
        p: 'pending',
        r: 'running',
        c: 'completed',
      });
    });

    it('read spaces and durations as rxjs does', () => {
      const words = { p: 'pending', r: 'running', c: 'completed' };
      polls({ jobs: { 'job-1': 'p 9ms r - c' } }, '9ms a a a a|', '9ms p r r c|', words);
    });

    it('are pending before the first letter', () => {
      polls({ jobs: { 'job-1': '--c' } }, 'aaa|', 'ppc|', { p: 'pending', c: 'completed' });
    });

    it('fail while a failure letter holds', () => {
      polls({ jobs: { 'job-1': 'pNSRAGxp' } }, 'aaaaaaaa|', 'pNSRAGxp|', {
        p: 'pending',
        N: 'NetworkError',
        S: 'ServerError',
        R: 'RateLimitError',
        A: 'AuthenticationError',
        G: 'ProtocolError',
        x: 'JobNotFoundError',
      });
    });

    it('find no job that has no script, unless every job has one', () => {
      polls({ jobs: { other: 'p' } }, 'a|', 'x|', { x: 'JobNotFoundError' });
      polls({ everyJob: 'r' }, 'a|', 'r|', { r: 'running' });
    });

    it('respond after the latency, with the status at the time of sending', () => {
      polls({ jobs: { 'job-1': 'p--r' }, latencyMs: 5 }, 'a--a|', '5ms p--(r|)', {
        p: 'pending',
        r: 'running',
      });
    });

    it('respond asynchronously even without latency', () => {
      let answered = false;
      marbles(({ flush }) => {
        scriptedTransport({ everyJob: 'p' })
          .status('job-1')
          .subscribe(() => (answered = true));
        expect(answered).toBe(false);
        flush();
      });
      expect(answered).toBe(true);
    });

    it.each([
      ['5', { status: 'running', progress: 0.5 }],
      ['c', { status: 'completed', result: {} }],
      ['e', { status: 'error', failure: { message: 'Translation failed' } }],
      ['u', { status: 'reticulating' }],
      ['q', { status: 'queued', videoSeconds: 9 }],
      ['r', { status: 'running', retryAfterMs: 700 }],
    ])('`%s` reports %j', async (letter, report) => {
      const values = { q: { status: 'queued', videoSeconds: 9 }, r: { retryAfterMs: 700 } };
      const transport = scriptedTransport({ jobs: { 'job-1': letter }, values });
      expect(await lastValueFrom(transport.status('job-1'))).toEqual({ jobId: 'job-1', ...report });
    });

    it('may have custom errors and hints', async () => {
      const values = { R: { retryAfterMs: 2000 }, Q: new QuotaError('No credit left') };
      const transport = scriptedTransport({ jobs: { a: 'R', b: 'Q' }, values });
      const failure = (jobId: string) =>
        lastValueFrom(transport.status(jobId)).catch((error: unknown) => error);
      expect(await failure('a')).toMatchObject({ name: 'RateLimitError', jobId: 'a', retryAfterMs: 2000 });
      expect(await failure('b')).toBe(values.Q);
    });

    it('report the age of a job if asked to', () => {
      marbles(({ cold, expectObservable }) => {
        const transport = scriptedTransport({ everyJob: 'p', ages: true });
        const age$ = cold('--a 47ms |').pipe(
          concatMap(() => transport.create({}, 'key')),
          concatMap(jobId => cold('---a|').pipe(mergeMap(() => transport.status(jobId)))),
          map(report => report.ageMs),
        );
        expectObservable(age$).toBe('-----a 44ms |', { a: 3 });
      });
    });
  });

  describe('in bulk', () => {
    it('is missing unless asked for', () => {
      expect(scriptedTransport({})).not.toHaveProperty('statuses');
    });

    it('reports each job, and an unknown one as not found', async () => {
      const transport = scriptedTransport({ jobs: { a: 'p', b: '3' }, bulk: true });
      expect(await lastValueFrom(transport.statuses!(['b', 'z', 'a']))).toEqual([
        { jobId: 'b', status: 'running', progress: 0.3 },
        { jobId: 'z', status: 'not_found' },
        { jobId: 'a', status: 'pending' },
      ]);
    });

    it('fails as a whole when one job is at a failure letter', () => {
      marbles(({ expectObservable }) => {
        const transport = scriptedTransport({ jobs: { a: 'p', b: 'S' }, bulk: true });
        expectObservable(named(transport.statuses!(['a', 'b']))).toBe('(s|)', { s: 'ServerError' });
      });
    });
  });

  describe('creates', () => {
    const create = (
      options: ScriptedTransportOptions,
      keys: string,
      languages: readonly string[] = ['French'],
    ) => {
      const transport = scriptedTransport(options);
      const outcome$ = from(Array.from(keys)).pipe(
        concatMap(key => named(transport.create({ outputLanguages: languages }, key).pipe(toArray()))),
        toArray(),
      );
      return lastValueFrom(outcome$);
    };

    it('create the jobs in the order in which they are written', async () => {
      expect(await create({ jobs: { x: 'p', y: 'p' } }, '12')).toEqual([['x'], ['y']]);
      expect(await create({ jobs: { x: 'p' }, everyJob: 'p' }, '123')).toEqual([['x'], ['job-2'], ['job-3']]);
    });

    it('create a job for each language', async () => {
      expect(await create({ everyJob: 'p' }, '12', ['French', 'Greek'])).toEqual([
        ['job-1', 'job-2'],
        ['job-3', 'job-4'],
      ]);
    });

    it('create one job for one key', async () => {
      expect(await create({ everyJob: 'p' }, '1121')).toEqual([['job-1'], ['job-1'], ['job-2'], ['job-1']]);
    });

    it('fail as scripted, and create a job only where the response is lost', async () => {
      expect(await create({ everyJob: 'p', creates: 'NSR PL' }, '1111123')).toEqual([
        'NetworkError',
        'ServerError',
        'RateLimitError',
        'ServerError',
        'NetworkError',
        ['job-2'],
        ['job-3'],
      ]);
    });

    it('fail when the script has no more jobs', async () => {
      await expect(lastValueFrom(scriptedTransport({}).create({}, 'key'))).rejects.toThrow(
        'Cannot create: all 0 jobs of `jobs` exist; `everyJob` scripts the rest',
      );
    });

    it('start the clock of the job', () => {
      marbles(({ cold, expectObservable }) => {
        const transport = scriptedTransport({ everyJob: 'p---c' });
        const word$ = cold('10ms a|').pipe(
          concatMap(() => transport.create({}, 'key')),
          concatMap(jobId => cold('a--aa|').pipe(mergeMap(() => transport.status(jobId)))),
          map(report => report.status),
        );
        expectObservable(word$).toBe('10ms p--pc|', { p: 'pending', c: 'completed' });
      });
    });
  });

  describe('the log', () => {
    it('draws when polls were sent and when they ended', () => {
      marbles(({ cold, expectObservable, expectSubscriptions }) => {
        const transport = scriptedTransport({ everyJob: 'p', latencyMs: 3 });
        const poll$ = cold('a 9ms a').pipe(mergeMap(() => transport.status('job-1').pipe(map(() => 'p'))));
        expectObservable(poll$, '^ 11ms !').toBe('---p');
        expectSubscriptions(transport.polls('job-1')).toBe(['^--!', '10ms ^-!']);
      });
    });

    it('keeps each request, its key, its jobs and how it ended', () => {
      marbles(({ flush }) => {
        const transport = scriptedTransport({ jobs: { a: 'S' }, latencyMs: 2, bulk: true });
        transport.create({}, 'key').pipe(take(1)).subscribe();
        transport.status('a').subscribe({ error: () => {} });
        transport.statuses!(['b', 'c']).subscribe().unsubscribe();
        flush();
        expect(transport.requests).toEqual([
          { kind: 'create', at: 0, jobIds: ['a'], key: 'key', outcome: 'answered' },
          { kind: 'status', at: 0, jobIds: ['a'], outcome: 'failed' },
          { kind: 'statuses', at: 0, jobIds: ['b', 'c'], outcome: 'aborted' },
        ]);
      });
    });

    it('sends nothing before it is subscribed', () => {
      const transport = scriptedTransport({ everyJob: 'p' });
      transport.status('job-1');
      transport.create({}, 'key');
      expect(transport.requests).toEqual([]);
    });
  });

  describe('refuses', () => {
    it.each<[ScriptedTransportOptions, string]>([
      [{ jobs: { 'job-1': 'p--q' } }, 'Cannot script job "job-1": `q` in \'p--q\' is not a known letter'],
      [{ everyJob: 'p|' }, "Cannot script every job: `|` in 'p|' is not a known letter"],
      [
        { everyJob: 'q', values: { q: { progress: 1 } } },
        "Cannot script every job: `q` in 'q' is not a known letter",
      ],
      [{ values: { running: { progress: 1 } } }, 'Cannot script values: `running` must be a single letter'],
      [{ creates: '.q' }, 'Cannot script creates: `q` is not a known letter'],
      [{ latencyMs: -1 }, 'Cannot script a transport: `latencyMs` must be at least 0, got -1'],
      [{ latencyMs: NaN }, 'Cannot script a transport: `latencyMs` must be a finite number, got NaN'],
      [{ jobs: 3 } as never, 'Cannot script a transport: `jobs` must be an object, got 3'],
      [{ jobs: { a: 3 } } as never, 'Cannot script job "a": its script must be a string, got 3'],
      [{ everyJob: ['p'] } as never, 'Cannot script a transport: `everyJob` must be a string, got an array'],
      [{ creates: 7 } as never, 'Cannot script a transport: `creates` must be a string, got 7'],
      [{ job: {} } as never, 'Cannot script a transport: unknown option `job`'],
    ])('%j', (options, complaint) => {
      expect(() => scriptedTransport(options)).toThrow(complaint);
    });

    it('to be used in a marble test if made outside it', () => {
      const transport = scriptedTransport({ everyJob: 'p', scheduler: asyncScheduler });
      marbles(({ expectObservable }) => {
        const message$ = transport
          .status('job-1')
          .pipe(catchError((error: unknown) => of((error as Error).message)));
        expectObservable(message$).toBe('(m|)', {
          m: 'Cannot poll: this transport was created outside the marble test that uses it',
        });
      });
    });
  });
});
