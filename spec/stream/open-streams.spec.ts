import { expect, jest } from '@jest/globals';
import { NEVER, Observable, of } from 'rxjs';
import { ClientClosedError } from 'heygen-rx';
import { marbles } from 'heygen-rx/testing';
import { OpenStreams } from '../../lib/stream/open-streams.js';

const closed = new ClientClosedError('closed');

describe('untilClosed', () => {
  it('ends a stream when the client is closed, with the error that is given', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const openStreams = new OpenStreams();
      const source$ = cold('a--b--c');
      cold('----x').subscribe(() => openStreams.close(closed));
      expectObservable(openStreams.untilClosed(source$, () => 'gone')).toBe('a--b#', undefined, 'gone');
      expectSubscriptions(source$.subscriptions).toBe('^---!');
    });
  });

  it('does not end a stream for which there is no error', () => {
    marbles(({ cold, expectObservable }) => {
      const openStreams = new OpenStreams();
      cold('----x').subscribe(() => openStreams.close(closed));
      expectObservable(openStreams.untilClosed(cold('a--b--(c|)'), () => undefined)).toBe('a--b--(c|)');
    });
  });

  it('subscribes to nothing once the client is closed', () => {
    const openStreams = new OpenStreams();
    openStreams.close(closed);
    const subscribed = jest.fn(() => undefined);
    const error = jest.fn();
    openStreams.untilClosed(new Observable(subscribed), reason => reason).subscribe({ error });
    expect(error).toHaveBeenCalledWith(closed);
    expect(subscribed).not.toHaveBeenCalled();
  });

  it('forgets a stream that has ended', () => {
    const openStreams = new OpenStreams();
    const toError = jest.fn(() => 'gone');
    openStreams.untilClosed(of(1), toError).subscribe();
    openStreams.untilClosed(NEVER, toError).subscribe().unsubscribe();
    openStreams.close(closed);
    expect(toError).not.toHaveBeenCalled();
  });
});
