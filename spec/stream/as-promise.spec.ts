import { getEventListeners } from 'node:events';
import { expect } from '@jest/globals';
import { NEVER, of, Subject } from 'rxjs';
import { lastValue } from '../../lib/stream/as-promise.js';

const listeners = (signal: AbortSignal): number => getEventListeners(signal, 'abort').length;

describe('lastValue', () => {
  it('resolves with the last value', async () => {
    await expect(lastValue(of(1, 2, 3))).resolves.toBe(3);
  });

  it('listens to a signal once, however many calls wait for it, and no longer than they do', async () => {
    const { signal } = new AbortController();
    const sources = [new Subject<number>(), new Subject<number>()];
    const values = sources.map(source$ => lastValue(source$, signal));
    expect(listeners(signal)).toBe(1);
    sources[0]!.next(1);
    sources[0]!.complete();
    expect(listeners(signal)).toBe(1);
    sources[1]!.next(2);
    sources[1]!.complete();
    expect(listeners(signal)).toBe(0);
    await expect(Promise.all(values)).resolves.toEqual([1, 2]);
  });

  it('rejects all calls that wait for a signal when it aborts', async () => {
    const controller = new AbortController();
    const values = [lastValue(NEVER, controller.signal), lastValue(NEVER, controller.signal)];
    controller.abort('enough');
    await expect(Promise.allSettled(values)).resolves.toEqual([
      { status: 'rejected', reason: 'enough' },
      { status: 'rejected', reason: 'enough' },
    ]);
    expect(listeners(controller.signal)).toBe(0);
  });

  it('waits on when a signal aborts for which there is no error', async () => {
    const controller = new AbortController();
    const source$ = new Subject<number>();
    const value = lastValue(source$, controller.signal, () => undefined);
    controller.abort();
    source$.next(7);
    source$.complete();
    expect(await value).toBe(7);
  });
});
