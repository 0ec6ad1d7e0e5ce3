import { expect } from '@jest/globals';
import { map, retry, take, type OperatorFunction } from 'rxjs';
import type { JobSnapshot } from 'heygen-rx';
import { marbles } from 'heygen-rx/testing';
import { CLIENTS, onlyInProcess } from '../../helpers/clients.js';

const letter: OperatorFunction<JobSnapshot, string> = map(({ status }) => status.charAt(0));

describe.each(CLIENTS)('watch, subscribed several times, $name', tested => {
  const smallClient = tested.make;

  it('polls once for all; a late subscriber gets the latest snapshot first', () => {
    marbles(({ expectObservable, expectSubscriptions }) => {
      const { client, transport } = smallClient({ jobs: { 'job-1': 'p---r---c' } });
      const job$ = client.watch('job-1').pipe(letter);
      expectObservable(job$, '^').toBe('      -p----r----(c|)');
      expectObservable(job$, '---^').toBe('   ---p--r----(c|)');
      // Another call for the same job rides along.
      expectObservable(client.watch('job-1').pipe(letter), '-------^').toBe('-------r---(c|)');
      // So does one whose options are all undefined.
      const undefinedOptions = { timeoutMs: undefined, emit: undefined };
      expectObservable(client.watch('job-1', undefinedOptions).pipe(letter), '---^').toBe('---p--r----(c|)');
      expectSubscriptions(transport.polls('job-1')).toBe(['^!', '-----^!', '----------^!']);
    });
  });

  onlyInProcess(tested, 'it continues without subscribers')(
    'stops with the last subscriber, and starts again with the next',
    () => {
      marbles(({ expectObservable, expectSubscriptions }) => {
        const { client, transport } = smallClient({ jobs: { 'job-1': 'p' } });
        const job$ = client.watch('job-1').pipe(letter);
        expectObservable(job$, '^--!').toBe('-p--');
        expectObservable(job$, '--^-----!').toBe('--p---');
        expectObservable(job$, '----------^-!').toBe('-----------p-');
        expectSubscriptions(transport.polls('job-1')).toBe(['^!', '-----^!', '----------^!']);
      });
    },
  );

  onlyInProcess(tested, 'a settled watch stays settled: `forget` it to poll again')(
    'keeps the last snapshot after completion; another call polls again, for a fresh URL',
    () => {
      marbles(({ expectObservable, expectSubscriptions }) => {
        const { client, transport } = smallClient({ jobs: { 'job-1': 'c' } });
        const job$ = client.watch('job-1').pipe(letter);
        expectObservable(job$).toBe('-(c|)');
        expectObservable(job$, '-----^').toBe('-----(c|)');
        expectObservable(client.watch('job-1').pipe(letter), '-------^').toBe('--------(c|)');
        expectSubscriptions(transport.polls('job-1')).toBe(['^!', '-------^!']);
      });
    },
  );

  it('starts again after an error', () => {
    marbles(({ expectObservable, expectSubscriptions }) => {
      const { client, transport } = smallClient({ jobs: { 'job-1': 'A----c' } });
      const job$ = client.watch('job-1').pipe(letter, retry({ delay: 4 }));
      expectObservable(job$).toBe('------(c|)');
      expectSubscriptions(transport.polls('job-1')).toBe(['^!', '-----^!']);
    });
  });

  onlyInProcess(tested, 'a worker claims at most once a ms')(
    'still polls once when all of its subscribers retry at the same time',
    () => {
      marbles(({ expectObservable, expectSubscriptions }) => {
        const { client, transport } = smallClient({ jobs: { 'job-1': 'A-p---c' } });
        for (const job$ of [client.watch('job-1'), client.watch('job-1')]) {
          expectObservable(job$.pipe(letter, retry(3))).toBe('---p----(c|)');
        }
        expectSubscriptions(transport.polls('job-1')).toBe(['^!', '-^!', '--^!', '-------^!']);
      });
    },
  );

  onlyInProcess(tested, 'one job has one watch, and no schedule of its own')(
    'with its own options, polls on its own',
    () => {
      marbles(({ expectObservable, expectSubscriptions }) => {
        const { client, transport } = smallClient({ jobs: { 'job-1': 'p-c' } });
        expectObservable(client.watch('job-1').pipe(letter)).toBe('-p----(c|)');
        expectObservable(client.watch('job-1', { strategy: () => 2 }).pipe(letter)).toBe('-p--(c|)');
        expectSubscriptions(transport.polls('job-1')).toBe(['^!', '---^!', '-----^!']);
      });
    },
  );
});

describe.each(CLIENTS)('translate, $name', tested => {
  const smallClient = tested.make;

  it('creates the job, emits it at once, and polls after the first interval', () => {
    marbles(({ expectObservable, expectSubscriptions }) => {
      const { client, transport } = smallClient({ everyJob: 'p---------c' });
      const told$ = client
        .translate({ title: 'A' })
        .pipe(map(({ polls, status, at, elapsedMs }) => [polls, status, at, elapsedMs]));
      expectObservable(told$).toBe('-a-------------(b|)', {
        a: [0, 'pending', 1, 0],
        b: [2, 'completed', 15, 10],
      });
      expectSubscriptions(transport.polls('job-1')).toBe(['-----^!', '--------------^!']);
    });
  });

  it('creates one job, however often it is subscribed', () => {
    marbles(({ expectObservable, flush }) => {
      const { client, transport } = smallClient({ everyJob: 'p-----c' });
      const job$ = client.translate().pipe(letter);
      expectObservable(job$).toBe('          -p-------------(c|)');
      expectObservable(job$, '---^').toBe('   ---p-----------(c|)');
      expectObservable(job$, '------------------------^').toBe('------------------------(c|)');
      flush();
      expect(transport.requests.filter(({ kind }) => kind === 'create')).toHaveLength(1);
    });
  });

  onlyInProcess(tested, 'its watch continues meanwhile')(
    'continues with the same job after unsubscribing, and after an error',
    () => {
      marbles(({ expectObservable, flush }) => {
        const { client, transport } = smallClient({ everyJob: 'p 9ms A 39ms c' });
        const job$ = client.translate().pipe(letter);
        expectObservable(job$, '^--!').toBe('-p-');
        // The job is no longer new: the poll comes at once.
        expectObservable(job$.pipe(retry({ delay: 9 })), '----^').toBe('-----p 50ms (c|)');
        flush();
        expect(transport.requests.filter(({ kind }) => kind === 'create')).toHaveLength(1);
      });
    },
  );

  onlyInProcess(tested, 'the create continues meanwhile')(
    'continues with the same key after unsubscribing before the response',
    () => {
      marbles(({ expectObservable, flush }) => {
        const { client, transport } = smallClient({ everyJob: 'p-c', latencyMs: 5 });
        const job$ = client.translate().pipe(take(1), letter);
        expectObservable(job$, '^--!').toBe('---');
        expectObservable(job$, '----^').toBe('---------(p|)');
        flush();
        const creates = transport.requests.filter(({ kind }) => kind === 'create');
        expect(creates.map(({ outcome }) => outcome)).toEqual(['aborted', 'answered']);
        expect(new Set(creates.map(({ key }) => key)).size).toBe(1);
        expect(creates.map(({ jobIds }) => jobIds)).toEqual([['job-1'], ['job-1']]);
      });
    },
  );

  it('shares its polls with watches of the job by its id', () => {
    marbles(({ expectObservable, expectSubscriptions }) => {
      const { client, transport } = smallClient({ everyJob: 'p-----c' });
      expectObservable(client.translate().pipe(letter)).toBe('-p-------------(c|)');
      expectObservable(client.watch('job-1').pipe(letter), '--^').toBe('--p------------(c|)');
      expectSubscriptions(transport.polls('job-1')).toBe(['-----^!', '--------------^!']);
    });
  });

  it('creates another job on another call', () => {
    marbles(({ expectObservable }) => {
      const { client } = smallClient({ everyJob: 'p-----c' });
      const id = map(({ jobId }: JobSnapshot) => jobId.slice(-1));
      expectObservable(client.translate().pipe(id, take(1))).toBe('-(1|)');
      // A worker sends one request a ms.
      expectObservable(client.translate().pipe(id, take(1))).toBe(
        tested.name === 'durable' ? '--(2|)' : '-(2|)',
      );
    });
  });

  it('accepts one language', () => {
    const { client } = smallClient({ everyJob: 'p' });
    expect(() => client.translate({ outputLanguages: ['French', 'German'] })).toThrow(
      'a job has one language, got 2',
    );
  });

  it('counts its deadline from the subscription, including the create', () => {
    marbles(({ expectObservable }) => {
      const { client } = smallClient(
        { everyJob: 'p', creates: 'NN', latencyMs: 1 },
        { polling: { timeoutMs: 20 } },
      );
      // Created at 1 + 2 + 1 + 4 + 1; the last poll leaves at 20.
      expectObservable(client.translate().pipe(letter)).toBe(
        '---------p-----------#',
        undefined,
        expect.objectContaining({ name: 'TimeoutError', jobId: 'job-1' }),
      );
    });
  });

  it('errors with the last snapshot if the client is closed while that snapshot is delivered', () => {
    let told: unknown;
    marbles(({ scheduler, flush }) => {
      const { client } = smallClient({ everyJob: 'r' });
      client.watch('a').subscribe({ error: () => undefined });
      scheduler.schedule(
        () =>
          client
            .watch('a')
            .subscribe({ next: () => client.close(), error: (error: unknown) => (told = error) }),
        3,
      );
      flush();
    });
    expect(told).toMatchObject({ name: 'ClientClosedError', snapshot: { status: 'running', polls: 1 } });
  });
});
