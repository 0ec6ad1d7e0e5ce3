import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { sleep } from '../../../mock-backend/values/sleep.js';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

it.each([
  [500, 500],
  [2 ** 31, 2 ** 31 - 1],
])('of %i ms lasts %i ms', async (ms, lastsMs) => {
  let isOver = false;
  void sleep(ms).then(() => (isOver = true));
  await jest.advanceTimersByTimeAsync(lastsMs - 1);
  expect(isOver).toBe(false);
  await jest.advanceTimersByTimeAsync(1);
  expect(isOver).toBe(true);
});

it('ends with its signal, and leaves no timer', async () => {
  const stop = new AbortController();
  const slept = sleep(1000, stop.signal);
  stop.abort();
  await slept;
  expect(jest.getTimerCount()).toBe(0);
  await sleep(1000, stop.signal);
});
