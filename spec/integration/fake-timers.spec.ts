import { afterEach, expect, it, jest } from '@jest/globals';
import { TranslationClient } from 'heygen-rx';
import { createMockBackend } from 'heygen-rx/mock-backend';

afterEach(() => void jest.useRealTimers());

it.each<[string, Parameters<typeof jest.useFakeTimers>[0]]>([
  ['all clocks', {}],
  ['all but the monotonic clock, as those of Vitest before version 3', { doNotFake: ['performance'] }],
])('a job at the mock backend is done in the time of fake timers that replace %s', async (_title, timers) => {
  jest.useFakeTimers(timers);
  const backend = createMockBackend({ processingMs: 60_000 });
  const client = new TranslationClient({ baseUrl: 'http://localhost', fetch: backend.request });
  const statuses: string[] = [];
  client.translate({ outputLanguage: 'French' }).subscribe(({ status }) => statuses.push(status));
  await jest.advanceTimersByTimeAsync(59_000);
  expect(statuses).toEqual(['pending']);
  await jest.advanceTimersByTimeAsync(11_000);
  expect(statuses).toEqual(['pending', 'completed']);
  client.close();
  backend.stop();
});
