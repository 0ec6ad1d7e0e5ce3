import { expect } from '@jest/globals';
import { takeUntil, timer } from 'rxjs';
import type { ObservedJob, PollingContext, PollingStrategy, TransportClientOptions } from 'heygen-rx';
import { marbles, type MarbleHelpers, type ScriptedTransportOptions } from 'heygen-rx/testing';
import { smallClient } from '../../helpers/small-client.js';
import type { TranslationClient } from 'heygen-rx';

/** What a schedule that polls every 5 ms records about the jobs of a client. */
function recorded(
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

/** A schedule that polls every 100 ms and notes the other open jobs. */
function notingAlsoOpen(): { readonly noted: readonly string[]; readonly strategy: PollingStrategy } {
  const noted: string[] = [];
  const strategy = ({ polls, alsoOpen }: PollingContext): number => {
    noted.push(`${polls}: ${alsoOpen?.map(({ key }) => key).join(' ')}`);
    return 100;
  };
  return { noted, strategy: Object.assign(strategy, { record: () => undefined }) };
}

const ignore = { error: () => undefined };

describe('a learning schedule', () => {
  it('records between which polls a job ended, counted from its creation', () => {
    // Created at 1; polled after 5 and 11 ms.
    const jobs = recorded({ everyJob: 'p--------c' }, client => client.translate().subscribe());
    expect(jobs).toEqual([{ afterMs: 6, byMs: 12 }]);
  });

  it('records the mode of the job and the length of the video', () => {
    const request = { mode: 'precision' } as const;
    const options = { videoSeconds: 60 };
    const jobs = recorded({ everyJob: 'c' }, client => client.translate(request, options).subscribe());
    expect(jobs).toEqual([{ key: 'precision', videoSeconds: 60, afterMs: 0, byMs: 6 }]);
    const own = recorded({ everyJob: 'c' }, client =>
      client.translate(request, { key: 'French' }).subscribe(),
    );
    expect(own).toMatchObject([{ key: 'French' }]);
  });

  it('records a job created elsewhere if the service reports its age', () => {
    const script = { jobs: { a: 'p---c' }, ages: true };
    const jobs = recorded(script, (client, { scheduler }) => {
      scheduler.schedule(() => client.watch('a').subscribe(), 20);
    });
    expect(jobs).toEqual([{ afterMs: 0, byMs: expect.any(Number) }]);
    expect(jobs[0]!.byMs).toBeGreaterThanOrEqual(20);
  });

  it('records nothing about a job of unknown age', () => {
    expect(recorded({ jobs: { a: 'p---c' } }, client => client.watch('a').subscribe())).toHaveLength(0);
  });

  it('records that a job was still open at the deadline', () => {
    const jobs = recorded({ everyJob: 'p' }, client => client.translate().subscribe(ignore), {
      polling: { timeoutMs: 20 },
    });
    expect(jobs).toEqual([{ afterMs: expect.any(Number) }]);
    expect(jobs[0]!.afterMs).toBeGreaterThan(15);
  });

  it('records nothing when a watch is unsubscribed', () => {
    const jobs = recorded({ everyJob: 'p' }, (client, { expectObservable }) => {
      expectObservable(client.translate(), '^ 20ms !').toBe('-a', { a: expect.anything() });
    });
    expect(jobs).toEqual([]);
  });

  it('sees which other jobs the last request found open, and none after a single request', () => {
    const { noted, strategy } = notingAlsoOpen();
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
    expect(noted).toEqual(['1: b c', '2: c', '3: c', '4: ']);
  });

  it('sees no other jobs after a failed poll: those found open before may have ended since', () => {
    const { noted, strategy } = notingAlsoOpen();
    marbles(({ flush }) => {
      const options = { retry: { maxAttempts: 1 }, polling: { timeoutMs: 250 } };
      const { client } = smallClient({ jobs: { a: 'p 99ms S', b: 'p' }, bulk: true }, options);
      client.watch('a', { strategy, key: 'a' }).subscribe(ignore);
      client.watch('b', { strategy: () => 100, key: 'b' }).subscribe(ignore);
      flush();
    });
    expect(noted.slice(0, 2)).toEqual(['1: b', '1: undefined']);
  });
});
