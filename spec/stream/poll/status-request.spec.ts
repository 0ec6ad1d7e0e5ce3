import { expect } from '@jest/globals';
import { EMPTY, of, throwError, type Observable } from 'rxjs';
import {
  JobNotFoundError,
  RateLimitError,
  TranslationClient,
  type ClientEvent,
  type StatusReport,
  type Transport,
} from 'heygen-rx';
import { marbles } from 'heygen-rx/testing';
import { SMALL } from '../../helpers/small-client.js';

/** A transport that answers with these, one after the other; then each job has completed. Without `inBulk` it has no bulk call. */
function transportOf(alone: Observable<unknown>[], inBulk?: Observable<unknown>[]): Transport {
  const done = (jobId: string): StatusReport => ({ jobId, status: 'completed' });
  const status = (jobId: string) => (alone.shift() ?? of(done(jobId))) as Observable<StatusReport>;
  const statuses = (jobIds: readonly string[]) =>
    (inBulk!.shift() ?? of(jobIds.map(done))) as Observable<StatusReport[]>;
  return { create: () => EMPTY, status, ...(inBulk !== undefined && { statuses }) };
}

/** The trouble that two watches tell of, each as its job and the error's message; and how each ends. */
function watched(transport: Transport, jobIds: readonly string[]): readonly string[] {
  const told: string[] = [];
  const tell = (event: Extract<ClientEvent, { readonly error: Error }>): void =>
    void told.push(`${event.jobId}: ${event.error.message}`);
  marbles(({ flush }) => {
    const client = new TranslationClient({ ...SMALL, transport });
    client.on('RETRY_ATTEMPTED', tell);
    client.on('ERROR_OCCURRED', tell);
    for (const jobId of jobIds) {
      client.watch(jobId).subscribe({
        next: ({ status }) => told.push(`${jobId}: ${status}`),
        error: (error: unknown) => told.push(`${jobId}: ${(error as Error).name}`),
      });
    }
    flush();
  });
  return told;
}

describe('the response to a request for one job', () => {
  it.each<[string, Observable<unknown>, string]>([
    ['that is empty costs an attempt', EMPTY, 'The transport completed without a response'],
    [
      'about another job costs an attempt',
      of({ jobId: 'b', status: 'completed' }),
      'The response is about a job other than a',
    ],
    ['without a status costs an attempt', of({ jobId: 'a' }), 'The response has no status for job a'],
  ])('%s', (_title, answer$, message) => {
    expect(watched(transportOf([answer$]), ['a'])).toEqual([`a: ${message}`, 'a: completed']);
  });
});

describe('the response to a request for two jobs', () => {
  const message = 'A bulk response must be an array of reports';
  const [aRuns, bIsPartial] = [
    { jobId: 'a', status: 'running' },
    { jobId: 'b', status: 'completed', partial: true },
  ];
  const gone = throwError(() => new JobNotFoundError('no such job', { status: 404 }));

  it.each<[string, Observable<unknown>, Observable<unknown>[], readonly string[]]>([
    [
      'that is no list costs both an attempt',
      of(aRuns),
      [],
      [`a: ${message}`, `b: ${message}`, 'a: completed', 'b: completed'],
    ],
    [
      'that leaves one out: that is polled alone',
      of([aRuns]),
      [],
      ['a: running', 'b: completed', 'a: completed'],
    ],
    [
      'that leaves one out, which is not found alone either',
      of([aRuns]),
      [gone],
      ['a: running', 'b: no such job', 'b: JobNotFoundError', 'a: completed'],
    ],
    [
      'that knows one in part, which is then not found alone: it is known, and polled again',
      of([aRuns, bIsPartial]),
      [gone],
      ['a: running', 'b: no such job', 'a: completed', 'b: completed'],
    ],
  ])('%s', (_title, answer$, alone, expected) => {
    expect(watched(transportOf(alone, [answer$]), ['a', 'b'])).toEqual(expected);
  });
});

it('an awaited status fails at once if the service asks to wait longer than the call may last', async () => {
  const slowDown = throwError(() => new RateLimitError('slow down', { retryAfterMs: 5000 }));
  let status: Promise<unknown> | undefined;
  marbles(({ flush, scheduler }) => {
    const client = new TranslationClient({ ...SMALL, transport: transportOf([slowDown]) });
    client.watch('b').subscribe({ error: () => undefined });
    scheduler.schedule(() => {
      status = client.getStatus('a').catch((error: unknown) => error);
    }, 1);
    flush();
  });
  expect(await status).toMatchObject({ name: 'RateLimitError', code: 'silence' });
});
