import { expect } from '@jest/globals';
import { map, take, type Observable } from 'rxjs';
import { EventType, NetworkError, type ClientEvent, type TransportClientOptions } from 'heygen-rx';
import { marbles, type ScriptedTransportOptions } from 'heygen-rx/testing';
import { smallClient } from '../../helpers/small-client.js';

/** Creates one job: retries after 2, 4, 4 ... ms, at most three attempts; every answer takes 1 ms. */
function creating(
  script: ScriptedTransportOptions,
  emits: string,
  error?: unknown,
  options: Omit<TransportClientOptions, 'transport'> = {},
) {
  let jobs = 0;
  let keys = 0;
  marbles(({ expectObservable, flush }) => {
    const { client, transport } = smallClient({ everyJob: 'p', latencyMs: 1, ...script }, options);
    const id$: Observable<string> = client.translate().pipe(
      take(1),
      map(({ jobId }) => jobId.slice(-1)),
    );
    expectObservable(id$).toBe(emits, undefined, error);
    flush();
    const creates = transport.requests.filter(({ kind }) => kind === 'create');
    jobs = new Set(creates.flatMap(({ jobIds }) => jobIds)).size;
    keys = new Set(creates.map(({ key }) => key)).size;
  });
  return { jobs, keys };
}

const named = (name: string, fields: object = {}): unknown => expect.objectContaining({ name, ...fields });

describe('a create', () => {
  it.each([
    ['succeeds', '.', '-(1|)'],
    ['is retried when the network fails', 'N.', '----(1|)'],
    ['is retried on server errors', 'SS.', '---------(1|)'],
    ['gets the same job at the next attempt when the answer was lost', 'L.', '----(1|)'],
    [
      'waits for the first attempt as long as it is in progress, when its answer was lost',
      'LPPPP.',
      '------------------------(1|)',
    ],
  ])('%s: one job, one key', (_name, creates, emits) => {
    expect(creating({ creates }, emits)).toEqual({ jobs: 1, keys: 1 });
  });

  it('waits as long as the service asks', () => {
    expect(
      creating(
        { creates: 'RRRRR.', values: { R: { retryAfterMs: 7 } } },
        '-----------------------------------------(1|)',
      ),
    ).toEqual({ jobs: 1, keys: 1 });
  });

  it('errors with its key when refused', () => {
    const error = named('AuthenticationError', { idempotencyKey: expect.stringMatching(/^[0-9a-f]{32}$/) });
    expect(creating({ creates: 'A' }, '-#', error)).toEqual({ jobs: 0, keys: 1 });
  });

  it('errors with an unknown outcome and its key when no attempt is answered', () => {
    const error = named('UnknownOutcomeError', {
      idempotencyKey: expect.stringMatching(/^[0-9a-f]{32}$/),
      cause: named('NetworkError'),
      message: expect.stringContaining('may or may not have been created'),
    });
    expect(creating({ creates: 'LNN' }, '---------#', error)).toEqual({ jobs: 1, keys: 1 });
  });

  it('has an unknown outcome if an earlier one was unsubscribed before its answer, even if later attempts cannot connect', () => {
    marbles(({ expectObservable }) => {
      const refused = new NetworkError('refused', { code: 'ECONNREFUSED' });
      const { client } = smallClient({
        everyJob: 'p',
        latencyMs: 3,
        creates: '.XXX',
        values: { X: refused },
      });
      const job$ = client.translate();
      expectObservable(job$, '^-!').toBe('');
      expectObservable(job$, '---^').toBe(
        '18ms #',
        undefined,
        named('UnknownOutcomeError', { cause: named('NetworkError') }),
      );
      const other$ = smallClient({ creates: 'XXX', latencyMs: 3, values: { X: refused } }).client.translate();
      expectObservable(other$).toBe('15ms #', undefined, named('NetworkError', { code: 'ECONNREFUSED' }));
    });
  });

  it('has a known outcome, no job, when every attempt was rejected', () => {
    expect(creating({ creates: 'RRR' }, '---------#', named('RateLimitError'))).toEqual({ jobs: 0, keys: 1 });
  });

  it('waits for an open circuit', () => {
    const options = { circuitBreaker: { failureThreshold: 2, resetTimeoutMs: 20 } };
    // Opens at 4; the probe at 24 succeeds.
    expect(creating({ creates: 'NN.' }, '-------------------------(1|)', undefined, options)).toEqual({
      jobs: 1,
      keys: 1,
    });
  });

  it('errors at the deadline of the stream', () => {
    const options = { polling: { timeoutMs: 30 }, retry: { maxAttempts: 99 } };
    expect(
      creating({ creates: 'N'.repeat(99) }, '30ms #', named('UnknownOutcomeError'), options),
    ).toMatchObject({ keys: 1 });
    expect(creating({ creates: 'R'.repeat(99) }, '30ms #', named('TimeoutError'), options)).toMatchObject({
      jobs: 0,
    });
  });

  it('uses the key it is given', () => {
    marbles(({ flush }) => {
      const { client, transport } = smallClient({ everyJob: 'p' });
      client.translate({}, { idempotencyKey: 'order-7' }).pipe(take(1)).subscribe();
      flush();
      expect(transport.requests[0]).toMatchObject({ kind: 'create', key: 'order-7' });
    });
  });

  it.each(['', 'a b', 'ü', 'x'.repeat(241)])('refuses the key %j', key => {
    const { client } = smallClient({ everyJob: 'p' });
    expect(() => client.translate({}, { idempotencyKey: key })).toThrow(
      '`idempotencyKey` must be 1 to 240 characters',
    );
  });

  it('emits events for the retry and the job', () => {
    marbles(({ flush }) => {
      const { client } = smallClient({ everyJob: 'p', creates: 'N.' });
      const events: ClientEvent[] = [];
      client.event$.subscribe(event => events.push(event));
      client.translate().pipe(take(1)).subscribe();
      flush();
      expect(events).toEqual([
        { type: EventType.RETRY_ATTEMPTED, at: 1, attempt: 1, delayMs: 2, error: named('NetworkError') },
        { type: EventType.JOB_CREATED, at: 4, jobId: 'job-1' },
      ]);
    });
  });
});
