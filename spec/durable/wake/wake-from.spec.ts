import { expect } from '@jest/globals';
import { concatMap, delay, map, Subject, tap, timer } from 'rxjs';
import { durableClient, memoryEngine, wakeFrom } from 'heygen-rx/durable';
import { marbles } from 'heygen-rx/testing';
import { newWatch, smallWorker, withMethods } from '../support/small-worker.js';

/** An engine that counts the ids of each read, and stores what it is told to wake. */
function countingEngine() {
  const reads: number[] = [];
  const woken: string[] = [];
  const engine = memoryEngine();
  const counting = withMethods(
    {
      readWatches: (account, seen) => {
        reads.push(seen.length);
        return engine.readWatches(account, seen);
      },
      wake: (account, jobIds) => {
        woken.push(...(jobIds ?? ['all']));
        return engine.wake(account, jobIds);
      },
    },
    engine,
  );
  return { engine: counting, reads, woken };
}

it('ids that come while the engine is down are kept up to the latest ten thousand, and a wake for all in any case', () => {
  marbles(({ flush }) => {
    const { engine, reads, woken } = countingEngine();
    let isDown = true;
    const readWatches: typeof engine.readWatches = (account, seen) => {
      if (isDown) throw new Error('down');
      return engine.readWatches(account, seen);
    };
    const wakeSubject = new Subject<string | undefined>();
    const waking = wakeFrom(withMethods({ readWatches }, engine), wakeSubject);
    wakeSubject.next('first');
    timer(10).subscribe(() => {
      wakeSubject.next(undefined);
      for (let index = 0; index < 50_000; index++) wakeSubject.next(`job-${index}`);
      isDown = false;
    });
    timer(1000).subscribe(() => waking.unsubscribe());
    flush();
    expect(reads.reduce((sum, count) => sum + count, 0)).toBe(10_001);
    expect(woken).toEqual(['all']);
  });
});

it('a wake for all during a call gets the next call', () => {
  marbles(({ flush }) => {
    const { engine, woken } = countingEngine();
    const readWatches: typeof engine.readWatches = (account, seen) =>
      engine.readWatches(account, seen).pipe(delay(20));
    const wakeSubject = new Subject<void>();
    const waking = wakeFrom(withMethods({ readWatches }, engine), wakeSubject);
    for (const at of [0, 10]) timer(at).subscribe(() => wakeSubject.next());
    timer(1000).subscribe(() => waking.unsubscribe());
    flush();
    expect(woken).toEqual(['all', 'all']);
  });
});

describe('a wake for a job without a watch', () => {
  it('that ended before its create was stored is polled as soon as it is stored', () => {
    marbles(({ expectObservable }) => {
      const small = smallWorker(
        { everyJob: 'c', latencyMs: 3000 },
        { polling: { initialIntervalMs: 60_000, maxIntervalMs: 60_000 } },
      );
      small.worker.start();
      const wakeSubject = new Subject<string>();
      const waking = wakeFrom(small.engine, wakeSubject);
      timer(500).subscribe(() => wakeSubject.next('job-1'));
      const status$ = durableClient({ engine: small.engine }).translate();
      const letter$ = status$.pipe(map(({ status }) => status.charAt(0)));
      timer(20_000).subscribe(() => {
        waking.unsubscribe();
        void small.worker.stop();
      });
      // Stored at 3 s, looked for at 0.5, 2.5 and 4.5 s, and polled for 3 s.
      expectObservable(letter$).toBe('3s p 4499ms (c|)');
    });
  });

  it('is tried again for five minutes, and leaves the engine alone', () => {
    marbles(({ flush }) => {
      const { engine, reads, woken } = countingEngine();
      const wakeSubject = new Subject<string>();
      const waking = wakeFrom(engine, wakeSubject);
      wakeSubject.next('none of ours');
      timer(600_000).subscribe(() => waking.unsubscribe());
      flush();
      expect(reads.length).toBeGreaterThan(100);
      expect(reads.length).toBeLessThan(160);
      expect(woken).toEqual([]);
    });
  });

  it('is forgotten if there are a thousand later ones', () => {
    marbles(({ flush }) => {
      const { engine, reads, woken } = countingEngine();
      const wakeSubject = new Subject<string>();
      const waking = wakeFrom(engine, wakeSubject);
      for (let index = 0; index < 3000; index++) wakeSubject.next(`job-${index}`);
      timer(1000)
        .pipe(
          concatMap(() => engine.addWatches('main', [newWatch('job-0'), newWatch('job-2999')])),
          concatMap(() => timer(2000)),
          tap(() => waking.unsubscribe()),
        )
        .subscribe();
      flush();
      expect(reads).toEqual([1000, 1000, 1000, 1000]);
      expect(woken).toEqual(['job-2999']);
    });
  });

  it('does not stop others that arrive with it, or one for all jobs', () => {
    marbles(({ flush }) => {
      const { engine, woken } = countingEngine();
      const wakeSubject = new Subject<string | undefined>();
      const waking = wakeFrom(engine, wakeSubject);
      engine.addWatches('main', [newWatch('a')]).subscribe(() => {
        wakeSubject.next('none of ours');
        wakeSubject.next('a');
      });
      timer(10).subscribe(() => {
        wakeSubject.next('late');
        wakeSubject.next(undefined);
      });
      timer(20)
        .pipe(concatMap(() => engine.addWatches('main', [newWatch('late')])))
        .subscribe();
      timer(5000).subscribe(() => waking.unsubscribe());
      flush();
      expect(woken).toEqual(['a', 'all', 'late']);
    });
  });

  it('is tried again after the engine was down', () => {
    marbles(({ flush }) => {
      const { engine, woken } = countingEngine();
      let isDown = false;
      const readWatches: typeof engine.readWatches = (account, seen) => {
        if (isDown) throw new Error('down');
        return engine.readWatches(account, seen);
      };
      const wakeSubject = new Subject<string>();
      const waking = wakeFrom(withMethods({ readWatches }, engine), wakeSubject);
      wakeSubject.next('late');
      timer(1000)
        .pipe(
          tap(() => (isDown = true)),
          concatMap(() => engine.addWatches('main', [newWatch('late')])),
          concatMap(() => timer(60_000)),
          tap(() => (isDown = false)),
          concatMap(() => timer(60_000)),
        )
        .subscribe(() => waking.unsubscribe());
      flush();
      expect(woken).toEqual(['late']);
    });
  });

  it('ends with what wakes', () => {
    marbles(({ hot, flush }) => {
      const { engine } = countingEngine();
      const waking = wakeFrom(engine, hot('-a 99ms |', { a: 'none of ours' }));
      timer(2500).subscribe(() => expect(waking.closed).toBe(true));
      flush();
    });
  });
});
