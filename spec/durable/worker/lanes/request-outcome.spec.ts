import { expect } from '@jest/globals';
import { asyncScheduler, EMPTY, NEVER, of, throwError, timer, type Observable } from 'rxjs';
import { ServerError, TimeoutError } from '../../../../lib/model/errors.js';
import { requestOutcome } from '../../../../lib/durable/worker/lanes/request-outcome.js';
import { marbles } from 'heygen-rx/testing';

const busy = new ServerError('busy', { status: 503 });
const failure = (name: string, message: string, details: object = {}): unknown => ({
  type: 'failure',
  error: expect.objectContaining({ name, message, ...details }),
});

describe('a request of a worker', () => {
  it.each<[string, () => Observable<unknown>, string, unknown]>([
    ['is answered', () => of(1, 2), '(o|)', { type: 'response', response: 1 }],
    ['fails', () => throwError(() => busy), '(o|)', { type: 'failure', error: busy }],
    [
      'completes without a response',
      () => EMPTY,
      '(o|)',
      failure('ProtocolError', 'The transport completed without a response'),
    ],
    [
      'cannot be sent',
      () => undefined as never,
      '(o|)',
      failure('ProtocolError', 'Cannot poll: the transport did not return an Observable'),
    ],
    [
      'fails with a TimeoutError of this package',
      () => throwError(() => new TimeoutError('late')),
      '(o|)',
      failure('NetworkError', 'late'),
    ],
    [
      'takes too long',
      () => NEVER,
      '5ms (o|)',
      failure('NetworkError', 'No response within 5 ms', { code: 'timeout' }),
    ],
  ])('that %s', (_title, send, marble, outcome) => {
    marbles(({ expectObservable }) => {
      const request = { lane: 'poll', send, timeLimitMs: 5, scheduler: asyncScheduler } as const;
      expectObservable(requestOutcome(request, NEVER)).toBe(marble, { o: outcome });
    });
  });

  it('that the worker aborts is unsubscribed', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const answer$ = cold('----a');
      const request = {
        lane: 'poll',
        send: () => answer$,
        timeLimitMs: 9,
        scheduler: asyncScheduler,
      } as const;
      expectObservable(requestOutcome(request, timer(2))).toBe('--(o|)', { o: { type: 'aborted' } });
      expectSubscriptions(answer$.subscriptions).toBe('^-!');
    });
  });
});
