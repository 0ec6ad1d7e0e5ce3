import { expect } from '@jest/globals';
import { asyncScheduler, finalize, map, timer, type Observable } from 'rxjs';
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

/** A feed whose reads take 3 ms and give `u1` for each key the first time, `u2` the second ...; and when each key was read, or its read was given up. */
function countingFeed() {
  const reads: string[] = [];
  let count = 0;
  const feed = new UpdateFeed<string>(
    {
      read: known => {
        const keys = [...known.keys()];
        const update = `u${++count}`;
        reads.push(`${asyncScheduler.now()}: ${keys.join()}`);
        let isRead = false;
        return timer(3).pipe(
          map(() => {
            isRead = true;
            return new Map(keys.map(key => [key, update]));
          }),
          finalize(() => {
            if (!isRead) reads.push(`${asyncScheduler.now()}: given up`);
          }),
        );
      },
    },
    DEPS,
  );
  return { feed, reads };
}

const values = { a: 'u1', b: 'u2' };

describe('a follower that leaves', () => {
  it('costs the others of its key nothing', () => {
    marbles(({ expectObservable, flush }) => {
      const { feed, reads } = countingFeed();
      expectObservable(feed.follow('a'), '^-----!').toBe('---a---', values);
      expectObservable(feed.follow('a'), '^------------!').toBe('---a------b---', values);
      timer(7).subscribe(() => feed.refresh(['a']));
      flush();
      expect(reads).toEqual(['0: a', '7: a']);
    });
  });

  it('during a read costs those of other keys nothing', () => {
    marbles(({ expectObservable, flush }) => {
      const { feed, reads } = countingFeed();
      expectObservable(feed.follow('a'), '^!').toBe('--', values);
      expectObservable(feed.follow('b'), '^--------!').toBe('---a-----', values);
      flush();
      expect(reads).toEqual(['0: a,b']);
    });
  });

  it('before the read is not read for', () => {
    marbles(({ expectObservable, flush }) => {
      const { feed, reads } = countingFeed();
      feed.follow('a').subscribe().unsubscribe();
      expectObservable(feed.follow('b'), '^--------!').toBe('---a-----', values);
      flush();
      expect(reads).toEqual(['0: b']);
    });
  });

  it('as the last one of all gives up the read; what is followed later is read again', () => {
    marbles(({ expectObservable, flush }) => {
      const { feed, reads } = countingFeed();
      expectObservable(feed.follow('a'), '^!').toBe('--', values);
      expectObservable(feed.follow('a'), '-----^---!').toBe('--------b', values);
      flush();
      expect(reads).toEqual(['0: a', '1: given up', '5: a']);
    });
  });

  it('as the last one of its key has it forgotten', () => {
    marbles(({ expectObservable, flush }) => {
      const { feed, reads } = countingFeed();
      expectObservable(feed.follow('b'), '^-------------!').toBe('---a---', values);
      expectObservable(feed.follow('a'), '^----!').toBe('---a---', values);
      timer(6).subscribe(() => feed.refresh(['a']));
      // Not `u1`, which may be long out of date.
      expectObservable(feed.follow('a'), '--------^----!').toBe('-----------b', values);
      flush();
      expect(reads).toEqual(['0: b,a', '8: a']);
    });
  });

  it('while its read is refused costs the others nothing', () => {
    marbles(({ expectObservable }) => {
      const feed = feedOf(refused);
      expectObservable(feed.follow('a'), '(^!)').toBe('');
      expectObservable(feed.follow('b')).toBe('-#', undefined, refusal);
    });
  });
});

it('no read is for more than 1000 keys', () => {
  marbles(({ flush }) => {
    const { feed, reads } = countingFeed();
    const seen: string[] = [];
    for (let index = 0; index <= 1000; index++) {
      const following = feed.follow(`${index}`).subscribe(update => seen.push(update));
      timer(50).subscribe(() => following.unsubscribe());
    }
    flush();
    expect(reads.map(read => read.split(',').length)).toEqual([1000, 1]);
    expect(seen).toHaveLength(1001);
  });
});
