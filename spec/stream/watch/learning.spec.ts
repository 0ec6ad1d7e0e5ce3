import { expect } from '@jest/globals';
import { takeUntil, timer } from 'rxjs';
import type { ObservedJob, PollingContext, PollingStrategy, TransportClientOptions } from 'heygen-rx';
import { marbles, type MarbleHelpers, type ScriptedTransportOptions } from 'heygen-rx/testing';
import { smallClient } from '../../helpers/small-client.js';
import type { TranslationClient } from 'heygen-rx';

/** What a schedule that polls every 5 ms is told of the jobs that a client watches. */
function told(
  script: ScriptedTransportOptions,
  watch: (client: TranslationClient, helpers: MarbleHelpers) => void,
  options: Omit<TransportClientOptions, 'transport'> = {},
): ObservedJob[] {
  const jobs: ObservedJob[] = [];
  const strategy: PollingStrategy = Object.assign(() => 5, { record: (job: ObservedJob) => jobs.push(job) });
  marbles(helpers => {
    const { client } = smallClient(script, { ...options, polling: { strategy, ...options.polling } });
    watch(client, helpers);
    helpers.flush();
  });
  return jobs;
}

/** A schedule that notes whom it is told of, and polls every 100 ms. */
function asking(): { readonly asked: readonly string[]; readonly strategy: PollingStrategy } {
  const asked: string[] = [];
  const strategy = ({ polls, alsoOpen }: PollingContext): number => {
    asked.push(`${polls}: ${alsoOpen?.map(({ key }) => key).join(' ')}`);
    return 100;
  };
  return { asked, strategy: Object.assign(strategy, { record: () => undefined }) };
}

const ignore = { error: () => undefined };

describe('a schedule that learns', () => {
  it('is told between which polls a job ended, counted from its creation', () => {
    // Created at 1; polled after 5 and 11 ms.
    const jobs = told({ everyJob: 'p--------c' }, client => client.translate().subscribe());
    expect(jobs).toEqual([{ afterMs: 6, byMs: 12 }]);
  });

  it('is told the mode of the job, and the length of the video', () => {
    const request = { mode: 'precision' } as const;
    const options = { videoSeconds: 60 };
    const jobs = told({ everyJob: 'c' }, client => client.translate(request, options).subscribe());
    expect(jobs).toEqual([{ key: 'precision', videoSeconds: 60, afterMs: 0, byMs: 6 }]);
    const own = told({ everyJob: 'c' }, client => client.translate(request, { key: 'French' }).subscribe());
    expect(own).toMatchObject([{ key: 'French' }]);
  });

  it('is told of a job that was created elsewhere where the service tells its age', () => {
    const script = { jobs: { a: 'p---c' }, ages: true };
    const jobs = told(script, (client, { scheduler }) => {
      scheduler.schedule(() => client.watch('a').subscribe(), 20);
    });
    expect(jobs).toEqual([{ afterMs: 0, byMs: expect.any(Number) }]);
    expect(jobs[0]!.byMs).toBeGreaterThanOrEqual(20);
  });

  it('is told nothing of a job whose age nobody knows', () => {
    expect(told({ jobs: { a: 'p---c' } }, client => client.watch('a').subscribe())).toEqual([]);
  });

  it('is told that a job was still open at the deadline', () => {
    const jobs = told({ everyJob: 'p' }, client => client.translate().subscribe(ignore), {
      polling: { timeoutMs: 20 },
    });
    expect(jobs).toEqual([{ afterMs: expect.any(Number) }]);
    expect(jobs[0]!.afterMs).toBeGreaterThan(15);
  });

  it('is told nothing by who merely leaves', () => {
    const jobs = told({ everyJob: 'p' }, (client, { expectObservable }) => {
      expectObservable(client.translate(), '^ 20ms !').toBe('-a', { a: expect.anything() });
    });
    expect(jobs).toEqual([]);
  });

  it('is told whom else the last request found open, and of nobody once it polled one job alone', () => {
    const { asked, strategy } = asking();
    marbles(({ flush }) => {
      const jobs = { a: 'p 449ms c', b: 'p 99ms c', c: 'p 999ms c' };
      const { client } = smallClient({ jobs, bulk: true });
      client.watch('a', { strategy, key: 'a' }).subscribe();
      client.watch('b', { strategy: () => 100, key: 'b' }).subscribe();
      // Two watches of one job are one job.
      for (const key of ['c', 'c']) {
        client
          .watch('c', { strategy: () => 100, key })
          .pipe(takeUntil(timer(300)))
          .subscribe();
      }
      flush();
    });
    expect(asked).toEqual(['1: b c', '2: c', '3: c', '4: ']);
  });

  it('is told of nobody after a poll that failed: whom an earlier request found may have ended since', () => {
    const { asked, strategy } = asking();
    marbles(({ flush }) => {
      const options = { retry: { maxAttempts: 1 }, polling: { timeoutMs: 250 } };
      const { client } = smallClient({ jobs: { a: 'p 99ms S', b: 'p' }, bulk: true }, options);
      client.watch('a', { strategy, key: 'a' }).subscribe(ignore);
      client.watch('b', { strategy: () => 100, key: 'b' }).subscribe(ignore);
      flush();
    });
    expect(asked.slice(0, 2)).toEqual(['1: b', '1: undefined']);
  });
});
