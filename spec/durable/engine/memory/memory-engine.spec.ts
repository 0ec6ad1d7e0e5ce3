import { expect } from '@jest/globals';
import { asyncScheduler, concatMap, delay, map, type SchedulerLike } from 'rxjs';
import { marbles } from 'heygen-rx/testing';
import { memoryEngine } from '../../../../lib/durable/engine/memory/memory-engine.js';
import { describeEngine } from '../contract/describe-engine.js';

describeEngine('in memory', async () => {
  let offsetMs = 0;
  const scheduler = Object.assign(Object.create(asyncScheduler) as SchedulerLike, {
    now: () => asyncScheduler.now() + offsetMs,
  });
  return {
    engine: memoryEngine({ scheduler }),
    advance: async ms => {
      offsetMs += ms;
    },
    stop: async () => {},
  };
});

describe('memoryEngine', () => {
  it('has virtual time in marbles', () => {
    marbles(({ expectObservable, scheduler }) => {
      const engine = memoryEngine({ scheduler });
      const terms = { perSecond: 2, leaseMs: 1000, probeMs: 1000 };
      const claim = (limit: number) => engine.claimWatches('main', limit, terms);
      const waitMs$ = claim(1).pipe(
        delay(100),
        concatMap(() => engine.swapCircuit('main', 0, { state: 'isolated', generation: 1 })),
        concatMap(() => engine.swapCircuit('main', 1, { ...OPEN, until: 400 })),
        concatMap(() => engine.addCreates('main', [{ key: 'k', request: {}, digest: '', timeoutMs: 1 }])),
        concatMap(() => engine.claimCreate('main', { ...terms, perSecond: 1 })),
        map(answer => (answer.type === 'wait' ? answer.waitMs : undefined)),
      );
      expectObservable(waitMs$).toBe('100ms (a|)', { a: 300 });
    });
  });

  it('refuses anything but a scheduler', () => {
    expect(() => memoryEngine({ scheduler: {} as SchedulerLike })).toThrow(
      'Cannot create an engine: `scheduler` must have `now()` and `schedule()`, got an object',
    );
  });
});

const OPEN = { state: 'open', generation: 2, openedAt: 100, openings: 1 } as const;
