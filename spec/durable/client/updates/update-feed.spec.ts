import { asyncScheduler, map, timer, type Observable } from 'rxjs';
import { RequestError } from 'heygen-rx';
import { marbles } from 'heygen-rx/testing';
import { UpdateFeed } from '../../../../lib/durable/client/updates/update-feed.js';
import type { EngineCallDeps } from '../../../../lib/durable/engine-calls.js';

const DEPS: EngineCallDeps = { scheduler: asyncScheduler, random: () => 0.5, onError: () => undefined };
const refusal = new RequestError('no');

/** A source that answers each read after 1 ms: the first as given, later ones with `u` for each key. */
function feedOf(first: (keys: readonly string[]) => ReadonlyMap<string, string>): UpdateFeed<string> {
  let reads = 0;
  return new UpdateFeed<string>(
    {
      read: (known): Observable<ReadonlyMap<string, string>> => {
        const keys = [...known.keys()];
        return timer(1).pipe(map(() => (++reads === 1 ? first(keys) : new Map(keys.map(key => [key, 'u'])))));
      },
    },
    DEPS,
  );
}

const refused = (): never => {
  throw refusal;
};

describe('what is followed under one key', () => {
  it('is emitted to all subscribers, and at once to later ones', () => {
    marbles(({ expectObservable }) => {
      const feed = feedOf(() => new Map([['a', 'u']]));
      expectObservable(feed.follow('a'), '^----!').toBe('-u---');
      expectObservable(feed.follow('a'), '^----!').toBe('-u---');
      expectObservable(feed.follow('a'), '---^-!').toBe('---u-');
    });
  });

  it('ends for all who follow it with the refusal of the read; for those who come later it is read again', () => {
    marbles(({ expectObservable }) => {
      const feed = feedOf(refused);
      expectObservable(feed.follow('a')).toBe('-#', undefined, refusal);
      expectObservable(feed.follow('a')).toBe('-#', undefined, refusal);
      expectObservable(feed.follow('a'), '---^--!').toBe('----u-');
    });
  });
});
