import { describe, expect, it } from '@jest/globals';
import { getEventListeners } from 'node:events';
import { NEVER, Subject } from 'rxjs';
import { lastValue } from '../../lib/stream/as-promise.js';

describe('calls that wait with one signal', () => {
  it('listen to it once, until the last of them ends', async () => {
    const { signal } = new AbortController();
    const sources = Array.from({ length: 20 }, () => new Subject<number>());
    const calls = sources.map(source$ => lastValue(source$, signal));
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    for (const [index, source$] of sources.entries()) {
      source$.next(index);
      source$.complete();
    }
    expect(await Promise.all(calls)).toEqual([...sources.keys()]);
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  it('all reject when it aborts, each with its own error', async () => {
    const controller = new AbortController();
    const calls = ['a', 'b'].map(name =>
      lastValue(NEVER, controller.signal, reason => `${name}: ${String(reason)}`),
    );
    controller.abort('left');
    expect(await Promise.allSettled(calls)).toMatchObject([{ reason: 'a: left' }, { reason: 'b: left' }]);
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
  });

  it('go on when it aborts if they have no error for that', async () => {
    const controller = new AbortController();
    const source$ = new Subject<number>();
    const call = lastValue(source$, controller.signal, () => undefined);
    controller.abort();
    source$.next(7);
    source$.complete();
    expect(await call).toBe(7);
  });
});
